import { expect } from 'chai';
import { undisturbedUpgrade, upgradeCutAt } from '../support/scenario/crash-cuts.js';

describe('A run whose controller loses its memory', function () {
  this.timeout(1_500_000);

  it('reaches the same end from a crash at every boundary of every effect', async () => {
    const { boundaries, end } = await undisturbedUpgrade();
    // Four boundaries for each effect of the plan; a smaller number would mean that something was not begun at all.
    expect(new Set(boundaries).size).to.be.at.least(4 * 17);

    for (let cut = 1; cut <= boundaries.length; cut++) {
      const after = await upgradeCutAt(cut);

      expect(after.place).to.equal(boundaries[cut - 1]);
      expect(after.end, `cut ${cut}: ${after.place}`).to.deep.equal(end);
    }
    console.log(`      ${boundaries.length} cuts at ${new Set(boundaries).size} kinds of boundary`);
  });
});
