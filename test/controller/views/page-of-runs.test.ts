import { expect } from 'chai';
import { pageOfRuns } from '../../../src/controller/views/page-of-runs.js';

const runs = [
  { run: 'first', endedAt: 100 },
  { run: 'open', endedAt: null },
  { run: 'long', endedAt: 400 },
  { run: 'short', endedAt: 200 },
  { run: 'planned', endedAt: null },
  { run: 'last', endedAt: 400 },
];

describe('A page of runs', () => {
  it('has the open ones and those that ended last, in the order of the journal', () => {
    expect(pageOfRuns(runs, { ended: 2 })).to.deep.equal({ runs: ['open', 'long', 'planned', 'last'], next: 'long' });
  });

  it('goes on where the one before ended, with ended runs alone, each once', () => {
    const seen: string[] = [];
    let next: string | null = 'last';
    while (next !== null) {
      const page = pageOfRuns(runs, { ended: 1, before: next });
      seen.push(...page.runs);
      next = page.next;
    }
    expect(seen).to.deep.equal(['long', 'short', 'first']);
  });

  it('tells that there are no older ones', () => {
    expect(pageOfRuns(runs, { ended: 4 }).next).to.equal(null);
    expect(pageOfRuns([], { ended: 4 })).to.deep.equal({ runs: [], next: null });
  });
});
