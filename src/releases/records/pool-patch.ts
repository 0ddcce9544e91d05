/** The fields of a `pool_patch` record, a hotfix of the releases before 7.1: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const poolPatchFields: FieldTable = {
  after_apply_guidance: { type: 'enum after_apply_guidance set' },
  host_patches: { type: 'host_patch ref set' },
  name_description: { type: 'string' },
  name_label: { type: 'string' },
  other_config: { type: '(string -> string) map', setter: 'pool-operator' },
  pool_applied: { type: 'bool' },
  pool_update: { type: 'pool_update ref', since: '7.1' },
  size: { type: 'int' },
  uuid: { type: 'string' },
  version: { type: 'string' },
};
