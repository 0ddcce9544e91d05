/** The fields of a `crashdump` record, a crash dump of a VM: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const crashdumpFields: FieldTable = {
  other_config: { type: '(string -> string) map', setter: 'pool-operator' },
  uuid: { type: 'string' },
  VDI: { type: 'VDI ref' },
  VM: { type: 'VM ref' },
};
