import { expect } from 'chai';
import type { JournalEntry } from '../../../src/journal/journal.js';
import { lastRecordOfOpenRuns } from '../../../src/controller/run/last-record.js';
import { entry, recordsOf } from '../../support/controller-ledger.js';

function journalOf(runs: Readonly<Record<string, readonly JournalEntry[]>>) {
  return { runs: () => Object.keys(runs), records: (run: string) => recordsOf(runs[run] ?? []) };
}

const started: JournalEntry = { type: 'started', epoch: 1, by: 'ann' };

describe('The last record of open runs', () => {
  it('is that of a run that goes on', () => {
    const records = [started, entry.state('running')];
    expect(lastRecordOfOpenRuns(journalOf({ 'run-1': records }))).to.equal(recordsOf(records)[1]?.at);
  });

  it('is not looked for in a rollout, whose states are others: one that was aborted keeps no controller from starting', () => {
    const rollout: JournalEntry = { type: 'rollout', plan: {} };
    const aborted = [rollout, entry.state('running'), entry.state('aborting'), entry.state('aborted')];
    expect(lastRecordOfOpenRuns(journalOf({ 'rollout-1': aborted }))).to.equal(-Infinity);
  });

  it('is none where every run is over, or none was set going: what is over holds nobody’s clock', () => {
    const over = [started, entry.state('running'), entry.state('done')];
    expect(lastRecordOfOpenRuns(journalOf({ over, planned: [] }))).to.equal(-Infinity);
    expect(lastRecordOfOpenRuns(journalOf({}))).to.equal(-Infinity);
  });
});
