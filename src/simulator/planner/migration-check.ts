/** Would `pool_migrate` be allowed on this VM now? Strict form, in xapi's order (xapi.md 6.3, step 4). */
import { isAtLeast } from '../../releases/versions.js';
import type { InstalledSystem, Vm } from '../state/objects.js';
import type { Reason } from './placement-check.js';

/** `coordinator` decides which code a VM without guest tools gets. `force` skips the guest-tools strictness. */
export function reasonAgainstMigration(vm: Vm, coordinator: InstalledSystem, force = false): Reason | undefined {
  const blocked = vm.blockedOperations['pool_migrate'];
  if (blocked !== undefined) return ['OPERATION_BLOCKED', vm.ref, blocked];
  if (vm.powerState !== 'Running') return ['VM_BAD_POWER_STATE', vm.ref, 'running', vm.powerState.toLowerCase()];
  const [task, operation] = Object.entries(vm.currentOperations)[0] ?? [];
  if (task !== undefined && operation !== undefined)
    return ['OTHER_OPERATION_IN_PROGRESS', 'VM', vm.ref, operation, task];
  if (vm.immobile) return ['VM_IS_IMMOBILE', vm.ref];
  if (!vm.hasGuestTools && !force) return [missingToolsCode(coordinator), vm.ref];
  if (vm.boundBy !== null) return [vm.boundBy, vm.ref];
  return undefined;
}

/** 8.x, 7.x and 6.x each have their own code. */
function missingToolsCode({ productVersion }: InstalledSystem): string {
  if (isAtLeast(productVersion, '8.0.0')) return 'VM_LACKS_FEATURE';
  return isAtLeast(productVersion, '7.0.0') ? 'VM_LACKS_FEATURE_SUSPEND' : 'VM_MISSING_PV_DRIVERS';
}
