/** The lists of a record that are the other side of a reference: `host.PCIs` holds what says `PCI.host`. */
import type { RecordClass } from '../../releases/records/record-tables.js';

export interface Relation {
  /** The list. */
  readonly field: string;
  /** The class whose objects stand in it, and their reference to the owner. */
  readonly of: RecordClass;
  readonly by: string;
}

/** Source: XenAPI data model, relations of Datamodel.all_relations, as far as the far side is an object of the inventory. */
export const relations: Readonly<Partial<Record<RecordClass, readonly Relation[]>>> = {
  host: [
    { field: 'PCIs', of: 'PCI', by: 'host' },
    { field: 'PGPUs', of: 'PGPU', by: 'host' },
    { field: 'PUSBs', of: 'PUSB', by: 'host' },
    { field: 'patches', of: 'host_patch', by: 'host' },
    { field: 'updates', of: 'pool_update', by: 'hosts' },
    { field: 'features', of: 'Feature', by: 'host' },
    { field: 'crashdumps', of: 'host_crashdump', by: 'host' },
  ],
  VM: [
    { field: 'VGPUs', of: 'VGPU', by: 'VM' },
    { field: 'VUSBs', of: 'VUSB', by: 'VM' },
    { field: 'VIFs', of: 'VIF', by: 'VM' },
    { field: 'consoles', of: 'console', by: 'VM' },
    { field: 'VTPMs', of: 'VTPM', by: 'VM' },
  ],
  network: [{ field: 'VIFs', of: 'VIF', by: 'network' }],
  PIF: [
    { field: 'VLAN_slave_of', of: 'VLAN', by: 'tagged_PIF' },
    { field: 'bond_master_of', of: 'Bond', by: 'master' },
    { field: 'tunnel_transport_PIF_of', of: 'tunnel', by: 'transport_PIF' },
    { field: 'sriov_physical_PIF_of', of: 'network_sriov', by: 'physical_PIF' },
  ],
  GPU_group: [
    { field: 'PGPUs', of: 'PGPU', by: 'GPU_group' },
    { field: 'VGPUs', of: 'VGPU', by: 'GPU_group' },
  ],
  USB_group: [
    { field: 'PUSBs', of: 'PUSB', by: 'USB_group' },
    { field: 'VUSBs', of: 'VUSB', by: 'USB_group' },
  ],
  pool_patch: [{ field: 'host_patches', of: 'host_patch', by: 'pool_patch' }],
  Cluster: [{ field: 'cluster_hosts', of: 'Cluster_host', by: 'cluster' }],
  VM_appliance: [{ field: 'VMs', of: 'VM', by: 'appliance' }],
  VMSS: [{ field: 'VMs', of: 'VM', by: 'snapshot_schedule' }],
  VMPP: [{ field: 'VMs', of: 'VM', by: 'protection_policy' }],
};
