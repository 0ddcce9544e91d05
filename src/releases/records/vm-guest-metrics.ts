/** The fields of a `VM_guest_metrics` record, what a VM's guest agent reports: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const vmGuestMetricsFields: FieldTable = {
  can_use_hotplug_vbd: { type: 'enum tristate_type', since: '7.0' },
  can_use_hotplug_vif: { type: 'enum tristate_type', since: '7.0' },
  disks: { type: '(string -> string) map', removed: '5.0' },
  last_updated: { type: 'datetime' },
  live: { type: 'bool', since: '5.0' },
  memory: { type: '(string -> string) map', removed: '5.5' },
  netbios_name: { type: '(string -> string) map', since: 'xapi 24.28.0' },
  networks: { type: '(string -> string) map' },
  os_version: { type: '(string -> string) map' },
  other: { type: '(string -> string) map' },
  other_config: { type: '(string -> string) map', since: '5.0', setter: 'vm-admin' },
  PV_drivers_detected: { type: 'bool', since: '7.0' },
  PV_drivers_up_to_date: { type: 'bool' },
  PV_drivers_version: { type: '(string -> string) map' },
  services: { type: '(string -> string) map', since: 'xapi 25.15.0' },
  uuid: { type: 'string' },
};
