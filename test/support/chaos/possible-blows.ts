/** Which blows this machine can take, and which of them an upgrade is struck by. */
import type { Blow } from './blow.js';
import { SmallDisk } from './small-disk.js';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Possible {
  readonly possible: readonly Blow[];
  /** A sentence for each that is not. */
  readonly missing: readonly string[];
}

export async function possibleBlows(blows: readonly Blow[]): Promise<Possible> {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-chaos-'));
  const smallDisk = SmallDisk.mount(join(folder, 'disk'));
  try {
    const reasons = await Promise.all(blows.map(async (blow) => blow.impossible?.({ smallDisk })));
    return {
      possible: blows.filter((_blow, index) => reasons[index] === undefined),
      missing: blows.flatMap(({ name }, index) =>
        reasons[index] === undefined ? [] : [`${name} is left out: ${reasons[index]}`],
      ),
    };
  } finally {
    smallDisk?.unmount();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** In turn, each seed where the one before ended; what ends the run comes last. */
export function blowsOf(possible: readonly Blow[], seed: number, rounds: number): readonly Blow[] {
  const going = possible.filter(({ endsTheRun }) => endsTheRun !== true);
  const ending = possible.filter(({ endsTheRun }) => endsTheRun === true);
  if (going.length === 0) return ending;
  const drawn = Array.from({ length: rounds }, (_, index) => going[(seed * rounds + index) % going.length]!);
  const last = ending[0];
  return last !== undefined && seed % 3 === 0 ? [...drawn.slice(0, -1), last] : drawn;
}
