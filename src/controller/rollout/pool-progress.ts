/** How each pool of a rollout stands, from its own journal and that of the pool's run. */
import type { RolloutPoolState } from '../../contract/rollout.js';
import type { RunState } from '../../contract/run-status.js';
import { wordOn, type RolloutLedger } from './rollout-ledger.js';
import type { RolloutPlan, RolloutPool } from './rollout-plan.js';
import type { RunFacts } from './run-facts.js';

export interface PoolProgress {
  readonly pool: RolloutPool;
  readonly state: RolloutPoolState;
  readonly reason: string;
  readonly run: string | null;
  /** How often it was begun. */
  readonly attempts: number;
  readonly facts: RunFacts | undefined;
  /** The record by which it failed; null when it did not. */
  readonly failedAt: number | null;
}

const stateOfRun: Readonly<Record<RunState, RolloutPoolState>> = {
  planned: 'planning',
  running: 'running',
  waiting: 'waiting',
  paused: 'paused',
  stopped: 'stopped',
  undoing: 'undoing',
  aborted: 'aborted',
  done: 'done',
};

/** They count against the number of pools at once. A pool that waits for its window, or for a person after a failure, does not. */
const atWork: ReadonlySet<RolloutPoolState> = new Set(['planning', 'running', 'paused', 'undoing']);
const settled: ReadonlySet<RolloutPoolState> = new Set(['done', 'skipped', 'refused', 'stopped', 'aborted']);

export function poolProgress(
  plan: RolloutPlan,
  ledger: RolloutLedger,
  runs: ReadonlyMap<string, RunFacts>,
): readonly PoolProgress[] {
  return plan.pools.map((pool) => progressOf(pool, ledger, runs));
}

function progressOf(pool: RolloutPool, ledger: RolloutLedger, runs: ReadonlyMap<string, RunFacts>): PoolProgress {
  const begun = ledger.begun.get(pool.pool);
  const facts = begun === undefined ? undefined : runs.get(begun.run);
  const common = { pool, run: begun?.run ?? null, attempts: begun?.attempt ?? 0, facts };
  const skipped = ledger.skipped.get(pool.pool);
  if (skipped !== undefined) return { ...common, state: 'skipped', reason: skipped, failedAt: null };
  if (begun === undefined) return { ...common, state: 'queued', reason: 'its turn has not come', failedAt: null };
  const refusal = ledger.refused.get(pool.pool);
  if (refusal?.run === begun.run) {
    return { ...common, state: 'refused', reason: refusal.reason, failedAt: refusal.sequence };
  }
  if (facts === undefined) return { ...common, state: 'planning', reason: 'it is checked and planned', failedAt: null };
  const failed = facts.state === 'stopped' || facts.state === 'aborted';
  const state = stateOfRun[facts.state];
  return { ...common, state, reason: facts.reason, failedAt: failed ? facts.stateSequence : null };
}

export function isAtWork({ state }: PoolProgress): boolean {
  return atWork.has(state);
}

/** Nothing more comes of it unless a person does something. */
export function isSettled({ state }: PoolProgress): boolean {
  return settled.has(state);
}

/** It came to nothing, and a person wants it tried again. */
export function isAskedAgain({ state, pool }: PoolProgress, ledger: RolloutLedger): boolean {
  return ['refused', 'aborted', 'skipped'].includes(state) && wordOn(ledger, pool.pool) === 'retry';
}

/** The failures that no person has let pass yet. */
export function failuresOf(pools: readonly PoolProgress[], ledger: RolloutLedger): readonly PoolProgress[] {
  return pools.filter(({ failedAt }) => failedAt !== null && failedAt > ledger.forgivenUpTo);
}
