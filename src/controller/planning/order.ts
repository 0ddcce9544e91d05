/** Who goes when: the coordinator first, then the order with the fewest migrations, unless a person gives the order. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { HostFacts, PoolFacts } from '../facts/pool-facts.js';
import { byNaturalName } from './natural-order.js';
import {
  afterUpgrade,
  forecastEvacuation,
  simulatedHosts,
  type EvacuationForecast,
  type SimulatedHost,
} from './packing.js';

export interface OrderedHost {
  readonly host: HostFacts;
  readonly evacuation: EvacuationForecast;
}

/**
 * Puts the hosts in their order and forecasts each one's evacuation. At each turn the host with the fewest guests at that
 * moment is next (ties by natural name): guests that leave early go to hosts that are done, and are not moved again.
 * @param wanted hosts in the order a person gave; those it does not name follow in Drydock's own order
 * @throws PLAN_ORDER_REFUSED when the coordinator is to be upgraded and is not first
 */
export function orderHosts(
  pool: PoolFacts,
  chosen: readonly HostFacts[],
  wanted: readonly HostFacts[],
  target: SimulatedHost['versions'],
): readonly OrderedHost[] {
  let state = simulatedHosts(pool);
  const left = [...chosen];
  const byHand = wanted.filter((host) => chosen.includes(host));
  refuseOtherThanCoordinatorFirst(pool, chosen, byHand);
  const ordered: OrderedHost[] = [];
  while (left.length > 0) {
    const coordinator = left.find((host) => host.uuid === pool.coordinator);
    const next = coordinator ?? byHand.find((host) => left.includes(host)) ?? fewestGuests(left, state);
    const evacuation = forecastEvacuation(state, next.uuid);
    ordered.push({ host: next, evacuation });
    state = afterUpgrade(evacuation.after, next.uuid, target);
    left.splice(left.indexOf(next), 1);
  }
  return ordered;
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

function fewestGuests(left: readonly HostFacts[], state: readonly SimulatedHost[]): HostFacts {
  const guests = (host: HostFacts): number =>
    state.find((candidate) => candidate.uuid === host.uuid)?.guests.length ?? 0;
  const [next] = [...left].sort((first, second) => guests(first) - guests(second) || byNaturalName(first, second));
  if (next === undefined) throw new DrydockError('INTERNAL_FAULT', { attempted: 'choosing the next host of the plan' });
  return next;
}
