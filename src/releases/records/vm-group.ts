/** The fields of a `VM_group` record, a group of VMs with a placement rule: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const vmGroupFields: FieldTable = {
  name_description: { type: 'string', setter: 'vm-admin' },
  name_label: { type: 'string', setter: 'vm-admin' },
  placement: { type: 'enum placement_policy', since: 'xapi 24.19.1' },
  uuid: { type: 'string' },
  VMs: { type: 'VM ref set', since: 'xapi 24.19.1' },
};
