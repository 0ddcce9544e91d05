import { expect } from 'chai';
import { rolloutCutAt } from '../support/scenario/rollout-cuts.js';

describe('A rollout whose controller is killed', function () {
  this.timeout(900_000);

  it('before or after any record of its journal ends as if nothing had happened', async () => {
    const undisturbed = await rolloutCutAt();
    expect(undisturbed.broken).to.deep.equal([]);
    for (let cut = 1; ; cut++) {
      const all = await Promise.all((['before', 'after'] as const).map((side) => rolloutCutAt(cut, side)));
      if (all.every(({ place }) => place === 'nowhere')) {
        expect(cut).to.be.greaterThan(100);
        return;
      }
      for (const { place, end, broken } of all) {
        expect(end, place).to.deep.equal(undisturbed.end);
        expect(broken, place).to.deep.equal([]);
      }
    }
  });
});
