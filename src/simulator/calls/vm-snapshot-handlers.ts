/** Snapshots: what backup programs call, and what fails while a pool is half upgraded (xapi.md 2.3). */
import { withVmOperation } from '../life/vm-operation.js';
import type { VmOperation } from '../planner/vm-operations.js';
import { blankVm } from '../state/build-vms.js';
import type { Vm } from '../state/objects.js';
import type { Handler, Handlers } from '../dispatch/call.js';

export const vmSnapshotHandlers: Handlers = {
  'VM.snapshot': take('snapshot'),
  'VM.checkpoint': take('checkpoint'),
};

/** Its disks are not copied: nothing here looks at them. */
function take(operation: VmOperation): Handler {
  return (call) => {
    const vm = call.vm('vm');
    return withVmOperation(call, vm, operation, () => {
      const { state } = call.world;
      const snapshot: Vm = {
        ...blankVm(state, call.text('new_name'), 'snapshot', vm.memory),
        ...{ hasGuestTools: vm.hasGuestTools, immobile: vm.immobile },
        powerState: operation === 'checkpoint' && vm.powerState === 'Running' ? 'Suspended' : 'Halted',
      };
      state.vms.set(snapshot.ref, snapshot);
      return snapshot.ref;
    });
  };
}
