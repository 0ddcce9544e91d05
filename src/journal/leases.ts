/**
 * Who has which pool, where several controllers share them. A lease ends by itself unless it is renewed, and each holder
 * has it under an epoch that was never used before; what a former holder still appends is refused by that epoch.
 */
import type { Clock, Milliseconds } from '../shared/clock.js';

/** What a store keeps of a lease, as of the moment it was asked. */
export interface KeptLease {
  readonly subject: string;
  readonly holder: string;
  readonly epoch: number;
  /** By the clock of the store; 0 and less: it has ended. */
  readonly left: Milliseconds;
  /** What its holder told with the last renewal. */
  readonly told: string | undefined;
}

/** What a holder asks for a lease of its own. */
export interface Renewal {
  readonly subject: string;
  readonly epoch: number;
  /** For whoever lists it; it is gone with the lease. */
  readonly told?: string | undefined;
}

/** The store of leases. Who asks must count from before it asked: the store's clock is not its own. */
export interface Leases {
  /** How long one lasts, from the moment in which the store grants or renews it. */
  readonly lasts: Milliseconds;
  /** Who asks: each process is another holder, also with the same name. */
  readonly holder: string;
  /** The epoch under which the caller has it from now on; undefined while somebody else has it. */
  take(subject: string): Promise<number | undefined>;
  /** All with one question, each judged alone: the subjects of those that go on. One that is not named has ended, or somebody else has it. */
  renew(held: readonly Renewal[]): Promise<ReadonlySet<string>>;
  /** Given up: another may take it at once. */
  release(subject: string, epoch: number): Promise<void>;
  list(): Promise<readonly KeptLease[]>;
  close(): Promise<void>;
}

/** When it may act under a lease: less than the lease lasts, counted by its own clock from before it asked. */
export class LeaseTime {
  #since: Milliseconds;

  constructor(
    private readonly clock: Clock,
    private readonly lasts: Milliseconds,
    /** The moment before the store was asked for the lease. */
    asked: Milliseconds,
  ) {
    this.#since = asked;
  }

  /** How long it may still act; the rest of the lease is for what is already on its way. */
  get left(): Milliseconds {
    return this.#since + this.lasts * actingShare - elapsedNow(this.clock);
  }

  renewed(asked: Milliseconds): void {
    this.#since = asked;
  }
}

/** Of a lease this much is acted under; after that a request may still be on its way to a pool. */
const actingShare = 2 / 3;

/** Time that no correction of the machine's clock turns back. */
export function elapsedNow(clock: Clock): Milliseconds {
  return clock.elapsed?.() ?? clock.now();
}
