/** What HA refuses about hosts: taking out one too many, and going down without the state file. */
import { breaksFailoverPlan } from '../planner/failover-plan.js';
import type { Host } from '../state/objects.js';
import type { PoolState } from '../state/pool-state.js';
import { XapiFailure } from '../xapi-failure.js';

/** `host.disable` and `host.evacuate`. */
export function assertFailoverPlanHolds(state: PoolState, host: Host): void {
  if (breaksFailoverPlan(state, host)) throw XapiFailure.of('HA_OPERATION_WOULD_BREAK_FAILOVER_PLAN');
}

/** `host.reboot` and `host.shutdown`: without the state file the host would be fenced (`assert_have_statefile_access`). */
export function assertStatefileAccess(state: PoolState, host: Host): void {
  if (state.pool.haEnabled && !host.statefileAccess) throw XapiFailure.of('HA_LOST_STATEFILE');
}
