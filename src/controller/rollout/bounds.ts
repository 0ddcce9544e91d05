/**
 * What rollouts allow a run at this moment: its windows, and whether there is a place for one more host. Counted from the
 * journals, synchronously with the decision that takes the place: two runs never take the last one.
 */
import type { RunBounds } from '../run/run-bounds.js';
import type { Window } from '../planning/window/window.js';
import { isAtWork, poolProgress } from './pool-progress.js';
import { isOver, type RolloutLedger } from './rollout-ledger.js';
import type { RolloutPlan } from './rollout-plan.js';
import type { RunFacts } from './run-facts.js';

export interface OpenRollout {
  readonly plan: RolloutPlan;
  readonly ledger: RolloutLedger;
}

/** @param runs of all runs that have not ended, by id */
export function boundsOf(
  run: string,
  rollout: OpenRollout | undefined,
  runs: ReadonlyMap<string, RunFacts>,
): RunBounds | undefined {
  if (rollout === undefined) return undefined;
  const { plan, ledger } = rollout;
  const windows = windowsOf(run, rollout);
  if (ledger.state === 'paused') {
    return { windows, held: { for: 'person', reason: `the rollout is ${ledger.stateReason}` } };
  }
  const reason = isOver(ledger.state) ? undefined : fullOf(run, plan, ledger, runs);
  return reason === undefined ? { windows } : { windows, held: { for: 'machine', reason } };
}

function windowsOf(run: string, { plan, ledger }: OpenRollout): readonly Window[] {
  return plan.pools.find(({ pool }) => ledger.begun.get(pool)?.run === run)?.windows ?? [];
}

function fullOf(
  run: string,
  { limits, ...plan }: RolloutPlan,
  ledger: RolloutLedger,
  runs: ReadonlyMap<string, RunFacts>,
): string | undefined {
  const pools = poolProgress({ limits, ...plan }, ledger, runs);
  const atWork = pools.filter(isAtWork);
  // A run that comes back from waiting for its window needs a place among the pools as well.
  if (runs.get(run)?.state === 'waiting' && atWork.length >= limits.pools) {
    return `${atWork.length} of ${limits.pools} pools are at work`;
  }
  const own = hostsOf(pools.flatMap(({ facts }) => facts ?? []));
  if (limits.hosts !== null && own >= limits.hosts) return `${own} of ${limits.hosts} hosts are at work`;
  const all = hostsOf([...runs.values()]);
  if (limits.link !== null && all >= limits.link)
    return `the link has room for ${limits.link} hosts, and ${all} are at work`;
  return undefined;
}

function hostsOf(runs: readonly RunFacts[]): number {
  return runs.reduce((sum, { hostsAtWork }) => sum + hostsAtWork, 0);
}
