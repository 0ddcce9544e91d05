// `npm run replay -- SEED [--without PARTS] [--shrink]` and `npm run simulate:seeds -- --from 1 --count 100 [--minutes 10] [--json]`: seeds by hand and in bulk.
import { parseArgs } from 'node:util';
import { drawScenario } from './draw.js';
import { without } from './parts.js';
import { runScenario, runSeed } from './run-seed.js';
import { shrink } from './shrink.js';
import { seedLine, seedStory, smallerLine, whatIsWrong } from './tell.js';

const usage =
  'usage: npm run replay -- SEED [--without crash:0,vm:2] [--shrink]\n       npm run simulate:seeds -- [--from 1] [--count 100] [--minutes 10] [--json]';

async function main(words: readonly string[]): Promise<number> {
  const [mode, ...rest] = words;
  if (mode === 'replay') return replay(rest);
  if (mode === 'many') return many(rest);
  console.error(usage);
  return 2;
}

async function replay(words: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { without: { type: 'string', default: '' }, shrink: { type: 'boolean', default: false } },
  });
  const seed = Number(positionals[0]);
  if (!Number.isInteger(seed)) {
    console.error(usage);
    return 2;
  }
  const scenario = without(
    drawScenario(seed),
    values.without.split(',').filter((part) => part !== ''),
  );
  const result = await runScenario(scenario);
  for (const line of seedStory(result)) console.log(line);
  if (values.shrink && result.broken.length > 0) console.log(smallerLine(seed, await shrink(result, runScenario)));
  return result.broken.length === 0 ? 0 : 1;
}

/** Ends after `count` seeds, or with the seed during which `minutes` of real time have passed. */
async function many(words: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      from: { type: 'string', default: '1' },
      count: { type: 'string', default: '100' },
      minutes: { type: 'string', default: 'Infinity' },
      json: { type: 'boolean', default: false },
    },
  });
  const end = performance.now() + Number(values.minutes) * 60_000;
  const from = Number(values.from);
  const outcomes = new Map<string, number>();
  const broken: number[] = [];
  let seed = from;
  for (; seed < from + Number(values.count) && performance.now() < end; seed++) {
    const result = await runSeed(seed);
    const [kind = ''] = result.outcome.split(':');
    outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1);
    const wrong = whatIsWrong(result);
    if (wrong !== undefined) broken.push(seed);
    console.log(
      values.json ? JSON.stringify({ seed, outcome: result.outcome, digest: result.digest }) : seedLine(result),
    );
    if (wrong !== undefined) {
      console.error(wrong);
      console.error(smallerLine(seed, await shrink(result, runScenario)));
    }
  }
  const told = [...outcomes].map(([kind, count]) => `${count} ${kind}`).join(', ');
  console.error(
    `${seed - from} seeds from ${from}: ${told}; ${broken.length} broken${broken.length > 0 ? `: ${broken.join(', ')}` : ''}`,
  );
  return broken.length === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
