/** The VMs of a twin, with what keeps each of them on its host: as far as records tell, and as the pool itself answered. */
import { blankVm } from '../state/build-vms.js';
import { nullRef, type Host, type Vm } from '../state/objects.js';
import type { PoolState } from '../state/pool-state.js';
import { hardwareOfVms } from './hardware-of-records.js';
import { modelledRecords, type Modelled } from './modelled-fields.js';
import type { PoolRecords } from './pool-records.js';

/** Answers that are about the tools in the guest: they hold wherever it runs. */
const missingTools = ['VM_LACKS_FEATURE', 'VM_LACKS_FEATURE_SUSPEND', 'VM_MISSING_PV_DRIVERS', 'VM_OLD_PV_DRIVERS'];
/** Found before the guest's tools are looked at, or written over what was found there. */
const saysNothingOfTools = [
  ...['NO_HOSTS_AVAILABLE', 'HOST_NOT_ENOUGH_FREE_MEMORY', 'OPERATION_BLOCKED', 'VM_BAD_POWER_STATE'],
  ...['OTHER_OPERATION_IN_PROGRESS', 'VM_IS_IMMOBILE'],
];

export function addGuests(state: PoolState, records: PoolRecords): void {
  const hardware = hardwareOfVms(records);
  const guestMetrics = new Map(modelledRecords(records, 'VM_guest_metrics'));
  for (const [ref, record] of modelledRecords(records, 'VM')) {
    const answer = answerFor(state, records, ref, record);
    const metrics = guestMetrics.get(record.guest_metrics);
    state.vms.set(ref, { ...vmOf(state, ref, record, answer, toolsOf(metrics)), hardware: hardware(record, metrics) });
  }
  for (const [ref, { uuid, VM: vm, VDI: vdi, type }] of modelledRecords(records, 'VBD')) {
    // A virtual floppy ties a VM no more than a CD does.
    if (state.vms.has(vm)) state.vbds.set(ref, { ref, uuid, vm, vdi, type: type === 'Disk' ? 'Disk' : 'CD' });
  }
  for (const [ref, { uuid, VM: vm, network }] of modelledRecords(records, 'VIF')) {
    if (state.vms.has(vm) && state.networks.has(network)) state.vifs.set(ref, { ref, uuid, vm, network });
  }
  for (const host of state.hostList) reserve(state, host, records);
}

/** What the pool said of the VM when its host was asked; '' when it was asked and finds nothing against the VM itself. */
function answerFor(state: PoolState, records: PoolRecords, ref: string, record: Modelled<'VM'>): string | undefined {
  const answers = records.evacuation[record.resident_on];
  if (answers === undefined) return undefined;
  const [code = ''] = answers[ref] ?? [];
  // Up to 8.2 a guest that HA does not protect is said to lack memory; nothing that is found later overwrote it.
  const unprotected = state.pool.haEnabled && record.ha_restart_priority !== 'restart';
  return unprotected && code === 'HOST_NOT_ENOUGH_FREE_MEMORY' ? '' : code;
}

function vmOf(
  state: PoolState,
  ref: string,
  record: Modelled<'VM'>,
  answer: string | undefined,
  toolsSeen: boolean | undefined,
): Vm {
  return {
    ...blankVm(state, record.name_label, kindOf(record), record.memory_static_max),
    ref,
    uuid: record.uuid,
    hasGuestTools: hasTools(answer, toolsSeen),
    immobile: answer === 'VM_IS_IMMOBILE',
    powerState: record.power_state,
    residentOn: state.hosts.has(record.resident_on) ? record.resident_on : nullRef,
    blockedOperations: record.blocked_operations,
    otherConfig: record.other_config,
    haRestartPriority: record.ha_restart_priority,
  };
}

function kindOf(record: Modelled<'VM'>): Vm['kind'] {
  if (record.is_control_domain) return 'control-domain';
  if (record.is_a_snapshot) return 'snapshot';
  return record.is_a_template ? 'template' : 'guest';
}

function toolsOf(metrics: Modelled<'VM_guest_metrics'> | undefined): boolean | undefined {
  if (metrics === undefined) return undefined;
  return metrics.PV_drivers_detected === true || Object.keys(metrics.PV_drivers_version).length > 0;
}

/**
 * The pool's answer is better than the records: it looked at the features that the guest announced. xapi looks at them
 * after the storage and before the memory, and a later step overwrites an earlier one (xapi.md 6.3).
 */
function hasTools(answer: string | undefined, seen: boolean | undefined): boolean {
  if (answer === undefined || saysNothingOfTools.includes(answer)) return seen ?? false;
  return !missingTools.includes(answer);
}

/**
 * Whatever is not free and not a guest's belongs to the control domain, Xen itself and the overhead of each: it goes to
 * the control domain, so that the twin has as much room as the host reported.
 */
function reserve(state: PoolState, host: Host, records: PoolRecords): void {
  const metrics = modelledRecords(records, 'host_metrics').find(([ref]) => ref === host.metrics.ref)?.[1];
  const [ref, domain] =
    [...state.vms].find(([, vm]) => vm.kind === 'control-domain' && vm.residentOn === host.ref) ?? [];
  if (metrics === undefined || ref === undefined || domain === undefined) return;
  const memory = Math.max(0, domain.memory + state.memoryFree(host) - metrics.memory_free);
  // Ballooning does not touch it; the overhead of the guests is counted with them.
  const overhead = state.guestsOn(host).reduce((sum, vm) => sum + vm.hardware.memoryOverhead, 0);
  const hardware = { ...domain.hardware, memoryDynamicMin: Math.max(0, memory - overhead), memoryOverhead: 0 };
  state.vms.set(ref, { ...domain, memory, hardware });
}
