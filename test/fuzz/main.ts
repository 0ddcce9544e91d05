/** `npm run fuzz -- TARGET|all [--seed N] [--minutes M] [--count N] [--keep]`: by hand, for as long as wanted; `--keep` adds findings to the corpus. */
import { parseArgs } from 'node:util';
import { keepFinding } from './corpus.js';
import { findingText, fuzz } from './fuzz.js';
import { targets } from './targets.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    minutes: { type: 'string', default: '1' },
    count: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});
const [wanted = ''] = positionals;
const chosen = targets.filter(({ name }) => wanted === 'all' || name === wanted);
if (chosen.length === 0) {
  console.error(`usage: npm run fuzz -- TARGET [--seed N] [--minutes M] [--count N] [--keep]`);
  console.error(`targets: all, ${targets.map(({ name }) => name).join(', ')}`);
  process.exitCode = 2;
}
for (const target of chosen) {
  const counted = values.count === undefined ? undefined : Number(values.count);
  const began = performance.now();
  const { executions, findings } = await fuzz(target, {
    seed: Number(values.seed),
    fewest: counted ?? 1,
    milliseconds: counted === undefined ? Number(values.minutes) * 60_000 : 0,
  });
  const seconds = Math.round((performance.now() - began) / 1000);
  console.log(
    `${target.name}: ${executions} inputs from seed ${values.seed} in ${seconds} s, ${findings.length} findings`,
  );
  for (const finding of findings) {
    console.log(findingText(finding));
    if (values.keep) console.log(`  kept: ${keepFinding(finding)}`);
    process.exitCode = 1;
  }
}
