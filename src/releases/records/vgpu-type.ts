/** The fields of a `VGPU_type` record, a type of virtual GPU: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const vgpuTypeFields: FieldTable = {
  compatible_types_in_vm: { type: 'VGPU_type ref set', since: '8.1' },
  enabled_on_GPU_groups: { type: 'GPU_group ref set', since: '6.2SP1' },
  enabled_on_PGPUs: { type: 'PGPU ref set', since: '6.2SP1' },
  experimental: { type: 'bool', since: '7.0' },
  framebuffer_size: { type: 'int', since: '6.2SP1' },
  identifier: { type: 'string', since: '7.0' },
  implementation: { type: 'enum vgpu_type_implementation', since: '7.0' },
  max_heads: { type: 'int', since: '6.2SP1' },
  max_resolution_x: { type: 'int', since: '6.2SP1' },
  max_resolution_y: { type: 'int', since: '6.2SP1' },
  model_name: { type: 'string', since: '6.2SP1' },
  supported_on_GPU_groups: { type: 'GPU_group ref set', since: '6.2SP1' },
  supported_on_PGPUs: { type: 'PGPU ref set', since: '6.2SP1' },
  uuid: { type: 'string', since: '6.2SP1' },
  vendor_name: { type: 'string', since: '6.2SP1' },
  VGPUs: { type: 'VGPU ref set', since: '6.2SP1' },
};
