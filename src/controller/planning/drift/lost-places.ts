/** Guests that had a place when the plan was made and have none now: new ones, ones that have grown, or hosts with less room. */
import type { StuckVm } from '../../../contract/plan-forecast.js';
import type { PoolFacts } from '../../facts/pool-facts.js';
import { isAtTarget } from '../../versions/match-target.js';
import { modelOfPool } from '../forecast/model-of-pool.js';
import { forecastRun } from '../forecast/sequence.js';
import type { Plan } from '../plan.js';
import { drift, type Drift } from './drift.js';

/** The same forecast, in the plan's order, on the pool as it is; only what was not foretold, or accepted, is a difference. */
export function lostPlaces(plan: Plan, pool: PoolFacts): readonly Drift[] {
  const growth = new Map(plan.hosts.map(({ uuid, forecast }) => [uuid, forecast.growth ?? 0]));
  const model = modelOfPool(pool, plan.medium, { guests: plan.guests, growth });
  const left = pool.hosts.filter((host) => !isAtTarget(plan.medium.target, host.versions)).map(({ uuid }) => uuid);
  const order = plan.hosts.map(({ uuid }) => uuid).filter((uuid) => left.includes(uuid));
  const foretold = new Set(
    plan.hosts.flatMap(({ forecast }) => forecast.moves.filter(({ to }) => to === null).map(({ vm }) => vm)),
  );
  const { steps } = forecastRun(model, order, plan.medium.target);
  const found = steps.flatMap(({ host, evacuation }) =>
    evacuation.stuck
      // A host that is out of service now is seen, and waited for, before each host.
      .filter(({ vm, code }) => !foretold.has(vm) && code === 'HOST_NOT_ENOUGH_FREE_MEMORY')
      .map((vm) => placeLost(plan, pool, vm, host)),
  );
  const everyoneServes = pool.hosts.every(({ enabled, live }) => enabled && live === true);
  return everyoneServes ? found : [];
}

function placeLost(plan: Plan, pool: PoolFacts, { vm, name, memory, reason }: StuckVm, turn: string): Drift {
  const before = plan.baseline.vms.find(({ uuid }) => uuid === vm);
  const host = pool.hosts.find(({ uuid }) => uuid === turn)?.name ?? turn;
  const now = `no place at the turn of ${host}: ${reason}`;
  return drift('no-place', name, describedThen(before, memory), now);
}

function describedThen(before: Plan['baseline']['vms'][number] | undefined, memory: number): string {
  if (before === undefined) return 'not in the pool';
  if (before.host === null) return before.powerState.toLowerCase();
  const grown = before.memory !== undefined && before.memory < memory;
  return grown ? `${gibibytes(before.memory ?? 0)}, with a place` : 'with a place';
}

function gibibytes(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(1)} GiB`;
}
