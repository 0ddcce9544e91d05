/** The fields of a `host_patch` record, a hotfix as applied to one host: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const hostPatchFields: FieldTable = {
  applied: { type: 'bool' },
  host: { type: 'host ref' },
  name_description: { type: 'string' },
  name_label: { type: 'string' },
  other_config: { type: '(string -> string) map', setter: 'pool-operator' },
  pool_patch: { type: 'pool_patch ref' },
  size: { type: 'int' },
  timestamp_applied: { type: 'datetime' },
  uuid: { type: 'string' },
  version: { type: 'string' },
};
