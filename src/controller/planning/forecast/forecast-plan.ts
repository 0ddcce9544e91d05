/** The one forecast that the plan is made of and the assessment `capacity` judges: the same function, so that they agree. */
import type { OrderSearch, VmPath } from '../../../contract/plan-forecast.js';
import type { HostFacts, PoolFacts } from '../../facts/pool-facts.js';
import type { Medium } from '../medium.js';
import { orderHosts } from '../order.js';
import { modelOfPool, type ForecastSources } from './model-of-pool.js';
import { forecastRun, type ForecastStep, type RunForecast } from './sequence.js';
import { vmPaths } from './vm-paths.js';

export interface ForecastTurn extends ForecastStep {
  readonly facts: HostFacts;
}

export interface PlanForecast {
  readonly turns: readonly ForecastTurn[];
  readonly search: OrderSearch;
  readonly home: RunForecast['home'];
  readonly paths: readonly VmPath[];
}

/** @throws PLAN_ORDER_REFUSED */
export function forecastPlan(
  pool: PoolFacts,
  medium: Medium,
  chosen: readonly HostFacts[],
  wanted: readonly HostFacts[],
  sources: ForecastSources,
): PlanForecast {
  const model = modelOfPool(pool, medium, sources);
  const { hosts, search } = orderHosts(pool, chosen, wanted, model, medium.target);
  const run = forecastRun(
    model,
    hosts.map(({ uuid }) => uuid),
    medium.target,
  );
  const turns = run.steps.flatMap((step) => {
    const facts = hosts.find(({ uuid }) => uuid === step.host);
    return facts === undefined ? [] : [{ ...step, facts }];
  });
  return { turns, search, home: run.home, paths: vmPaths(model.hosts, run) };
}
