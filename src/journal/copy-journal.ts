/**
 * Copies a journal from one store to another: in the order of its records, each compared with what the other store then
 * gives. A copy that was broken off goes on where it ended; into a journal of other records nothing is ever added.
 */
import { isDeepStrictEqual } from 'node:util';
import { DrydockError } from '../shared/errors/drydock-error.js';
import type { Journal, JournalRecord } from './journal.js';

export interface Copied {
  /** In the journal that was copied, and now in the other. */
  readonly records: number;
  readonly runs: number;
  /** Of them, those that were there before. */
  readonly before: number;
}

/** @throws JOURNAL_COPY_REFUSED, and what either store throws */
export async function copyJournal(from: Journal, to: Journal): Promise<Copied> {
  const records = inOrder(from);
  const before = to.last;
  requireSame(records.slice(0, before), inOrder(to));
  for (const { sequence, run, at, entry } of records.slice(before)) {
    await to.append(run, at, entry, { last: sequence - 1 });
  }
  await to.refresh();
  requireSame(records, inOrder(to));
  return { records: records.length, runs: from.runs().length, before };
}

function inOrder(journal: Journal): readonly JournalRecord[] {
  return journal
    .runs()
    .flatMap((run) => [...journal.records(run)])
    .sort((one, other) => one.sequence - other.sequence);
}

function requireSame(wanted: readonly JournalRecord[], found: readonly JournalRecord[]): void {
  const differs = found.find((record, index) => !isDeepStrictEqual(record, wanted[index]));
  const { length } = found;
  if (differs === undefined && length === wanted.length) return;
  throw new DrydockError('JOURNAL_COPY_REFUSED', {
    attempted: 'comparing the two journals',
    expected: `${wanted.length} records, the same in both`,
    found:
      differs === undefined
        ? `${length} records`
        : `another record ${differs.sequence}, of ${differs.run}, where the copy goes`,
  });
}
