/** Does a host's CPU have what the VM was booted with? A halted VM has no needs yet (cpuid_helpers.ml). */
import { hasFeatures } from '../state/hardware.js';
import type { Host, Vm } from '../state/objects.js';
import type { Reason } from './placement-check.js';

const incompatible = 'VM_INCOMPATIBLE_WITH_THIS_HOST';

export function cpuCheck(vm: Vm, host: Host): Reason | undefined {
  const booted = vm.hardware.bootedCpu;
  if (vm.powerState === 'Halted' || booted === null) return undefined;
  if (booted.vendor !== host.hardware.cpu.vendor) {
    return [incompatible, vm.ref, host.ref, 'VM last booted on a host which had a CPU from a different vendor.'];
  }
  if (hasFeatures(host.hardware.cpu, booted)) return undefined;
  return [incompatible, vm.ref, host.ref, "VM last booted on a CPU with features this host's CPU does not have."];
}
