/**
 * Would this operation be allowed on this VM now? xapi's `check_operation_error` (xapi_vm_lifecycle.ml): what the evacuation
 * planner asks for `pool_migrate`, what every call about a VM asks first, and what `VM.allowed_operations` is made of.
 */
import { placementBehaviour, type PlacementBehaviour } from '../../releases/placement-behaviour.js';
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

/** What is the same for every operation on one VM, so that a look at all of them finds it once. */
interface Surroundings extends PlacementBehaviour {
  readonly upgrading: boolean;
  /** A disk that is reset at each boot is cached on its host. */
  readonly hasResettingDisk: boolean;
}

/** The first reason against it, in xapi's order. `strict` wants guest tools and mobility; `force` takes it away. */
export function reasonAgainstOperation(
  state: PoolState,
  vm: Vm,
  operation: VmOperation,
  strict = true,
): Reason | undefined {
  return reasonIn(surroundingsOf(state, vm), vm, operation, strict);
}

/** What the record shows. */
export function allowedOperations(state: PoolState, vm: Vm): readonly VmOperation[] {
  const surroundings = surroundingsOf(state, vm);
  return shownOperations.filter((operation) => reasonIn(surroundings, vm, operation, true) === undefined);
}

function surroundingsOf(state: PoolState, vm: Vm): Surroundings {
  return {
    ...placementBehaviour(state.coordinator.running),
    upgrading: state.upgrading,
    hasResettingDisk: state.disksOf(vm).some((vbd) => state.vdis.get(vbd.vdi)?.resetsOnBoot === true),
  };
}

function reasonIn(around: Surroundings, vm: Vm, operation: VmOperation, strict: boolean): Reason | undefined {
  return (
    blocked(vm, operation) ??
    wrongPowerState(vm, operation) ??
    concurrent(vm, operation) ??
    ofItsKind(vm, operation) ??
    immobile(around, vm, operation, strict) ??
    ofControlDomain(vm, operation) ??
    missingTools(around, vm, operation, strict) ??
    ofDisks(around, operation) ??
    ofDevices(around, vm, operation) ??
    duringUpgrade(around, operation)
  );
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

function immobile(
  { migrationChecks: { mobility } }: Surroundings,
  vm: Vm,
  operation: VmOperation,
  strict: boolean,
): Reason | undefined {
  return mobility && vm.immobile && strict && suspending.includes(operation) ? ['VM_IS_IMMOBILE', vm.ref] : undefined;
}

function ofControlDomain(vm: Vm, operation: VmOperation): Reason | undefined {
  if (vm.kind !== 'control-domain' || forControlDomains.includes(operation)) return undefined;
  return ['OPERATION_NOT_ALLOWED', 'This operation is not allowed on a control domain'];
}

/** PV guests, and guests that do not run, need no tools. */
function missingTools(
  { missingTools: codes, migrationChecks }: Surroundings,
  vm: Vm,
  operation: VmOperation,
  strict: boolean,
): Reason | undefined {
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

function ofDisks({ hasResettingDisk }: Surroundings, operation: VmOperation): Reason | undefined {
  const concerned: readonly VmOperation[] = ['checkpoint', 'snapshot', 'suspend', 'pool_migrate'];
  return hasResettingDisk && concerned.includes(operation)
    ? ['VDI_ON_BOOT_MODE_INCOMPATIBLE_WITH_OPERATION']
    : undefined;
}

function ofDevices({ migrationChecks: { usb } }: Surroundings, vm: Vm, operation: VmOperation): Reason | undefined {
  const { attachedPcis, vgpus, usbHosts } = vm.hardware;
  if (suspending.includes(operation)) {
    if (attachedPcis > 0) return ['VM_HAS_PCI_ATTACHED', vm.ref];
    if (vgpus.some((vgpu) => !vgpu.migratable)) return ['VM_HAS_VGPU', vm.ref];
  }
  const usbTies = suspending.includes(operation) || operation === 'snapshot';
  return usb && usbTies && usbHosts.length > 0 ? ['VM_HAS_VUSBS', vm.ref] : undefined;
}

/** xapi.md 2.3: snapshots, checkpoints, reverts and more. */
function duringUpgrade({ upgrading }: Surroundings, operation: VmOperation): Reason | undefined {
  return upgrading && !upgradeOperations.includes(operation) ? ['NOT_SUPPORTED_DURING_UPGRADE'] : undefined;
}
