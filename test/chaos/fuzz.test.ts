/** Each fuzz target for a few seconds, from a seed that changes with DRYDOCK_FUZZ_SEED; `npm run fuzz` goes on for hours. */
import { expect } from 'chai';
import { findingText, fuzz } from '../fuzz/fuzz.js';
import { targets } from '../fuzz/targets.js';

/** For all targets together. */
const seconds = Number(process.env['DRYDOCK_FUZZ_SECONDS'] ?? 64);
const seed = Number(process.env['DRYDOCK_FUZZ_SEED'] ?? 1000);

describe('Inputs drawn from a grammar', function () {
  this.timeout((seconds + 120) * 1000);

  for (const target of targets) {
    it(`break nothing of ${target.name}`, async () => {
      const milliseconds = (seconds * 1000) / targets.length;
      const { executions, findings } = await fuzz(target, { seed, fewest: 20, milliseconds });
      console.log(`      ${executions} inputs from seed ${seed}`);

      expect(findings.map(findingText)).to.deep.equal([]);
    });
  }
});
