/**
 * Workload balancing: who plans an evacuation while it is on (`compute_evacuation_plan_wlb` in xapi_host.ml). xapi's own plan says
 * who cannot move; where the others go, and that they fit, is the WLB server's. This one recommends what xapi would have done.
 */
import { planEvacuation, type EvacuationPlan } from '../planner/evacuation-plan.js';
import type { Reason } from '../planner/placement-check.js';
import type { Host, Ref } from '../state/objects.js';
import type { World } from '../world.js';
import { XapiFailure } from '../xapi-failure.js';
import { leaveMessage } from './messages.js';

/** With WLB when it is on, has a server, and is not switched off for placement; when it fails, a message and xapi's own plan. */
export function planWithWlb(world: World, host: Host): EvacuationPlan {
  const { pool } = world.state;
  const own = planEvacuation(world.state, host);
  const switchedOff = pool.otherConfig['wlb_choose_host_disable']?.toLowerCase() === 'true';
  if (switchedOff || !pool.wlbEnabled || pool.wlbUrl === '') return own;
  if (pool.wlbReachable) return own;
  leaveMessage(world, {
    name: 'WLB_CONSULTATION_FAILED',
    priority: 3,
    cls: 'Host',
    objectUuid: host.uuid,
    body: `Wlb consultation for Host '${host.name}' failed (pool uuid: ${pool.uuid})`,
  });
  return own;
}

/** For each guest `WLB` and the uuid of the host it should move to, or the reason against it. */
export function wlbRecommendations(world: World, host: Host): ReadonlyMap<Ref, Reason> {
  const { pool } = world.state;
  if (pool.wlbUrl === '') throw XapiFailure.of('WLB_NOT_INITIALIZED');
  if (!pool.wlbEnabled) throw XapiFailure.of('WLB_DISABLED');
  if (!pool.wlbReachable) throw XapiFailure.of('WLB_CONNECTION_REFUSED');
  const { destinations, reasons } = planEvacuation(world.state, host);
  return new Map<Ref, Reason>([
    ...[...destinations].map(([vm, to]): [Ref, Reason] => [vm, ['WLB', to.uuid]]),
    ...reasons,
  ]);
}
