/** The durable record of a run: appended to, synced before anything follows from it, never rewritten. */
import { DrydockError } from '../shared/errors/drydock-error.js';

export interface JournalRecord {
  /** Rises by one in the whole journal. */
  readonly sequence: number;
  readonly run: string;
  readonly at: number;
  readonly entry: JournalEntry;
}

/** What the controller writes down; a schema checks it on the way back (src/journal/entry-schema.ts). */
export type JournalEntry =
  /** `pool` is the name under which the pool was added: what `pool add` stores credentials under. */
  | {
      readonly type: 'planned';
      readonly pool: string;
      readonly plan: unknown;
      /** Who planned it, and accepted what is accepted in it. */
      readonly by?: string | undefined;
      /** What the assessments said then, for the report. */
      readonly findings?: readonly unknown[] | undefined;
    }
  /** The frozen plan of a rollout; its other records are notes, commands and states, as those of a run. */
  | { readonly type: 'rollout'; readonly plan: unknown }
  | {
      readonly type: 'started';
      readonly epoch: number;
      readonly by: string;
      /** Which process has the pool from now on, where several controllers share them. */
      readonly holder?: string | undefined;
    }
  /** Written before an effect acts. `effect` is its kind, `key` what it is about: together the ledger's identity. */
  | {
      readonly type: 'intent';
      readonly effect: string;
      readonly key: string;
      readonly attempt: number;
      readonly detail: Readonly<Record<string, unknown>>;
    }
  /** Written when the act has returned; `handle` is what it gave (a task). Not yet a proof of anything. */
  | {
      readonly type: 'acted';
      readonly effect: string;
      readonly key: string;
      readonly attempt: number;
      readonly handle: string | null;
    }
  /** Written when facts confirm the effect, or it failed or ran out of time. */
  | {
      readonly type: 'outcome';
      readonly effect: string;
      readonly key: string;
      readonly attempt: number;
      readonly result: 'confirmed' | 'failed' | 'unknown';
      readonly reason: string;
      readonly detail: Readonly<Record<string, unknown>>;
    }
  /** A fact that must outlive the moment: a baseline, "returned", "proven", a skipped host. */
  | {
      readonly type: 'noted';
      readonly what: string;
      readonly key: string;
      readonly detail: Readonly<Record<string, unknown>>;
    }
  /** A person's command: pause, resume, approve, retry, skip, abort, accept. */
  | {
      readonly type: 'command';
      readonly command: string;
      readonly by: string;
      readonly detail: Readonly<Record<string, unknown>>;
    }
  | {
      readonly type: 'state';
      readonly state: string;
      readonly reason: string;
      readonly detail: Readonly<Record<string, unknown>>;
    };

/** What must hold in the moment in which a record is added; it is checked by the store, in the same transaction. */
export interface AppendCondition {
  /** This holder still has the lease of that subject, under this epoch. @throws LEASE_LOST */
  readonly lease?: { readonly subject: string; readonly holder: string; readonly epoch: number };
  /** Nobody has appended anything after this sequence: what was decided is decided on all that is known. @throws JOURNAL_MOVED_ON */
  readonly last?: number;
}

/**
 * Writing takes a network where the store is a server, so it is waited for. Reading does not: each process keeps a copy of
 * the journal, so that a decision is made from one state of it, whatever others append meanwhile.
 */
export interface Journal {
  /**
   * Resolves after the record is durable; not before may anything follow from it. Then it also is in the copy. Records
   * that one process appends one after the other, without waiting, keep their order.
   */
  append(run: string, at: number, entry: JournalEntry, condition?: AppendCondition): Promise<JournalRecord>;
  /** Brings the copy up to date with what other processes have appended; at once where there are none. */
  refresh(): Promise<void>;
  /** Sequence of the last record in the copy; 0 when there is none. */
  readonly last: number;
  /** Why the store cannot be reached at this moment; undefined while it can. */
  readonly trouble?: string | undefined;
  /** From the copy: all that this process has appended, and what others had appended at the last refresh. */
  records(run: string): readonly JournalRecord[];
  /** From the copy, in the order of their first records. */
  runs(): readonly string[];
  close(): Promise<void>;
}

/** For stores that one process writes. @throws JOURNAL_MOVED_ON */
export function requireLast(last: number, condition: AppendCondition | undefined): void {
  if (condition?.last === undefined || condition.last === last) return;
  throw new DrydockError('JOURNAL_MOVED_ON', {
    attempted: 'appending to the journal',
    expected: `record ${condition.last} to be the last`,
    found: `record ${last}`,
  });
}
