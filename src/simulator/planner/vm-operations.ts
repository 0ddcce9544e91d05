/** The operations on VMs, the power states that each needs, and those that stay while a pool is half upgraded. */
import type { PowerState } from '../state/objects.js';

const whileRunning: readonly PowerState[] = ['Running'];
const whileHalted: readonly PowerState[] = ['Halted'];
const whileSuspended: readonly PowerState[] = ['Suspended'];
const anyTime: readonly PowerState[] = ['Halted', 'Paused', 'Suspended', 'Running'];

/** `allowed_power_states` in xapi_vm_lifecycle.ml. */
const powerStates = {
  snapshot: anyTime,
  clone: whileHalted,
  copy: whileHalted,
  revert: anyTime,
  checkpoint: ['Paused', 'Suspended', 'Running'],
  snapshot_with_quiesce: whileRunning,
  provision: whileHalted,
  start: whileHalted,
  start_on: whileHalted,
  pause: whileRunning,
  unpause: ['Paused'],
  clean_shutdown: whileRunning,
  clean_reboot: whileRunning,
  hard_shutdown: ['Paused', 'Suspended', 'Running'],
  hard_reboot: ['Paused', 'Running'],
  shutdown: ['Paused', 'Suspended', 'Running'],
  suspend: whileRunning,
  resume: whileSuspended,
  resume_on: whileSuspended,
  pool_migrate: whileRunning,
  migrate_send: ['Halted', 'Suspended', 'Running'],
  changing_dynamic_range: ['Halted', 'Running'],
  changing_static_range: whileHalted,
  changing_shadow_memory: whileHalted,
  changing_VCPUs_live: whileRunning,
  make_into_template: whileHalted,
  export: ['Halted', 'Suspended'],
  metadata_export: anyTime,
  destroy: ['Halted', 'Suspended'],
  power_state_reset: anyTime,
} as const satisfies Readonly<Record<string, readonly PowerState[]>>;

export type VmOperation = keyof typeof powerStates;

/** Valid, but never in `allowed_operations`: `ignored_ops` in xapi_vm_lifecycle.ml. */
const hidden: readonly VmOperation[] = ['shutdown', 'power_state_reset'];

const vmOperations = Object.keys(powerStates) as VmOperation[];
export const shownOperations = vmOperations.filter((operation) => !hidden.includes(operation));

export function powerStatesFor(operation: VmOperation): readonly PowerState[] {
  return powerStates[operation];
}

export function isVmOperation(text: string): text is VmOperation {
  return Object.hasOwn(powerStates, text);
}

/** `rpu_allowed_vm_operations` in xapi_globs.ml. `shutdown` is none of them there either. */
export const upgradeOperations: readonly VmOperation[] = [
  'changing_VCPUs_live',
  'clean_reboot',
  'clean_shutdown',
  'clone',
  'copy',
  'destroy',
  'export',
  'hard_reboot',
  'hard_shutdown',
  'make_into_template',
  'migrate_send',
  'pause',
  'pool_migrate',
  'power_state_reset',
  'provision',
  'resume',
  'resume_on',
  'start',
  'start_on',
  'suspend',
  'unpause',
];
