/** A VM's record as facts, for guests only. */
import type { VmRecord } from '../../xapi/calls/records.js';
import type { VmFacts } from './pool-facts.js';
import { autostartKey } from './other-config-keys.js';

/** Templates, snapshots and control domains are VMs to xapi, and none of them can be lost. */
export function isGuest(record: VmRecord): boolean {
  return !record.is_a_template && !record.is_a_snapshot && !record.is_control_domain;
}

/** A record that is kept is the same object as long as nothing has changed in it; so is what is made of it. */
const made = new WeakMap<VmRecord, VmFacts>();

export function vmFacts(record: VmRecord, hostUuidOf: (ref: string) => string | null): VmFacts {
  const residentOn = record.resident_on === null ? null : hostUuidOf(record.resident_on);
  const before = made.get(record);
  if (before?.residentOn === residentOn) return before;
  const facts = factsOf(record, residentOn);
  made.set(record, facts);
  return facts;
}

function factsOf(record: VmRecord, residentOn: string | null): VmFacts {
  return {
    uuid: record.uuid,
    name: record.name_label,
    powerState: record.power_state,
    residentOn,
    memory: evacuationMemory(record),
    currentOperations: Object.values(record.current_operations),
    blockedOperations: record.blocked_operations,
    autoPowerOn: record.other_config[autostartKey] === 'true',
    haProtected: isHaProtected(record),
  };
}

/** The room that xapi's own planner wants for a guest on another host (reference: xapi.md 6.3, step 5). */
function evacuationMemory(record: VmRecord): number {
  const whole = record.domain_type === 'pvh' || record.domain_type === 'pv_in_pvh';
  const size = whole ? record.memory_static_max : record.memory_dynamic_min;
  return size + record.memory_overhead;
}

/** "restart" since 6.0; before, a number of 0 to 3 together with ha_always_run. "best-effort" is no protection. */
function isHaProtected(record: VmRecord): boolean {
  if (record.ha_restart_priority === 'restart') return true;
  return record.ha_always_run && /^[0-3]$/.test(record.ha_restart_priority);
}
