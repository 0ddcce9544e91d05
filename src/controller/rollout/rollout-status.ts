/** The picture of a rollout that people see: derived from the journals and the last decision, never kept. */
import type { RolloutPoolState, RolloutPoolStatus, RolloutStatus, WaveState } from '../../contract/rollout.js';
import { failuresOf, isAtWork, poolProgress, type PoolProgress } from './pool-progress.js';
import { mayBeginIn } from '../planning/window/several-windows.js';
import type { RolloutDecision, RolloutInput } from './rollout-decision.js';
import type { RolloutLedger } from './rollout-ledger.js';

/**
 * @param last what was decided last; undefined for a rollout that is not being turned
 * @param reasonOf what a run does or waits for at this moment
 */
export function rolloutStatus(
  input: RolloutInput,
  last: RolloutDecision | undefined,
  reasonOf: (run: string) => string,
): RolloutStatus {
  const { plan, ledger, runs } = input;
  const pools = poolProgress(plan, ledger, runs);
  const { limits } = plan;
  const bounds = [limits.hosts, limits.link].filter((bound) => bound !== null);
  const over = ledger.state === 'done' || ledger.state === 'aborted';
  return {
    rollout: plan.rollout,
    name: plan.name,
    state: ledger.state,
    reason: !over && last?.kind === 'wait' ? last.reason : ledger.stateReason,
    startedAt: ledger.startedAt,
    endedAt: ledger.endedAt,
    limits: {
      pools: limits.pools,
      hosts: bounds.length === 0 ? null : Math.min(...bounds),
      failureBudget: limits.failureBudget,
    },
    atWork: {
      pools: pools.filter(isAtWork).length,
      hosts: pools.reduce((sum, { facts }) => sum + (facts?.hostsAtWork ?? 0), 0),
      failures: failuresOf(pools, ledger).length,
    },
    waves: plan.waves.map(({ name, canary, pools: names }, index) => ({
      name,
      canary,
      state: waveState(input, index),
      pools: pools
        .filter(({ pool }) => names.includes(pool.pool))
        .map((pool) => poolStatus(pool, input.shown, reasonOf)),
    })),
  };
}

/** In a list, of one whose plan cannot be read: as much as its journal tells without it. */
export function unreadRollout(
  rollout: string,
  { state, startedAt, endedAt }: Pick<RolloutLedger, 'state' | 'startedAt' | 'endedAt'>,
  problem: string,
): RolloutStatus {
  return {
    ...{ rollout, name: rollout, state, startedAt, endedAt },
    reason: `its plan cannot be read: ${problem}`,
    limits: { pools: 0, hosts: null, failureBudget: 0 },
    atWork: { pools: 0, hosts: 0, failures: 0 },
    waves: [],
  };
}

function waveState({ plan, ledger, now }: RolloutInput, index: number): WaveState {
  if (ledger.waveDone.has(index)) return 'done';
  if (ledger.waveBegun.has(index)) return 'running';
  const before = ledger.waveDone.get(index - 1);
  if (before === undefined) return 'queued';
  return now < before.at + plan.soak ? 'soaking' : 'awaiting-approval';
}

const toldByItsRun: ReadonlySet<RolloutPoolState> = new Set(['running', 'waiting', 'paused', 'stopped', 'undoing']);

function poolStatus(
  { pool, state, reason: kept, run, facts }: PoolProgress,
  shown: number,
  reasonOf: (run: string) => string,
): RolloutPoolStatus {
  const reason = run !== null && toldByItsRun.has(state) ? reasonOf(run) : kept;
  const window = state === 'queued' ? mayBeginIn(pool.windows, pool.firstTurn, shown) : undefined;
  return {
    pool: pool.pool,
    state,
    run,
    reason: window === undefined || window.verdict === 'begin' ? reason : window.text,
    hosts: facts?.hosts ?? { total: pool.hosts, finished: 0 },
    startedAt: facts?.startedAt ?? null,
    endedAt: facts?.endedAt ?? null,
  };
}
