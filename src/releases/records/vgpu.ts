/** The fields of a `VGPU` record, a virtual GPU: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const vgpuFields: FieldTable = {
  compatibility_metadata: { type: '(string -> string) map', since: '7.3' },
  currently_attached: { type: 'bool', since: '6.0' },
  device: { type: 'string', since: '6.0' },
  extra_args: { type: 'string', since: '8.1', setter: 'pool-operator' },
  GPU_group: { type: 'GPU_group ref', since: '6.0' },
  other_config: { type: '(string -> string) map', since: '6.0', setter: 'pool-operator' },
  PCI: { type: 'PCI ref', since: '8.1' },
  resident_on: { type: 'PGPU ref', since: '6.2SP1' },
  scheduled_to_be_resident_on: { type: 'PGPU ref', since: '7.0' },
  type: { type: 'VGPU_type ref', since: '6.2SP1' },
  uuid: { type: 'string', since: '6.0' },
  VM: { type: 'VM ref', since: '6.0' },
};
