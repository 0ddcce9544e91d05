/** Storage that HA needs on a host before it may be enabled (`abort_if_storage_attached_to_protected_vms` in xapi_pbd.ml). */
import type { Host } from '../state/objects.js';
import type { PoolState } from '../state/pool-state.js';
import type { Reason } from './placement-check.js';

/** The first SR of a protected VM that the host has a PBD for which is not attached. */
export function brokenStorageOfProtectedVms(state: PoolState, host: Host): Reason | undefined {
  if (!state.pool.haEnabled) return undefined;
  const unplugged = state.pbdsOf(host).filter((pbd) => !pbd.attached);
  const needed = [...state.vms.values()]
    .filter((vm) => vm.haRestartPriority === 'restart')
    .flatMap((vm) => state.srsOf(vm));
  const broken = needed.find((sr) => unplugged.some((pbd) => pbd.sr === sr.ref));
  return broken === undefined ? undefined : ['HA_CONSTRAINT_VIOLATION_SR_NOT_SHARED', broken.ref];
}
