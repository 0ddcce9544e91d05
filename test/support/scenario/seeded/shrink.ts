// Makes a scenario that breaks an invariant smaller, part by part, for as long as it still breaks the same one.
import type { DrawnScenario } from './draw.js';
import { partsOf, without } from './parts.js';
import type { SeedResult } from './run-seed.js';

/** Parts that can be left out together, and how many runs that took to find. */
export interface Shrunk {
  readonly without: readonly string[];
  readonly runs: number;
}

/** @param limit of runs: each takes about a second */
export async function shrink(
  first: Pick<SeedResult, 'scenario' | 'broken'>,
  run: (scenario: DrawnScenario) => Promise<Pick<SeedResult, 'broken'>>,
  limit = 40,
): Promise<Shrunk> {
  const wanted = invariantOf(first.broken);
  const out: string[] = [];
  let runs = 0;
  for (const part of partsOf(first.scenario)) {
    if (runs >= limit) break;
    runs++;
    const { broken } = await run(without(first.scenario, [...out, part]));
    if (broken.some((sentence) => invariantOf([sentence]) === wanted)) out.push(part);
  }
  return { without: out, runs };
}

/** Sentences begin with the number of the invariant. */
function invariantOf([first = '']: readonly string[]): string {
  return first.slice(0, first.indexOf(':'));
}
