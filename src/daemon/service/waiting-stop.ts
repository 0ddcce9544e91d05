/** A stop of the service that was asked for while a host may be installing: asked again until it is allowed. */
import type { Clock } from '../../shared/clock.js';
import type { ServiceManager } from './service-manager.js';

/** What a stop needs of the supervisor. */
export interface Stoppable {
  readonly isLeaving: boolean;
  /** Answered with a refusal, or by stopping. */
  stopIfAllowed(): void;
  stopNow(): void;
}

export interface WaitingStopParts {
  readonly supervisor: Stoppable;
  readonly manager: ServiceManager;
  readonly clock: Clock;
}

const askEvery = 1000;
/** systemd kills a service that takes longer than TimeoutStopSec, unless it says again and again that it needs more. */
const extendEvery = 10_000;
const extension = 'EXTEND_TIMEOUT_USEC=60000000';

export class WaitingStop {
  readonly #ended = new AbortController();
  #wasAsked = false;
  #extendedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly parts: WaitingStopParts) {}

  /** Once: when nothing is armed. Again, while what is under way is finished: at once. */
  asked(): void {
    const { supervisor } = this.parts;
    if (supervisor.isLeaving) supervisor.stopNow();
    if (this.#wasAsked) return;
    this.#wasAsked = true;
    supervisor.stopIfAllowed();
  }

  refused(grants: readonly string[]): void {
    const { manager, clock, supervisor } = this.parts;
    if (!this.#wasAsked) return;
    if (clock.now() - this.#extendedAt >= extendEvery) {
      this.#extendedAt = clock.now();
      manager.tell(extension, `STATUS=asked to stop; waits, since a host may be installing: ${grants.join(', ')}`);
    }
    clock.sleep(askEvery, this.#ended.signal).then(
      () => supervisor.stopIfAllowed(),
      () => undefined,
    );
  }

  end(): void {
    this.#ended.abort();
  }
}
