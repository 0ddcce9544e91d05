/**
 * As many further seeds as fit the time: DRYDOCK_SEED_SECONDS (90 where nothing is said), counted and told. The first file of its
 * suite (.mocharc.simulations.json): begun last, it would go on alone for minutes.
 * `npm run simulate:seeds` goes on for hours.
 */
import { expect } from 'chai';
import { runSeed } from '../support/scenario/seeded/run-seed.js';
import { whatIsWrong } from '../support/scenario/seeded/tell.js';

const seconds = Number(process.env['DRYDOCK_SEED_SECONDS'] ?? 90);
const first = 51;
/** However slow the machine. */
const fewest = 20;

describe('Further seeded scenarios, for as long as there is time', function () {
  this.timeout((seconds + 300) * 1000);

  it('keep every invariant', async () => {
    const end = performance.now() + seconds * 1000;
    const outcomes = new Map<string, number>();
    let seed = first;
    for (; seed < first + fewest || performance.now() < end; seed++) {
      const result = await runSeed(seed);
      expect(result.broken, whatIsWrong(result)).to.deep.equal([]);
      const [kind = ''] = result.outcome.split(':');
      outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1);
    }
    const told = [...outcomes].map(([kind, count]) => `${count} ${kind}`).join(', ');
    console.log(`      seeds ${first} to ${seed - 1}: ${seed - first} whole upgrades in ${seconds} s: ${told}`);
  });
});
