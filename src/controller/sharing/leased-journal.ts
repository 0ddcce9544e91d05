/** The journal as who has a lease sees it: each of its records is refused once the lease has ended. */
import type { Journal } from '../../journal/journal.js';
import type { HeldLease } from './kept-lease.js';

export function leasedJournal(journal: Journal, lease: HeldLease): Journal {
  if (lease.epoch === undefined) return journal;
  return {
    append: (run, at, entry, condition) => journal.append(run, at, entry, { ...condition, ...lease.condition }),
    refresh: () => journal.refresh(),
    get last() {
      return journal.last;
    },
    get trouble() {
      return journal.trouble;
    },
    records: (run) => journal.records(run),
    runs: () => journal.runs(),
    close: () => Promise.resolve(),
  };
}
