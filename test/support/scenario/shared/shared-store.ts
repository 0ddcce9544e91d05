// The database of several simulated controllers: one journal with leases, of which each process has a copy of its own.
import {
  requireLast,
  type AppendCondition,
  type Journal,
  type JournalEntry,
  type JournalRecord,
} from '../../../../src/journal/journal.js';
import type { KeptLease, Leases } from '../../../../src/journal/leases.js';
import type { Clock } from '../../../../src/shared/clock.js';
import { DrydockError } from '../../../../src/shared/errors/drydock-error.js';

/** A record with what the store knows of who appended it. */
export interface Authored {
  readonly record: JournalRecord;
  readonly author: string;
  readonly under: AppendCondition['lease'];
  /** Whether the author had that lease in this moment. */
  readonly mayWrite: boolean;
}

interface Lease {
  readonly holder: string;
  readonly epoch: number;
  readonly until: number;
  readonly told?: string | undefined;
}

export class SharedStore {
  readonly authored: Authored[] = [];
  readonly #leases = new Map<string, Lease>();

  constructor(
    private readonly clock: Pick<Clock, 'now'>,
    private readonly lasts = 30_000,
    /** A planted defect: records are taken from anybody. */
    private readonly fencesRecords = true,
  ) {}

  get records(): readonly JournalRecord[] {
    return this.authored.map(({ record }) => record);
  }

  hasLease(holder: string, subject: string): boolean {
    const lease = this.#leases.get(subject);
    return lease !== undefined && lease.holder === holder && lease.until > this.clock.now();
  }

  journal(author: string): Journal {
    const byRun = new Map<string, JournalRecord[]>();
    let last = 0;
    const catchUp = (): void => {
      for (const { record } of this.authored.slice(last)) {
        const records = byRun.get(record.run);
        if (records === undefined) byRun.set(record.run, [record]);
        else records.push(record);
        last = record.sequence;
      }
    };
    catchUp();
    return {
      append: (run, at, entry, condition = {}) =>
        new Promise((resolve) => {
          const record = this.#append(author, [run, at, structuredClone(entry)], condition);
          catchUp();
          resolve(record);
        }),
      refresh: () => {
        catchUp();
        return Promise.resolve();
      },
      get last() {
        return last;
      },
      records: (run) => byRun.get(run) ?? [],
      runs: () => [...byRun.keys()],
      close: () => Promise.resolve(),
    };
  }

  leases(holder: string): Leases {
    const mine = (subject: string, epoch: number): boolean =>
      this.hasLease(holder, subject) && this.#leases.get(subject)?.epoch === epoch;
    const until = (): number => this.clock.now() + this.lasts;
    return {
      lasts: this.lasts,
      holder,
      take: (subject) => {
        const lease = this.#leases.get(subject);
        if (lease !== undefined && lease.until > this.clock.now()) return Promise.resolve(undefined);
        const epoch = (lease?.epoch ?? 0) + 1;
        this.#leases.set(subject, { holder, epoch, until: until() });
        return Promise.resolve(epoch);
      },
      renew: (held) => {
        const good = held.filter(({ subject, epoch }) => mine(subject, epoch));
        for (const { subject, epoch, told } of good) this.#leases.set(subject, { holder, epoch, until: until(), told });
        return Promise.resolve(new Set(good.map(({ subject }) => subject)));
      },
      release: (subject, epoch) => {
        if (mine(subject, epoch)) this.#leases.set(subject, { holder, epoch, until: this.clock.now() });
        return Promise.resolve();
      },
      list: () => Promise.resolve([...this.#leases].map(([subject, lease]) => this.#kept(subject, lease))),
      close: () => Promise.resolve(),
    };
  }

  #append(author: string, [run, at, entry]: [string, number, JournalEntry], condition: AppendCondition): JournalRecord {
    const { lease } = condition;
    const kept = lease === undefined ? undefined : this.#leases.get(lease.subject);
    const mayWrite =
      lease === undefined ||
      (lease.holder === author && this.hasLease(author, lease.subject) && kept?.epoch === lease.epoch);
    if (!mayWrite && this.fencesRecords)
      throw new DrydockError('LEASE_LOST', { attempted: 'appending to the journal' });
    requireLast(this.authored.length, condition);
    const record = { sequence: this.authored.length + 1, run, at, entry };
    this.authored.push({ record, author, under: lease, mayWrite });
    return record;
  }

  #kept(subject: string, { holder, epoch, until, told }: Lease): KeptLease {
    return { subject, holder, epoch, left: until - this.clock.now(), told };
  }
}
