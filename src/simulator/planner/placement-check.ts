/**
 * Could this VM run on that host? xapi's internal boot check, `assert_can_boot_here` in xapi_vm_helpers.ml: the planner, a
 * migration, a start and the API call of that name all rest on it. It has no version test.
 */
import { placementBehaviour, type PlacementBehaviour } from '../../releases/placement-behaviour.js';
import type { Host, Vm } from '../state/objects.js';
import type { PoolState } from '../state/pool-state.js';
import { cpuCheck } from './cpu-check.js';
import { gpuCheck, sriovCheck, usbCheck } from './device-checks.js';
import { memoryCheck } from './memory.js';
import { networkCheck } from './network-check.js';

export type Reason = readonly [code: string, ...params: string[]];

/** Which of the dearer tests are wanted: the planner leaves out memory, a migration has looked at the CPU before. */
export interface PlacementTests {
  readonly cpu: boolean;
  readonly memory: boolean;
}

/** The first reason against it, in xapi's order. */
export function reasonAgainstPlacement(
  state: PoolState,
  vm: Vm,
  host: Host,
  tests: PlacementTests,
): Reason | undefined {
  const { targetChecks } = placementBehaviour(state.coordinator.running);
  return (
    presenceCheck(vm, host) ??
    hardwarePlatformCheck(vm, host, targetChecks) ??
    (tests.cpu && targetChecks.cpu ? cpuCheck(vm, host) : undefined) ??
    storageCheck(state, vm, host) ??
    networkCheck(state, vm, host) ??
    gpuCheck(vm, host) ??
    (targetChecks.usb ? usbCheck(vm, host) : undefined) ??
    (targetChecks.sriov ? sriovCheck(state, vm, host) : undefined) ??
    hvmCheck(vm, host) ??
    (tests.memory ? memoryCheck(state, vm, host) : undefined) ??
    (targetChecks.cpuCount ? cpuCountCheck(vm, host) : undefined)
  );
}

/** A VM may stay on a disabled host. */
function presenceCheck(vm: Vm, host: Host): Reason | undefined {
  if (!host.live) return ['HOST_NOT_LIVE'];
  if (!host.enabled && vm.residentOn !== host.ref) return ['HOST_DISABLED', host.ref];
  return undefined;
}

function hardwarePlatformCheck(
  vm: Vm,
  host: Host,
  { hardwarePlatform }: PlacementBehaviour['targetChecks'],
): Reason | undefined {
  const { hardwarePlatforms } = host.hardware;
  const wanted = vm.hardware.hardwarePlatform;
  if (!hardwarePlatform || hardwarePlatforms.includes(wanted)) return undefined;
  return [
    'VM_HOST_INCOMPATIBLE_VIRTUAL_HARDWARE_PLATFORM_VERSION',
    host.ref,
    `[${hardwarePlatforms.join('; ')}]`,
    vm.ref,
    String(wanted),
  ];
}

/** Local disks, CDs of a local library and unplugged PBDs all look the same here. */
function storageCheck(state: PoolState, vm: Vm, host: Host): Reason | undefined {
  const unseen = state.srsOf(vm).find((sr) => !state.sees(host, sr));
  return unseen === undefined ? undefined : ['VM_REQUIRES_SR', vm.ref, unseen.ref];
}

function hvmCheck(vm: Vm, host: Host): Reason | undefined {
  return vm.hardware.domainType === 'pv' || host.hardware.hvm ? undefined : ['VM_HVM_REQUIRED', vm.ref];
}

function cpuCountCheck(vm: Vm, host: Host): Reason | undefined {
  const { vcpus } = vm.hardware;
  const { cpuCount } = host.hardware;
  return vcpus <= cpuCount ? undefined : ['HOST_NOT_ENOUGH_PCPUS', String(vcpus), String(cpuCount)];
}
