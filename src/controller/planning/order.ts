/** Who goes when: the coordinator first, then the order with the fewest migrations, unless a person gives the order. */
import type { OrderSearch } from '../../contract/plan-forecast.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { HostFacts, PoolFacts } from '../facts/pool-facts.js';
import type { ForecastModel } from './forecast/model-of-pool.js';
import type { SimulatedHost } from './forecast/model.js';
import { searchOrder } from './forecast/order-search.js';

export interface OrderedHosts {
  readonly hosts: readonly HostFacts[];
  readonly search: OrderSearch;
}

/**
 * @param wanted hosts in the order a person gave; those it does not name follow in Drydock's own order
 * @throws PLAN_ORDER_REFUSED when the coordinator is to be upgraded and is not first
 */
export function orderHosts(
  pool: PoolFacts,
  chosen: readonly HostFacts[],
  wanted: readonly HostFacts[],
  model: ForecastModel,
  target: SimulatedHost['versions'],
): OrderedHosts {
  const byHand = [...new Set(wanted)].filter((host) => chosen.includes(host));
  refuseOtherThanCoordinatorFirst(pool, chosen, byHand);
  const coordinator = chosen.filter((host) => host.uuid === pool.coordinator);
  const first = [...new Set([...coordinator, ...byHand])];
  const rest = chosen.filter((host) => !first.includes(host));
  const found = searchOrder(model, uuidsOf(first), uuidsOf(rest), target);
  const how = rest.length === 0 && byHand.length > 1 ? 'by-hand' : found.exact ? 'exact' : 'bounded';
  return {
    hosts: found.order.flatMap((uuid) => chosen.filter((host) => host.uuid === uuid)),
    search: { how, looked: found.looked },
  };
}

function uuidsOf(hosts: readonly HostFacts[]): readonly string[] {
  return hosts.map(({ uuid }) => uuid);
}

function refuseOtherThanCoordinatorFirst(
  pool: PoolFacts,
  chosen: readonly HostFacts[],
  byHand: readonly HostFacts[],
): void {
  const coordinator = chosen.find((host) => host.uuid === pool.coordinator);
  const first = byHand[0];
  if (coordinator === undefined || first === undefined || first === coordinator) return;
  throw new DrydockError('PLAN_ORDER_REFUSED', {
    attempted: 'putting the hosts in the order that was asked for',
    subject: pool.name,
    expected: `the coordinator ${coordinator.name} first`,
    found: `${first.name} first`,
  });
}
