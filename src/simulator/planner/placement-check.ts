/** Could this VM start on that host, memory left aside? The planner's internal boot check (xapi.md 6.3, step 3). */
import type { Host, Vm } from '../state/objects.js';
import type { PoolState } from '../state/pool-state.js';

export type Reason = readonly [code: string, ...params: string[]];

/** The first reason against it in xapi's order: live, enabled, storage. It has no version test. */
export function reasonAgainstPlacement(state: PoolState, vm: Vm, host: Host): Reason | undefined {
  if (!host.live) return ['HOST_NOT_LIVE'];
  if (!host.enabled) return ['HOST_DISABLED', host.ref];
  const unseen = state.srsOf(vm).find((sr) => !state.sees(host, sr));
  if (unseen !== undefined) return ['VM_REQUIRES_SR', vm.ref, unseen.ref];
  return undefined;
}
