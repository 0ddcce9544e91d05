/** `npm run chaos -- [--seed 1] [--minutes 10] [--rounds 6] [--only BLOW,…]`: upgrades under blows by hand, one seed after the other. */
import { parseArgs } from 'node:util';
import { blows } from './blows.js';
import { blowsOf, possibleBlows } from './possible-blows.js';
import { countsLine, upgradeLine, whatBroke } from './tell.js';
import { upgradeUnderBlows, type StruckUpgrade } from './upgrade-under-blows.js';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: 'Infinity' },
    minutes: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '6' },
    only: { type: 'string', default: blows.map(({ name }) => name).join(',') },
  },
});
const { possible, missing } = await possibleBlows(blows.filter(({ name }) => values.only.split(',').includes(name)));
for (const line of missing) console.error(line);
const end = performance.now() + Number(values.minutes) * 60_000;
const upgrades: StruckUpgrade[] = [];
const broken: number[] = [];
let seed = Number(values.seed);
const last = seed + Number(values.count);
for (; seed < last && performance.now() < end; seed++) {
  const upgrade = await upgradeUnderBlows({
    seed,
    rounds: Number(values.rounds),
    blows: blowsOf(possible, seed, Number(values.rounds)),
  }).catch((error: unknown) => {
    console.error(`seed ${seed} could not be brought to its end: ${String(error)}`);
    return undefined;
  });
  if (upgrade === undefined) {
    broken.push(seed);
    continue;
  }
  upgrades.push(upgrade);
  console.log(upgradeLine(upgrade));
  const wrong = whatBroke(upgrade);
  if (wrong !== undefined) {
    broken.push(seed);
    console.error(wrong);
  }
}
console.log(
  `${countsLine(upgrades)}; ${broken.length} broken${broken.length > 0 ? `: seeds ${broken.join(', ')}` : ''}`,
);
// A site that never came up may hold sockets open yet.
process.exit(broken.length === 0 ? 0 : 1);
