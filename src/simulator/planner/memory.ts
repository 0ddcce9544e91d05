/** How much memory a VM takes and a host has, as the planner and the boot check count it (memory_check.ml). */
import type { Host, Vm } from '../state/objects.js';
import type { PoolState } from '../state/pool-state.js';
import type { Reason } from './placement-check.js';

/** For the planner: PVH guests cannot balloon down while they are moved, others are counted at their least. */
export function plannedMemory(vm: Vm): number {
  const { domainType, memoryDynamicMin, memoryOverhead } = vm.hardware;
  const whole = domainType === 'pvh' || domainType === 'pv_in_pvh';
  return (whole ? vm.memory : memoryDynamicMin) + memoryOverhead;
}

/** For one start or migration: only a PV guest in a PVH container is counted whole. */
function startMemory(vm: Vm): number {
  const { domainType, memoryDynamicMin, memoryOverhead } = vm.hardware;
  return (domainType === 'pv_in_pvh' ? vm.memory : memoryDynamicMin) + memoryOverhead;
}

/** With every guest that is there, or on its way there, ballooned down; the VM in question is not counted as on its way. */
export function memoryWithBallooning(state: PoolState, host: Host, except?: Vm): number {
  const used = [...state.vms.values()].reduce((sum, vm) => {
    const onItsWay = vm.scheduledOn === host.ref && vm !== except;
    const times = (vm.residentOn === host.ref ? 1 : 0) + (onItsWay ? 1 : 0);
    return sum + times * (vm.hardware.memoryDynamicMin + vm.hardware.memoryOverhead);
  }, 0);
  return Math.max(0, host.memoryTotal - used);
}

/** Bytes needed and available: other parameters than the planner's error of the same name. */
export function memoryCheck(state: PoolState, vm: Vm, host: Host): Reason | undefined {
  const needed = startMemory(vm);
  const available = memoryWithBallooning(state, host, vm);
  return needed <= available ? undefined : ['HOST_NOT_ENOUGH_FREE_MEMORY', String(needed), String(available)];
}
