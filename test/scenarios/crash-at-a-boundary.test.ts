import { expect } from 'chai';
import { undisturbedUpgrade, upgradeCutAt } from '../support/scenario/crash-cuts.js';

/** Here a sample of the boundaries; test/simulations/crash-at-every-boundary.test.ts takes them all. */
const stride = 40;

describe('A run whose controller loses its memory at a journal boundary', function () {
  this.timeout(180_000);

  it('ends as if nothing had happened: upgraded, in service, VMs at home, HA and WLB as before', async () => {
    const { boundaries, end } = await undisturbedUpgrade();
    expect(end).to.deep.include({
      run: 'done',
      ha: [true, 1],
      wlb: true,
      claim: undefined,
      unplugged: 0,
      installed: 3,
      armed: [],
    });

    for (let cut = 1; cut <= boundaries.length; cut += stride) {
      const after = await upgradeCutAt(cut);

      expect(after.place).to.equal(boundaries[cut - 1]);
      expect(after.end, `cut ${cut}: ${after.place}`).to.deep.equal(end);
    }
  });
});
