/** What becomes of a VM's record when it halts or is suspended (`force_state_reset` in xapi_vm_lifecycle.ml). */
import { nullRef, type Vm } from '../state/objects.js';

export function halt(vm: Vm): void {
  leaveHost(vm, 'Halted');
  vm.currentOperations = {};
  vm.hardware.bootedCpu = null;
}

export function suspend(vm: Vm): void {
  leaveHost(vm, 'Suspended');
}

function leaveHost(vm: Vm, powerState: 'Halted' | 'Suspended'): void {
  vm.powerState = powerState;
  vm.residentOn = nullRef;
  vm.scheduledOn = nullRef;
}
