/** Seeds that broke something once, each with what it was: they stay sound. */
import { expect } from 'chai';
import { runSeed } from '../support/scenario/seeded/run-seed.js';
import { whatIsWrong } from '../support/scenario/seeded/tell.js';

const found: readonly (readonly [seed: number, what: string])[] = [
  [71, 'an address that a newer controller had fenced off was ended again and again, without a pause and without end'],
  [
    5038,
    'with our clock put back, what had just been read was older than what it was read for: asked for again at once, for ever',
  ],
  [1136, 'guests that went with the power of their host so late that the pool still called them running'],
  [30016, 'a pool that answered every call but the one that tells what has changed was never read again'],
];

describe('A seed that found something', function () {
  this.timeout(120_000);

  for (const [seed, what] of found) {
    it(`is sound: ${seed}, ${what}`, async () => {
      const result = await runSeed(seed);

      expect(result.broken, whatIsWrong(result)).to.deep.equal([]);
    });
  }
});
