/** With HA on, a host may be taken out only while the others can still stand the failures the pool must tolerate. */
import type { Host } from '../state/objects.js';
import type { PoolState } from '../state/pool-state.js';
import { XapiFailure } from '../xapi-failure.js';

/** An estimate by counting hosts; xapi computes it from the memory of the protected VMs. */
export function assertFailoverPlanHolds(state: PoolState, host: Host): void {
  if (!state.pool.haEnabled) return;
  const others = state.hostList.filter((other) => other !== host && other.enabled && other.live).length;
  if (others <= state.pool.haFailuresToTolerate) throw XapiFailure.of('HA_OPERATION_WOULD_BREAK_FAILOVER_PLAN');
}
