/** The fields of a `SR` record, a storage repository: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const srFields: FieldTable = {
  allowed_operations: { type: 'enum storage_operations set' },
  blobs: { type: '(string -> blob ref) map', since: '5.0' },
  clustered: { type: 'bool', since: '7.0' },
  content_type: { type: 'string' },
  current_operations: { type: '(string -> enum storage_operations) map' },
  introduced_by: { type: 'DR_task ref', since: '6.0' },
  is_tools_sr: { type: 'bool', since: '7.0' },
  local_cache_enabled: { type: 'bool', since: '5.6FP1' },
  name_description: { type: 'string' },
  name_label: { type: 'string' },
  other_config: { type: '(string -> string) map', setter: 'pool-operator' },
  PBDs: { type: 'PBD ref set' },
  physical_size: { type: 'int' },
  physical_utilisation: { type: 'int' },
  shared: { type: 'bool' },
  sm_config: { type: '(string -> string) map', setter: 'pool-operator' },
  tags: { type: 'string set', since: '5.0', setter: 'vm-operator' },
  type: { type: 'string' },
  uuid: { type: 'string' },
  VDIs: { type: 'VDI ref set' },
  virtual_allocation: { type: 'int' },
};
