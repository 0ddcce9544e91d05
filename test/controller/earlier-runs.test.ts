/** What earlier runs tell the next plan: those of the journal that have ended, and nothing else that it holds. */
import { expect } from 'chai';
import { earlierRuns } from '../../src/controller/earlier-runs.js';
import type { Journal, JournalEntry } from '../../src/journal/journal.js';
import { entry, recordsOf } from '../support/controller-ledger.js';

function journalOf(runs: Readonly<Record<string, readonly JournalEntry[]>>): Journal {
  const held = { runs: () => Object.keys(runs), records: (id: string) => recordsOf(runs[id] ?? []) };
  return held as unknown as Journal;
}

describe('The earlier runs of a journal', () => {
  it('are not looked for in rollouts: one that was aborted keeps no pool from being planned', () => {
    const rollout: JournalEntry = { type: 'rollout', plan: {} };
    const aborted = [rollout, entry.state('running'), entry.state('aborting'), entry.state('aborted')];
    expect(earlierRuns(journalOf({ 'rollout-1': aborted }))).to.deep.equal([]);
  });

  it('tell nothing where their plan was kept in a form that is not known any more', () => {
    const planned = { type: 'planned', pool: 'lab', plan: { format: 0 }, by: 'ann', findings: [] } as const;
    const run = [planned, entry.state('running'), entry.state('done')] as readonly JournalEntry[];
    expect(earlierRuns(journalOf({ 'run-1': run }))).to.deep.equal([]);
  });
});
