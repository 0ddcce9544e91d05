/** Where a VM may start or resume, and the start itself, with the rules of a half-upgraded pool (xapi.md 1.6, 2.2). */
import { newestHosts } from '../planner/newest-hosts.js';
import { memoryCheck } from '../planner/memory.js';
import { reasonAgainstHostOperation } from '../planner/host-operation.js';
import { reasonAgainstPlacement } from '../planner/placement-check.js';
import { commonCpu } from '../state/hardware.js';
import type { Host, Vm } from '../state/objects.js';
import type { PoolState } from '../state/pool-state.js';
import type { World } from '../world.js';
import { XapiFailure } from '../xapi-failure.js';

/**
 * The host that xapi chooses (`choose_host_for_vm_no_wlb` in xapi_vm_helpers.ml): while the pool is half upgraded one of the
 * newest. If none has the memory it tries without that test, and the start then fails for want of memory.
 * @throws XapiFailure NO_HOSTS_AVAILABLE, HOST_NOT_ENOUGH_FREE_MEMORY
 */
export function chooseHost(state: PoolState, vm: Vm): Host {
  const fit = (memory: boolean): Host | undefined => state.hostList.find((host) => canRunOn(state, vm, host, memory));
  const host = fit(true);
  if (host !== undefined) return host;
  const tight = fit(false);
  if (tight === undefined) throw XapiFailure.of('NO_HOSTS_AVAILABLE');
  throw new XapiFailure(memoryCheck(state, vm, tight) ?? ['NO_HOSTS_AVAILABLE']);
}

function canRunOn(state: PoolState, vm: Vm, host: Host, memory: boolean): boolean {
  if (state.upgrading && !newestHosts(state).includes(host)) return false;
  if (!host.enabled || isEvacuating(host)) return false;
  return reasonAgainstPlacement(state, vm, host, { cpu: true, memory }) === undefined;
}

/**
 * `VM.start_on` and `VM.resume_on`, in the order of message_forwarding.ml; only a start looks for an evacuation of its own,
 * and a resumption is refused by whatever takes VMs away from the host.
 */
export function assertMayStartOn(state: PoolState, vm: Vm, host: Host, operation: 'vm_start' | 'vm_resume'): void {
  const reason =
    reasonAgainstPlacement(state, vm, host, { cpu: false, memory: true }) ??
    reasonAgainstHostOperation(host, operation);
  if (reason !== undefined) throw new XapiFailure(reason);
}

/** The flag counts, not the versions. @throws XapiFailure */
export function assertHostIsNewest(state: PoolState, host: Host): void {
  if (state.upgrading && !newestHosts(state).includes(host)) throw XapiFailure.of('NOT_SUPPORTED_DURING_UPGRADE');
}

export function isEvacuating(host: Host): boolean {
  return Object.values(host.currentOperations).includes('evacuate');
}

/** A VM that starts sees what all CPUs of the pool have; one that is resumed keeps what it was booted with. */
export function startVm(world: World, vm: Vm, host: Host, paused: boolean, why: 'call' | 'auto-start'): void {
  if (vm.powerState === 'Halted') {
    vm.hardware.bootedCpu = commonCpu(world.state.hostList.map((other) => other.hardware.cpu));
  }
  vm.powerState = paused ? 'Paused' : 'Running';
  vm.residentOn = host.ref;
  world.history.record('vm-started', host.uuid, { vm: vm.uuid, why });
}
