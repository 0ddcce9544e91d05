/**
 * The leases that this controller has: taken, renewed in time, and let go of. When one could not be renewed, whoever works
 * under it is stopped before it ends: a third of it is kept for what is already on its way.
 */
import { elapsedNow, type KeptLease as KeptInStore, type Leases } from '../../journal/leases.js';
import type { Clock } from '../../shared/clock.js';
import { describeCause } from '../../shared/errors/drydock-error.js';
import type { Logger } from '../../shared/logger.js';
import { KeptLease, type HeldLease } from './kept-lease.js';
import { RenewedLeases } from './renew-leases.js';

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
    const entry = kept.get(subject);
    void entry?.lease.then((current) => {
      if (current === lease && kept.get(subject) === entry) kept.delete(subject);
    });
  };
  const renewed = new RenewedLeases(options);
  const take = async (subject: string): Promise<KeptLease | undefined> => {
    const { clock, log, leases } = options;
    const { holder, lasts } = leases;
    const asked = elapsedNow(clock);
    const epoch = await leases.take(subject);
    if (epoch === undefined) return undefined;
    const ended = (lease: KeptLease): void => {
      renewed.drop(lease);
      forget(subject, lease);
    };
    const lease = new KeptLease({ ...{ subject, epoch, holder, lasts, asked, clock, log }, ended });
    renewed.add(lease);
    return lease;
  };
  const giveUp = async (lease: KeptLease | undefined): Promise<void> => {
    if (lease?.end() !== true) return;
    await options.leases.release(lease.subject, lease.epoch).catch((error: unknown) => {
      options.log.warn({ lease: lease.subject, problem: describeCause(error) }, 'a lease ends by itself');
    });
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
      await giveUp(await entry.lease);
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
      for (const { lease } of all) await giveUp(await lease);
      await options.leases.close();
    },
  };
}

export interface KeeperOptions {
  readonly leases: Leases;
  readonly clock: Clock;
  readonly log: Logger;
}
