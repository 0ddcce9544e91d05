/** The fields of a `PGPU` record, a physical GPU: types as the data model writes them, and since when (facts: XenAPI data model). */
import type { FieldTable } from './field-table.js';

export const pgpuFields: FieldTable = {
  compatibility_metadata: { type: '(string -> string) map', since: '7.3' },
  dom0_access: { type: 'enum pci_dom0_access', since: '6.5SP1' },
  enabled_VGPU_types: { type: 'VGPU_type ref set', since: '6.2SP1' },
  GPU_group: { type: 'GPU_group ref', since: '6.0' },
  host: { type: 'host ref', since: '6.0' },
  is_system_display_device: { type: 'bool', since: '6.5SP1' },
  other_config: { type: '(string -> string) map', since: '6.0', setter: 'pool-operator' },
  PCI: { type: 'PCI ref', since: '6.0' },
  resident_VGPUs: { type: 'VGPU ref set', since: '6.2SP1' },
  supported_VGPU_max_capacities: { type: '(VGPU_type ref -> int) map', since: '6.2SP1' },
  supported_VGPU_types: { type: 'VGPU_type ref set', since: '6.2SP1' },
  uuid: { type: 'string', since: '6.0' },
};
