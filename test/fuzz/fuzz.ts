/** Puts drawn inputs before a target, one seed after the other, until it is time to end; keeps what broke something. */
import { Draws } from './draws.js';
import { problemOf } from './put-input.js';
import type { FuzzTarget } from './target.js';

export interface Finding {
  readonly target: string;
  readonly seed: number;
  readonly input: Buffer;
  readonly problem: string;
}

export interface FuzzResult {
  readonly executions: number;
  readonly findings: readonly Finding[];
}

export interface FuzzOptions {
  readonly seed: number;
  /** So many at least, however slow the machine. */
  readonly fewest: number;
  readonly milliseconds: number;
  /** After so many it is enough. */
  readonly mostFindings?: number;
}

export async function fuzz(
  target: FuzzTarget,
  { seed, fewest, milliseconds, mostFindings = 20 }: FuzzOptions,
): Promise<FuzzResult> {
  const open = await target.open();
  const findings: Finding[] = [];
  const problems = new Set<string>();
  let executions = 0;
  try {
    const end = performance.now() + milliseconds;
    const memory = process.memoryUsage.rss();
    for (; executions < fewest || performance.now() < end; executions++) {
      const number = (seed + executions) >>> 0;
      const input = open.draw(new Draws(number));
      const problem = await problemOf(open, input, memory);
      if (problem === undefined) continue;
      // The same defect once: what differs in numbers is the same.
      const kind = problem.replaceAll(/\d+/g, '#').slice(0, 80);
      if (problems.has(kind)) continue;
      problems.add(kind);
      findings.push({ target: target.name, seed: number, input, problem });
      if (findings.length >= mostFindings) break;
    }
  } finally {
    await open.close();
  }
  return { executions, findings };
}

export function findingText({ target, seed, problem }: Finding): string {
  return `${target}: ${problem}\n  again: npm run fuzz -- ${target} --seed ${seed} --count 1`;
}
