/** What looking at the pools of a rollout has told: wave by wave, what stands in the way of each, and what a person may answer for. */
import type { CheckResult } from '../../contract/checks.js';
import type { PlannedPool, RolloutReply } from '../../contract/rollout.js';
import { acceptances, asksForAgreement, consentQuestions, type ConsentQuestion, type Consents } from './consents.js';

export interface PlannedWave {
  readonly name: string;
  readonly pools: readonly PlannedPool[];
  /** By the forecasts, that many pools at a time; null where one of them could not be planned. */
  readonly duration: number | null;
}

/**
 * @param order the names of the waves as they go, the canaries' first
 * @param atOnce pools that are worked on at a time
 */
export function plannedWaves(
  { pools }: RolloutReply,
  order: readonly string[],
  atOnce: number,
): readonly PlannedWave[] {
  const names = [...new Set([...order, ...pools.map(({ wave }) => wave)])];
  const known = names.filter((name) => pools.some(({ wave }) => wave === name));
  return known.map((name) => {
    const own = pools.filter(({ wave }) => wave === name);
    return { name, pools: own, duration: lengthOf(own, atOnce) };
  });
}

/** One after the other, or side by side where several are worked on: whichever place is free first takes the next. */
function lengthOf(pools: readonly PlannedPool[], atOnce: number): number | null {
  const places = Array.from({ length: Math.max(1, Math.min(atOnce, pools.length)) }, () => 0);
  for (const { duration } of pools) {
    if (duration === null) return null;
    const first = places.indexOf(Math.min(...places));
    places[first] = (places[first] ?? 0) + duration.expected;
  }
  return Math.max(...places);
}

export function isBlocked({ problems }: PlannedPool): boolean {
  return problems.length > 0;
}

/** What a check has found is asked about; what else keeps a pool from being planned can only be put right. */
export function obstacles(pool: PlannedPool, fix: boolean): readonly string[] {
  if (!isBlocked(pool)) return [];
  const asked = consentQuestions(pool.findings, fix).length > 0 || asksForAgreement(pool.findings);
  return asked ? [] : pool.problems;
}

/** A question for each check, asked once for all pools that it blocks: the subjects say which. */
export function rolloutQuestions({ pools }: RolloutReply, fix: boolean): readonly ConsentQuestion[] {
  const findings = pools
    .filter(isBlocked)
    .flatMap(({ pool, findings: own }) => own.map((finding) => ({ ...finding, subject: subjectIn(pool, finding) })));
  return consentQuestions(findings, fix);
}

export function rolloutAsksForAgreement({ pools }: RolloutReply): boolean {
  return pools.some((pool) => isBlocked(pool) && asksForAgreement(pool.findings));
}

/** For `accept` of each pool; answers that were given before stay given, since what they answered does not block any more. */
export function rolloutAcceptances(
  { pools }: RolloutReply,
  fix: boolean,
  consents: Consents,
  before: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, readonly string[]> {
  const all = new Map(before);
  for (const pool of pools.filter(isBlocked)) {
    // What was answered for has been put right since: the answers of that pool are asked for anew.
    if (pool.problems.some((problem) => problem.startsWith('ACCEPTANCE_UNUSED'))) all.delete(pool.pool);
    const given = acceptances(consentQuestions(pool.findings, fix), consents);
    const known = all.get(pool.pool) ?? [];
    if (given.length > 0) all.set(pool.pool, [...new Set([...known, ...given])]);
  }
  return all;
}

function subjectIn(pool: string, { subject }: CheckResult): string {
  return subject === pool ? pool : `${subject} of ${pool}`;
}
