/** The fields of a `VMPP` record, a protection policy of the releases before 6.2: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const vmppFields: FieldTable = {
  alarm_config: { type: '(string -> string) map', since: '5.6FP1', removed: '6.2' },
  archive_frequency: { type: 'enum vmpp_archive_frequency', since: '5.6FP1', removed: '6.2' },
  archive_last_run_time: { type: 'datetime', since: '5.6FP1', removed: '6.2' },
  archive_schedule: { type: '(string -> string) map', since: '5.6FP1', removed: '6.2' },
  archive_target_config: { type: '(string -> string) map', since: '5.6FP1', removed: '6.2' },
  archive_target_type: { type: 'enum vmpp_archive_target_type', since: '5.6FP1', removed: '6.2' },
  backup_frequency: { type: 'enum vmpp_backup_frequency', since: '5.6FP1', removed: '6.2' },
  backup_last_run_time: { type: 'datetime', since: '5.6FP1', removed: '6.2' },
  backup_retention_value: { type: 'int', since: '5.6FP1', removed: '6.2' },
  backup_schedule: { type: '(string -> string) map', since: '5.6FP1', removed: '6.2' },
  backup_type: { type: 'enum vmpp_backup_type', since: '5.6FP1', removed: '6.2', setter: 'pool-operator' },
  is_alarm_enabled: { type: 'bool', since: '5.6FP1', removed: '6.2' },
  is_archive_running: { type: 'bool', since: '5.6FP1', removed: '6.2' },
  is_backup_running: { type: 'bool', since: '5.6FP1', removed: '6.2' },
  is_policy_enabled: { type: 'bool', since: '5.6FP1', removed: '6.2', setter: 'pool-operator' },
  name_description: { type: 'string', since: '5.6FP1', removed: '6.2', setter: 'pool-operator' },
  name_label: { type: 'string', since: '5.6FP1', removed: '6.2', setter: 'pool-operator' },
  recent_alerts: { type: 'string set', since: '5.6FP1', removed: '6.2' },
  uuid: { type: 'string', since: '5.6FP1', removed: '6.2' },
  VMs: { type: 'VM ref set', since: '5.6FP1', removed: '6.2' },
};
