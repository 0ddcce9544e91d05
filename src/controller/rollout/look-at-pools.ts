/** Looks at every pool of a rollout before it is planned, a few at a time: what blocks one, and how long each may take. */
import type { PlanRequest } from '../../contract/control.js';
import type { RolloutDescription } from '../../contract/rollout-description.js';
import { describeCause, DrydockError } from '../../shared/errors/drydock-error.js';
import type { PlannedRun } from '../plan-run.js';
import type { Plan } from '../planning/plan.js';
import { optionsOfPool, windowsOfPool, type LookedAtPool, type RolloutPool } from './rollout-plan.js';
import { mayBeginIn } from '../planning/window/several-windows.js';

/** Each look asks every host of the pool whether it reaches the medium. */
const atATime = 10;

export interface Look {
  readonly pool: string;
  /** Null: it cannot be planned. */
  readonly seen: LookedAtPool | null;
  readonly problems: readonly string[];
  /** What of its check a person should know of or answer for; empty where it could not be checked. */
  readonly findings: PlannedRun['check']['results'];
}

/** Of a hundred pools, what passed is too much to tell. */
const worthTelling: ReadonlySet<string> = new Set(['failure', 'unknown', 'warning']);

/** @param prepare plans a run without writing it down */
export async function lookAtPools(
  description: RolloutDescription,
  by: string,
  shown: number,
  prepare: (request: PlanRequest, run: string) => Promise<PlannedRun>,
): Promise<readonly Look[]> {
  const looks = new Map<string, Look>();
  const left = [...description.pools];
  const worker = async (): Promise<void> => {
    for (let entry = left.shift(); entry !== undefined; entry = left.shift()) {
      const request = planRequestOf(
        { pool: entry.pool, media: entry.media ?? description.media ?? '', options: optionsOfPool(description, entry) },
        by,
      );
      const windows = windowsOfPool(description, entry);
      looks.set(entry.pool, await lookAt(request, (turn) => mayBeginIn(windows, turn, shown), prepare));
    }
  };
  await Promise.all(Array.from({ length: Math.min(atATime, left.length) }, worker));
  return description.pools.flatMap(({ pool }) => looks.get(pool) ?? []);
}

export function planRequestOf(pool: Pick<RolloutPool, 'pool' | 'media' | 'options'>, by: string): PlanRequest {
  return { pool: pool.pool, media: pool.media, order: [], only: [], ...pool.options, by };
}

async function lookAt(
  request: PlanRequest,
  window: (firstTurn: number) => ReturnType<typeof mayBeginIn>,
  prepare: (request: PlanRequest, run: string) => Promise<PlannedRun>,
): Promise<Look> {
  try {
    const { plan, check } = await prepare(request, 'run-not-kept');
    const findings = check.results.filter(({ severity }) => worthTelling.has(severity));
    if (plan === null) return { pool: request.pool, seen: null, problems: blockers(check.results), findings };
    const seen = seenOf(plan);
    const verdict = window(seen.firstTurn);
    return { pool: request.pool, seen, problems: verdict.verdict === 'never' ? [verdict.text] : [], findings };
  } catch (error) {
    // What is wrong with one pool is told beside what is wrong with the others.
    if (!(error instanceof DrydockError)) throw error;
    return { pool: request.pool, seen: null, problems: [describeCause(error)], findings: [] };
  }
}

export function blockers(results: PlannedRun['check']['results']): string[] {
  return results
    .filter(({ severity }) => severity === 'failure' || severity === 'unknown')
    .map(({ id, subject, reason }) => `${id} (${subject}): ${reason}`);
}

function seenOf(plan: Plan): LookedAtPool {
  const first = plan.hosts[0]?.forecast.duration.most ?? 0;
  return {
    uuid: plan.pool.uuid,
    media: plan.medium.id,
    hosts: plan.hosts.length,
    duration: plan.forecast.duration,
    firstTurn: first + plan.soak,
  };
}
