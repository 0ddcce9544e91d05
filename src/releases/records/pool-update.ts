/** The fields of a `pool_update` record, an update of 7.1 and later: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const poolUpdateFields: FieldTable = {
  after_apply_guidance: { type: 'enum update_after_apply_guidance set', since: '7.1' },
  enforce_homogeneity: { type: 'bool', since: '7.3' },
  hosts: { type: 'host ref set', since: '7.1' },
  installation_size: { type: 'int', since: '7.1' },
  key: { type: 'string', since: '7.1' },
  name_description: { type: 'string' },
  name_label: { type: 'string' },
  other_config: { type: '(string -> string) map', since: '7.3', setter: 'pool-operator' },
  uuid: { type: 'string' },
  vdi: { type: 'VDI ref' },
  version: { type: 'string', since: '7.1' },
};
