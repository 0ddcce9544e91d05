/** More scenarios made of a number each than `npm test` has time for; `npm run simulate:seeds` runs as many as wanted. */
import { expect } from 'chai';
import { runSeed } from '../support/scenario/seeded/run-seed.js';
import { whatIsWrong } from '../support/scenario/seeded/tell.js';

const seeds = Array.from({ length: 45 }, (_, index) => index + 6);

describe('A seeded scenario, further ones', function () {
  this.timeout(120_000);

  for (const seed of seeds) {
    it(`keeps every invariant (seed ${seed})`, async () => {
      const result = await runSeed(seed);

      expect(result.broken, whatIsWrong(result)).to.deep.equal([]);
    });
  }
});
