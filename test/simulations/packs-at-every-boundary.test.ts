// Every boundary of the effects about packs; test/scenarios/packs.test.ts takes a sample of them.
import { expect } from 'chai';
import { packsCutAt, undisturbedPacks } from '../support/scenario/pack-runs.js';

describe('A run with a pack whose controller loses its memory at any boundary of sending, installing, restarting, clearing away', function () {
  this.timeout(300_000);

  it('ends as if nothing had happened, with the pack installed once and no disk left', async () => {
    const { boundaries, end } = await undisturbedPacks();
    for (const [cut, place] of boundaries.entries()) {
      const after = await packsCutAt(cut);
      expect(after.place).to.equal(place);
      expect(after.end, place).to.deep.equal(end);
    }
  });
});
