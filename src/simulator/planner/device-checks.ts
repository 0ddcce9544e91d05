/** GPUs, USB devices and SR-IOV functions that a VM needs on its host (xapi_vm_helpers.ml, vgpuops.ml). */
import type { Host, Vm } from '../state/objects.js';
import type { PoolState } from '../state/pool-state.js';
import type { Reason } from './placement-check.js';

/** GPU groups are known by name here; the real parameters are references of the group and the type. */
export function gpuCheck(vm: Vm, host: Host): Reason | undefined {
  const { vgpus } = vm.hardware;
  if (vgpus.some((vgpu) => vgpu.passthrough) && !host.hardware.iommu) return ['VM_REQUIRES_IOMMU', host.ref];
  const taken = new Map<string, number>();
  for (const vgpu of vgpus) {
    const wanted = (taken.get(vgpu.group) ?? 0) + 1;
    taken.set(vgpu.group, wanted);
    if (wanted <= (host.hardware.gpus[vgpu.group] ?? 0)) continue;
    return vgpu.passthrough
      ? ['VM_REQUIRES_GPU', vm.ref, vgpu.group]
      : ['VM_REQUIRES_VGPU', vm.ref, vgpu.group, vgpu.group];
  }
  return undefined;
}

export function usbCheck(vm: Vm, host: Host): Reason | undefined {
  if (vm.hardware.usbHosts.every((owner) => owner === host.ref)) return undefined;
  return ['OPERATION_NOT_ALLOWED', `VUSB of ${vm.ref} is not available on Host ${host.ref}`];
}

export function sriovCheck(state: PoolState, vm: Vm, host: Host): Reason | undefined {
  for (const network of state.networksOf(vm)) {
    const pif = [...state.pifs.values()].find((one) => one.network === network.ref && one.host === host.ref);
    const idle = pif?.virtualFunctions ?? null;
    if (idle === null) continue;
    const wanted = [...state.vifs.values()].filter((vif) => vif.vm === vm.ref && vif.network === network.ref).length;
    if (idle < wanted) return ['NETWORK_SRIOV_INSUFFICIENT_CAPACITY', network.ref];
  }
  return undefined;
}
