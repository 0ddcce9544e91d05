/** Calls about where a VM may be: moving it, and asking before (xapi.md 1.6, 2.2). */
import { migrateOnCall } from '../life/migration.js';
import { isVmOperation } from '../planner/vm-operations.js';
import { reasonAgainstAgility } from '../planner/agility.js';
import { reasonAgainstPlacement } from '../planner/placement-check.js';
import { isSameVersion } from '../planner/version-order.js';
import { reasonAgainstOperation } from '../planner/vm-operation.js';
import { nullRef } from '../state/objects.js';
import { XapiFailure } from '../xapi-failure.js';
import { nothing, type Handlers } from '../dispatch/call.js';
import type { Reason } from '../planner/placement-check.js';

export const vmPlacementHandlers: Handlers = {
  'VM.pool_migrate': async (call) => {
    await migrateOnCall(call.world, call.vm('vm'), call.host('host'), call);
    return nothing;
  },

  // The version test is here only, and against the coordinator: useless before a migration (xapi.md 1.6).
  'VM.assert_can_boot_here': (call) => {
    const { state } = call.world;
    const vm = call.vm('self');
    const host = call.host('host');
    const { recordedVersion, running } = state.coordinator;
    if (state.upgrading && !isSameVersion(host.recordedVersion, recordedVersion, running)) {
      throw XapiFailure.of('VM_HOST_INCOMPATIBLE_VERSION', host.ref, vm.ref);
    }
    return raise(reasonAgainstPlacement(state, vm, host, { cpu: true, memory: true }));
  },

  // Knows nothing of versions, and of CPUs neither: `get_possible_hosts_for_vm` in xapi_vm_helpers.ml.
  'VM.get_possible_hosts': (call) => {
    const { state } = call.world;
    const vm = call.vm('vm');
    if (vm.scheduledOn !== nullRef) return [vm.scheduledOn];
    return state.hostList
      .filter((host) => reasonAgainstPlacement(state, vm, host, { cpu: false, memory: true }) === undefined)
      .map((host) => host.ref);
  },

  'VM.assert_agile': (call) => raise(reasonAgainstAgility(call.world.state, call.vm('self'))),

  'VM.assert_operation_valid': (call) => {
    const operation = call.text('op');
    if (!isVmOperation(operation)) throw XapiFailure.of('NOT_IMPLEMENTED', `VM.assert_operation_valid: ${operation}`);
    return raise(reasonAgainstOperation(call.world.state, call.vm('self'), operation));
  },
};

function raise(reason: Reason | undefined): string {
  if (reason !== undefined) throw new XapiFailure(reason);
  return nothing;
}
