/** The fields of a `GPU_group` record, a group of GPUs over the pool: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const gpuGroupFields: FieldTable = {
  allocation_algorithm: { type: 'enum allocation_algorithm', since: '6.2SP1', setter: 'pool-operator' },
  enabled_VGPU_types: { type: 'VGPU_type ref set', since: '6.2SP1' },
  GPU_types: { type: 'string set', since: '6.0' },
  name_description: { type: 'string', since: '6.0', setter: 'pool-operator' },
  name_label: { type: 'string', since: '6.0', setter: 'pool-operator' },
  other_config: { type: '(string -> string) map', since: '6.0', setter: 'pool-operator' },
  PGPUs: { type: 'PGPU ref set', since: '6.0' },
  supported_VGPU_types: { type: 'VGPU_type ref set', since: '6.2SP1' },
  uuid: { type: 'string', since: '6.0' },
  VGPUs: { type: 'VGPU ref set', since: '6.0' },
};
