import { expect } from 'chai';
import { manualUpgradeCutAt } from '../support/scenario/manual-crash.js';

describe('A run in Manual mode whose controller loses its memory at any journal boundary', function () {
  this.timeout(1_200_000);

  it('ends as if nothing had happened', async () => {
    const { boundaries, end } = await manualUpgradeCutAt(0);
    expect(end).to.deep.include({ run: 'done', ha: [true, 1], claim: undefined, installed: 2, armed: [] });

    for (let cut = 1; cut <= boundaries.length; cut++) {
      const after = await manualUpgradeCutAt(cut);
      expect(after.end, `cut ${cut}: ${boundaries[cut - 1] ?? ''} (${after.reason})`).to.deep.equal(end);
    }
  });
});
