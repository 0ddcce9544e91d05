/** Is every network of the VM on that host (xapi_network_attach_helpers.ml)? */
import type { Host, Network, Vm } from '../state/objects.js';
import type { PoolState } from '../state/pool-state.js';
import type { Reason } from './placement-check.js';

export function networkCheck(state: PoolState, vm: Vm, host: Host): Reason | undefined {
  const missing = state.networksOf(vm).find((network) => !isAvailable(state, network, host));
  return missing === undefined ? undefined : ['VM_REQUIRES_NETWORK', vm.ref, missing.ref];
}

/** An internal network is wherever its running VMs are, and anywhere while it has none. */
function isAvailable(state: PoolState, network: Network, host: Host): boolean {
  const pifs = [...state.pifs.values()].filter((pif) => pif.network === network.ref);
  if (pifs.length > 0) return pifs.some((pif) => pif.host === host.ref);
  const homes = [...state.vifs.values()]
    .filter((vif) => vif.network === network.ref)
    .map((vif) => state.vms.get(vif.vm))
    .filter((vm) => vm?.powerState === 'Running')
    .map((vm) => vm?.residentOn);
  return homes.length === 0 || homes.includes(host.ref);
}
