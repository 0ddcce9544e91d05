/**
 * Would this operation be allowed on this VM now? xapi's `check_operation_error` (xapi_vm_lifecycle.ml): what the evacuation
 * planner asks for `pool_migrate`, what every call about a VM asks first, and what `VM.allowed_operations` is made of.
 */
import { placementBehaviour } from '../../releases/placement-behaviour.js';
import type { Vm } from '../state/objects.js';
import type { PoolState } from '../state/pool-state.js';
import { mayRunBeside } from './concurrent-operations.js';
import type { Reason } from './placement-check.js';
import { shownOperations, powerStatesFor, upgradeOperations, type VmOperation } from './vm-operations.js';

const suspending: readonly VmOperation[] = ['suspend', 'checkpoint', 'pool_migrate', 'migrate_send'];
const forSnapshots: readonly VmOperation[] = [
  'revert',
  'clone',
  'copy',
  'export',
  'destroy',
  'hard_shutdown',
  'metadata_export',
];
const forTemplates: readonly VmOperation[] = [
  'changing_dynamic_range',
  'changing_static_range',
  'changing_shadow_memory',
  'clone',
  'copy',
  'export',
  'metadata_export',
  'provision',
  'destroy',
  'migrate_send',
];
const forControlDomains: readonly VmOperation[] = [
  'metadata_export',
  'changing_dynamic_range',
  'changing_static_range',
  'start',
  'start_on',
  'destroy',
];

/** The first reason against it, in xapi's order. `strict` wants guest tools and mobility; `force` takes it away. */
export function reasonAgainstOperation(
  state: PoolState,
  vm: Vm,
  operation: VmOperation,
  strict = true,
): Reason | undefined {
  return (
    blocked(vm, operation) ??
    wrongPowerState(vm, operation) ??
    concurrent(vm, operation) ??
    ofItsKind(vm, operation) ??
    immobile(state, vm, operation, strict) ??
    ofControlDomain(vm, operation) ??
    missingTools(state, vm, operation, strict) ??
    ofDisks(state, vm, operation) ??
    ofDevices(state, vm, operation) ??
    duringUpgrade(state, operation)
  );
}

/** What the record shows. */
export function allowedOperations(state: PoolState, vm: Vm): readonly VmOperation[] {
  return shownOperations.filter((operation) => reasonAgainstOperation(state, vm, operation) === undefined);
}

function blocked(vm: Vm, operation: VmOperation): Reason | undefined {
  const text = vm.blockedOperations[operation];
  return text === undefined ? undefined : ['OPERATION_BLOCKED', vm.ref, text];
}

function wrongPowerState(vm: Vm, operation: VmOperation): Reason | undefined {
  const expected = powerStatesFor(operation);
  if (expected.includes(vm.powerState)) return undefined;
  return ['VM_BAD_POWER_STATE', vm.ref, expected.join(', ').toLowerCase(), vm.powerState.toLowerCase()];
}

/** One operation is named with its task, several as lists in braces. */
function concurrent(vm: Vm, operation: VmOperation): Reason | undefined {
  const running = Object.entries(vm.currentOperations);
  const [first] = running;
  if (first === undefined || mayRunBeside(operation, Object.values(vm.currentOperations))) return undefined;
  const [task, name] =
    running.length === 1
      ? first
      : [`{${running.map(([ref]) => ref).join(',')}}`, `{${running.map(([, one]) => one).join(',')}}`];
  return ['OTHER_OPERATION_IN_PROGRESS', 'VM', vm.ref, name, task];
}

function ofItsKind(vm: Vm, operation: VmOperation): Reason | undefined {
  if (vm.kind === 'template' && !forTemplates.includes(operation)) return ['VM_IS_TEMPLATE', vm.ref, operation];
  if (vm.kind === 'snapshot' && !forSnapshots.includes(operation)) return ['VM_IS_SNAPSHOT', vm.ref, operation];
  if (operation === 'provision' && vm.kind !== 'template') return ['ONLY_ALLOWED_ON_TEMPLATE'];
  if (operation === 'revert' && vm.kind !== 'snapshot') return ['ONLY_REVERT_SNAPSHOT'];
  return undefined;
}

function immobile(state: PoolState, vm: Vm, operation: VmOperation, strict: boolean): Reason | undefined {
  const { mobility } = placementBehaviour(state.coordinator.running).migrationChecks;
  return mobility && vm.immobile && strict && suspending.includes(operation) ? ['VM_IS_IMMOBILE', vm.ref] : undefined;
}

function ofControlDomain(vm: Vm, operation: VmOperation): Reason | undefined {
  if (vm.kind !== 'control-domain' || forControlDomains.includes(operation)) return undefined;
  return ['OPERATION_NOT_ALLOWED', 'This operation is not allowed on a control domain'];
}

/** PV guests, and guests that do not run, need no tools. */
function missingTools(state: PoolState, vm: Vm, operation: VmOperation, strict: boolean): Reason | undefined {
  const { missingTools: codes, migrationChecks } = placementBehaviour(state.coordinator.running);
  const isLive = vm.powerState === 'Running' || vm.powerState === 'Paused';
  if (!isLive) return undefined;
  const { cannotSuspend, domainType } = vm.hardware;
  if (migrationChecks.cannotSuspend && cannotSuspend !== null && suspending.includes(operation)) {
    return ['VM_NON_SUSPENDABLE', vm.ref, cannotSuspend];
  }
  if (vm.hasGuestTools || domainType === 'pv' || !strict) return undefined;
  if (suspending.includes(operation)) return [codes.migrate, vm.ref];
  return operation === 'clean_shutdown' || operation === 'clean_reboot' ? [codes.shutdown, vm.ref] : undefined;
}

/** A disk that is reset at each boot is cached on its host. */
function ofDisks(state: PoolState, vm: Vm, operation: VmOperation): Reason | undefined {
  const concerned: readonly VmOperation[] = ['checkpoint', 'snapshot', 'suspend', 'pool_migrate'];
  const resets = state.disksOf(vm).some((vbd) => state.vdis.get(vbd.vdi)?.resetsOnBoot === true);
  return resets && concerned.includes(operation) ? ['VDI_ON_BOOT_MODE_INCOMPATIBLE_WITH_OPERATION'] : undefined;
}

function ofDevices(state: PoolState, vm: Vm, operation: VmOperation): Reason | undefined {
  const { attachedPcis, vgpus, usbHosts } = vm.hardware;
  const { usb } = placementBehaviour(state.coordinator.running).migrationChecks;
  if (suspending.includes(operation)) {
    if (attachedPcis > 0) return ['VM_HAS_PCI_ATTACHED', vm.ref];
    if (vgpus.some((vgpu) => !vgpu.migratable)) return ['VM_HAS_VGPU', vm.ref];
  }
  const usbTies = suspending.includes(operation) || operation === 'snapshot';
  return usb && usbTies && usbHosts.length > 0 ? ['VM_HAS_VUSBS', vm.ref] : undefined;
}

/** xapi.md 2.3: snapshots, checkpoints, reverts and more. */
function duringUpgrade(state: PoolState, operation: VmOperation): Reason | undefined {
  return state.upgrading && !upgradeOperations.includes(operation) ? ['NOT_SUPPORTED_DURING_UPGRADE'] : undefined;
}
