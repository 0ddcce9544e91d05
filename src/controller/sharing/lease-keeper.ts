/**
 * The leases that this controller has: taken, renewed in time, and let go of. When one could not be renewed, whoever works
 * under it is stopped before it ends: a third of it is kept for what is already on its way.
 */
import type { AppendCondition } from '../../journal/journal.js';
import { elapsedNow, LeaseTime, type KeptLease as KeptInStore, type Leases } from '../../journal/leases.js';
import { after, type Cancel, type Clock } from '../../shared/clock.js';
import { describeCause, DrydockError } from '../../shared/errors/drydock-error.js';
import type { Logger } from '../../shared/logger.js';

export interface HeldLease {
  /** Undefined where there is no other controller. */
  readonly epoch: number | undefined;
  readonly holder: string | undefined;
  /** What every record under it is appended with. */
  readonly condition: AppendCondition;
  /** Aborted when it was lost. */
  readonly signal: AbortSignal;
  /** Looked at immediately before anything is done. @throws LEASE_LOST */
  mayAct(): void;
  /** What other controllers show of the work under it; it is sent with the next renewal. */
  tell(text: string): void;
}

export interface LeaseKeeper {
  /** Undefined while another controller has it. Each who gets it lets go of it once. */
  hold(subject: string): Promise<HeldLease | undefined>;
  letGo(subject: string): Promise<void>;
  /** Asks once who has what, however many leases there are. @throws JOURNAL_UNREACHABLE */
  look(): Promise<void>;
  /** The lease that another controller had at the last look; undefined: none had. */
  other(subject: string): Other | undefined;
  /** Gives up all that are left, so that nobody has to wait for their end. */
  stop(): Promise<void>;
}

/** Who else has a lease, and what it told. */
export type Other = Pick<KeptInStore, 'holder' | 'told'>;

/** How often a lease is renewed while it lasts: three renewals may fail before anybody is stopped. */
const renewalsInALease = 6;

/** For a controller that is alone with its journal: it has every pool, for good. */
export const aloneKeeper: LeaseKeeper = {
  hold: () => Promise.resolve(aloneLease),
  letGo: () => Promise.resolve(),
  look: () => Promise.resolve(),
  other: () => undefined,
  stop: () => Promise.resolve(),
};

const aloneLease: HeldLease = {
  epoch: undefined,
  holder: undefined,
  condition: {},
  signal: new AbortController().signal,
  mayAct: () => undefined,
  tell: () => undefined,
};

export function leaseKeeper(options: KeeperOptions): LeaseKeeper {
  let others: ReadonlyMap<string, Other> = new Map();
  const kept = new Map<string, { users: number; lease: Promise<KeptLease | undefined> }>();
  const forget = (subject: string, lease: KeptLease): void => {
    void kept.get(subject)?.lease.then((current) => {
      if (current === lease) kept.delete(subject);
    });
  };
  const take = async (subject: string): Promise<KeptLease | undefined> => {
    const asked = elapsedNow(options.clock);
    const epoch = await options.leases.take(subject);
    if (epoch === undefined) return undefined;
    return new KeptLease(options, { subject, epoch, asked }, (lease) => forget(subject, lease));
  };
  return {
    hold: async (subject) => {
      const entry = kept.get(subject) ?? { users: 0, lease: take(subject) };
      kept.set(subject, entry);
      entry.users++;
      const lease = await entry.lease.catch((error: unknown) => {
        if (kept.get(subject) === entry) kept.delete(subject);
        throw error;
      });
      if (lease === undefined && kept.get(subject) === entry) kept.delete(subject);
      return lease;
    },
    letGo: async (subject) => {
      const entry = kept.get(subject);
      if (entry === undefined || --entry.users > 0) return;
      kept.delete(subject);
      await (await entry.lease)?.giveUp();
    },
    look: async () => {
      const { leases } = options;
      const listed = await leases.list();
      others = new Map(
        listed
          .filter(({ holder, left }) => holder !== leases.holder && left > 0)
          .map(({ subject, holder, told }) => [subject, { holder, told }]),
      );
    },
    other: (subject) => others.get(subject),
    stop: async () => {
      const all = [...kept.values()];
      kept.clear();
      for (const { lease } of all) await (await lease)?.giveUp();
      await options.leases.close();
    },
  };
}

export interface KeeperOptions {
  readonly leases: Leases;
  readonly clock: Clock;
  readonly log: Logger;
}

class KeptLease implements HeldLease {
  readonly epoch: number;
  readonly holder: string;
  readonly condition: AppendCondition;
  readonly #abort = new AbortController();
  readonly #time: LeaseTime;
  readonly #subject: string;
  #alarm: Cancel = () => undefined;
  #told: string | undefined;

  constructor(
    private readonly options: KeeperOptions,
    { subject, epoch, asked }: { subject: string; epoch: number; asked: number },
    private readonly lost: (lease: KeptLease) => void,
  ) {
    this.#subject = subject;
    this.epoch = epoch;
    this.holder = options.leases.holder;
    this.condition = { lease: { subject, holder: this.holder, epoch } };
    this.#time = new LeaseTime(options.clock, options.leases.lasts, asked);
    this.#setAlarm();
    void this.#renew();
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  mayAct(): void {
    if (!this.signal.aborted && this.#time.left > 0) return;
    throw leaseLost(this.#subject, this.epoch);
  }

  tell(text: string): void {
    this.#told = text;
  }

  async giveUp(): Promise<void> {
    const wasLost = this.signal.aborted;
    this.#end();
    if (wasLost) return;
    await this.options.leases.release(this.#subject, this.epoch).catch((error: unknown) => {
      this.options.log.warn({ lease: this.#subject, problem: describeCause(error) }, 'a lease ends by itself');
    });
  }

  async #renew(): Promise<void> {
    const { leases, clock, log } = this.options;
    while (!this.signal.aborted) {
      await clock.sleep(leases.lasts / renewalsInALease, this.signal).catch(() => undefined);
      if (this.#isOver()) return;
      const asked = elapsedNow(clock);
      try {
        const renewed = await leases.renew(this.#subject, this.epoch, this.#told);
        if (this.#isOver()) return;
        if (!renewed) {
          this.#lose('it has ended, or another controller has it');
          return;
        }
        this.#time.renewed(asked);
      } catch (error) {
        log.warn({ lease: this.#subject, problem: describeCause(error) }, 'a lease could not be renewed');
      }
    }
  }

  #isOver(): boolean {
    return this.signal.aborted;
  }

  #setAlarm(): void {
    this.#alarm = after(this.options.clock, Math.max(1, this.#time.left), () => {
      if (this.#isOver()) return;
      if (this.#time.left <= 0) this.#lose('it could not be renewed in time');
      else this.#setAlarm();
    });
  }

  #lose(why: string): void {
    this.options.log.warn({ lease: this.#subject, epoch: this.epoch, why }, 'a lease was lost');
    this.#end();
    this.lost(this);
  }

  #end(): void {
    this.#alarm();
    this.#abort.abort(leaseLost(this.#subject, this.epoch));
  }
}

function leaseLost(subject: string, epoch: number): DrydockError {
  return new DrydockError('LEASE_LOST', { attempted: 'acting for a pool', subject, found: `epoch ${epoch} has ended` });
}
