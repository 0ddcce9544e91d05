/** The runs of a journal that have ended: how long things took here, for the next plan. */
import type { Journal } from '../journal/journal.js';
import { DrydockError } from '../shared/errors/drydock-error.js';
import type { EarlierRun } from './planning/measured-times.js';
import { readPlan } from './planning/read-plan.js';
import { foldJournal } from './run/ledger.js';

/** More than these tell nothing new. */
const most = 10;

/** A plan that was kept in a form that is not known any more tells nothing. */
export function earlierRuns(journal: Journal): readonly EarlierRun[] {
  const ended = journal.runs().filter((id) => {
    const records = journal.records(id);
    // A rollout has states that no run has, and took no host's time itself.
    return records[0]?.entry.type === 'planned' && foldJournal(id, records).endedAt !== null;
  });
  return ended.slice(-most).flatMap((run) => {
    const records = journal.records(run);
    const planned = records.find(({ entry }) => entry.type === 'planned')?.entry;
    if (planned?.type !== 'planned') return [];
    try {
      return [{ plan: readPlan(planned.plan), records }];
    } catch (error) {
      if (error instanceof DrydockError) return [];
      throw error;
    }
  });
}
