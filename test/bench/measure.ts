/** Timing: the median of a few rounds, since a shared machine has bad moments. */
import { performance } from 'node:perf_hooks';

/** Seconds that the work, or its promise, takes: the median of `rounds`. */
export async function seconds(rounds: number, work: (round: number) => unknown): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    await work(round);
    times.push((performance.now() - began) / 1000);
  }
  return times.sort((left, right) => left - right)[Math.floor(rounds / 2)] ?? Number.NaN;
}
