/** What the journal knows of the time: no run that goes on may be dated before what it has recorded already. */
import type { Journal } from '../../journal/journal.js';
import { foldJournal } from './ledger.js';

/** Of runs that were set going and have not ended; -Infinity where there are none: what is over holds nobody's clock. */
export function lastRecordOfOpenRuns(journal: Pick<Journal, 'runs' | 'records'>): number {
  const times = journal.runs().map((id) => {
    const records = journal.records(id);
    // A rollout has states that no run has; its runs count for themselves.
    if (records[0]?.entry.type === 'rollout') return -Infinity;
    const ledger = foldJournal(id, records);
    return ledger.startedAt === null || ledger.endedAt !== null ? -Infinity : ledger.lastRecordAt;
  });
  return Math.max(-Infinity, ...times);
}
