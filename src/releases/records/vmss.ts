/** The fields of a `VMSS` record, a schedule of snapshots: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const vmssFields: FieldTable = {
  enabled: { type: 'bool', setter: 'pool-operator' },
  frequency: { type: 'enum vmss_frequency' },
  last_run_time: { type: 'datetime' },
  name_description: { type: 'string', setter: 'pool-operator' },
  name_label: { type: 'string', setter: 'pool-operator' },
  retained_snapshots: { type: 'int' },
  schedule: { type: '(string -> string) map' },
  type: { type: 'enum vmss_type' },
  uuid: { type: 'string' },
  VMs: { type: 'VM ref set' },
};
