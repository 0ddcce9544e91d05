// Every cell of the fault table: the sentence is the specification, docs/failures.md the same data.
import { expect } from 'chai';
import { allCells } from '../../support/fault-table/table.js';
import { runCell } from '../../support/fault-table/run-cell.js';

describe('The fault table', function () {
  this.timeout(120_000);

  it('has no two cells with the same sentence', () => {
    const sentences = allCells().map(({ sentence }) => sentence);
    expect(new Set(sentences).size).to.equal(sentences.length);
  });

  for (const { sentence, fault, outcome } of allCells()) {
    it(`${sentence} (${fault})`, async () => {
      const run = await runCell([fault]);
      expect(run.outcome, run.reason).to.equal(outcome);
    });
  }
});
