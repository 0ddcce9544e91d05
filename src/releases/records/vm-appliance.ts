/** The fields of a `VM_appliance` record, a group of VMs that start and stop together: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const vmApplianceFields: FieldTable = {
  allowed_operations: { type: 'enum vm_appliance_operation set' },
  current_operations: { type: '(string -> enum vm_appliance_operation) map' },
  name_description: { type: 'string', setter: 'pool-operator' },
  name_label: { type: 'string', setter: 'pool-operator' },
  uuid: { type: 'string' },
  VMs: { type: 'VM ref set' },
};
