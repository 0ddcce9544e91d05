/** An operation on a VM, shown in its `current_operations` while it runs (`with_vm_operation` in xapi_vm_helpers.ml). */
import type { Call } from '../dispatch/call.js';
import { reasonAgainstOperation } from '../planner/vm-operation.js';
import type { VmOperation } from '../planner/vm-operations.js';
import type { Vm } from '../state/objects.js';
import { without } from '../state/text-map.js';
import { XapiFailure } from '../xapi-failure.js';

/** @throws XapiFailure when it is not allowed now */
export async function withVmOperation<Result>(
  call: Call,
  vm: Vm,
  operation: VmOperation,
  work: () => Promise<Result> | Result,
): Promise<Result> {
  const reason = reasonAgainstOperation(call.world.state, vm, operation);
  if (reason !== undefined) throw new XapiFailure(reason);
  vm.currentOperations = { ...vm.currentOperations, [call.operationRef]: operation };
  try {
    return await work();
  } finally {
    vm.currentOperations = without(vm.currentOperations, call.operationRef);
  }
}
