/** The fields of a `VLAN` record, a VLAN on an interface: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const vlanFields: FieldTable = {
  other_config: { type: '(string -> string) map', setter: 'pool-operator' },
  tag: { type: 'int' },
  tagged_PIF: { type: 'PIF ref' },
  untagged_PIF: { type: 'PIF ref' },
  uuid: { type: 'string' },
};
