// What a developer is told of a seed: one line when it is sound, and how to run it again when it is not.
import type { SeedResult } from './run-seed.js';
import type { Shrunk } from './shrink.js';

const minute = 60_000;

export function seedLine({ seed, outcome, took, crashed, history, digest }: SeedResult): string {
  const faults = history.filter(({ event }) => event === 'fault').length;
  const minutes = Math.round(took / minute);
  return `seed ${seed}: ${outcome} after ${minutes} min, ${crashed.length} crashes, ${faults} faults, ${digest.slice(0, 12)}`;
}

/** Undefined for a sound seed. */
export function whatIsWrong({ seed, broken }: Pick<SeedResult, 'seed' | 'broken'>): string | undefined {
  if (broken.length === 0) return undefined;
  return [`seed ${seed} is broken; again, with everything that happened: ${replayCommand(seed)}`, ...broken].join(
    '\n  ',
  );
}

export function replayCommand(seed: number, without: readonly string[] = []): string {
  return `npm run replay -- ${seed}${without.length === 0 ? '' : ` --without ${without.join(',')}`}`;
}

/** Where a developer goes on. */
export function smallerLine(seed: number, { without, runs }: Shrunk): string {
  return `${without.length} parts less, after ${runs} runs: ${replayCommand(seed, without)}`;
}

/** The scenario, then everything that happened in it, by time. */
export function seedStory(result: SeedResult): readonly string[] {
  const { scenario, history, journal, said } = result;
  const start = history[0]?.at ?? journal[0]?.at ?? 0;
  const events = history.map(({ at, host, event, detail }) => ({
    at,
    text: `pool     ${event} ${host ?? ''} ${JSON.stringify(detail)}`,
  }));
  const records = journal.map(({ at, sequence, entry }) => ({
    at,
    text: `journal  ${sequence} ${entry.type === 'planned' ? 'planned' : JSON.stringify(entry)}`,
  }));
  const lines = [...events, ...records]
    .sort((left, right) => left.at - right.at)
    .map(({ at, text }) => `${((at - start) / minute).toFixed(2).padStart(8)} min  ${text}`);
  const wrong = whatIsWrong(result);
  return [
    JSON.stringify(scenario, null, 2),
    ...lines,
    `said: ${said.join(', ')}`,
    seedLine(result),
    ...(wrong === undefined ? [] : [wrong]),
  ];
}
