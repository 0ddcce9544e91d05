/** Could HA start this VM on any host (agility.ml)? Stricter than a migration. */
import type { Network, Vm } from '../state/objects.js';
import type { PoolState } from '../state/pool-state.js';
import type { Reason } from './placement-check.js';

export function reasonAgainstAgility(state: PoolState, vm: Vm): Reason | undefined {
  if (vm.hardware.vgpus.length > 0) return ['VM_HAS_VGPU', vm.ref];
  if (vm.hardware.usbHosts.length > 0) return ['VM_HAS_VUSBS', vm.ref];
  const enabled = state.hostList.filter((host) => host.enabled);
  const local = state.srsOf(vm).find((sr) => !sr.shared || enabled.some((host) => !state.sees(host, sr)));
  if (local !== undefined) return ['HA_CONSTRAINT_VIOLATION_SR_NOT_SHARED', local.ref];
  for (const network of state.networksOf(vm)) {
    if (!isEverywhere(state, network)) return ['HA_CONSTRAINT_VIOLATION_NETWORK_NOT_SHARED', network.ref];
    if (isSriov(state, network)) return ['VM_HAS_SRIOV_VIF', vm.ref];
  }
  return undefined;
}

/** Enabled hosts are what counts for storage and networks alike; a disabled one is being worked on. */
function isEverywhere(state: PoolState, network: Network): boolean {
  const pifs = [...state.pifs.values()].filter((pif) => pif.network === network.ref);
  return state.hostList.filter((host) => host.enabled).every((host) => pifs.some((pif) => pif.host === host.ref));
}

function isSriov(state: PoolState, network: Network): boolean {
  return [...state.pifs.values()].some((pif) => pif.network === network.ref && pif.virtualFunctions !== null);
}
