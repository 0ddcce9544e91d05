/** Further calls about devices: refused as the releases refuse them, carried out by none of the rules here (facts: XenAPI data model). */
import type { CallNotations } from './call-notation.js';

export const devices: CallNotations = {
  'PCI.disable_dom0_access': 'pool-operator async (self: PCI ref) -> enum pci_dom0_access since xapi 24.14.0',
  'PCI.enable_dom0_access': 'pool-operator async (self: PCI ref) -> enum pci_dom0_access since xapi 24.14.0',
  'PCI.get_dom0_access_status': 'pool-operator async (self: PCI ref) -> enum pci_dom0_access since xapi 24.14.0',
  'PGPU.add_enabled_VGPU_types': 'pool-operator async (self: PGPU ref, value: VGPU_type ref) -> void since 6.2SP1',
  'PGPU.disable_dom0_access': 'pool-operator async (self: PGPU ref) -> enum pci_dom0_access since 6.5SP1',
  'PGPU.enable_dom0_access': 'pool-operator async (self: PGPU ref) -> enum pci_dom0_access since 6.5SP1',
  'PGPU.get_remaining_capacity': 'read-only async (self: PGPU ref, vgpu_type: VGPU_type ref) -> int since 6.2SP1',
  'PGPU.remove_enabled_VGPU_types': 'pool-operator async (self: PGPU ref, value: VGPU_type ref) -> void since 6.2SP1',
  'PGPU.set_enabled_VGPU_types': 'pool-operator async (self: PGPU ref, value: VGPU_type ref set) -> void since 6.2SP1',
  'PGPU.set_GPU_group': 'pool-operator async (self: PGPU ref, value: GPU_group ref) -> void since 6.2SP1',
  'GPU_group.create':
    'pool-operator async (name_label?: string, name_description?: string, other_config?: (string -> string) map) -> GPU_group ref since 6.0',
  'GPU_group.destroy': 'pool-operator async (self: GPU_group ref) -> void since 6.0',
  'GPU_group.get_remaining_capacity':
    'read-only async (self: GPU_group ref, vgpu_type: VGPU_type ref) -> int since 6.2SP1',
  'VGPU.create':
    'pool-operator async (VM: VM ref, GPU_group: GPU_group ref, device?: string, other_config?: (string -> string) map, type?: VGPU_type ref) -> VGPU ref since 6.0',
  'VGPU.destroy': 'pool-operator async (self: VGPU ref) -> void since 6.0',
  'PUSB.scan': 'pool-admin async (host: host ref) -> void since 7.3',
  'PUSB.set_passthrough_enabled': 'pool-admin async (self: PUSB ref, value: bool) -> void since 7.3',
  'USB_group.create':
    'pool-admin async (name_label?: string, name_description?: string, other_config?: (string -> string) map) -> USB_group ref since 7.3',
  'USB_group.destroy': 'pool-admin async (self: USB_group ref) -> void since 7.3',
  'VUSB.create':
    'pool-admin async (VM: VM ref, USB_group: USB_group ref, other_config?: (string -> string) map) -> VUSB ref since 7.3',
  'VUSB.destroy': 'pool-admin async (self: VUSB ref) -> void since 7.3',
  'VUSB.unplug': 'pool-admin async (self: VUSB ref) -> void since 7.3',
  'VTPM.create': 'vm-admin async (vM: VM ref, is_unique: bool) -> VTPM ref since xapi 22.26.0',
  'VTPM.destroy': 'vm-admin async (self: VTPM ref) -> void since xapi 22.26.0',
  'Host_driver.deselect': 'pool-admin async (self: Host_driver ref) -> void since xapi 25.2.0',
  'Host_driver.rescan': 'pool-admin async (host: host ref) -> void since xapi 25.2.0',
  'Host_driver.select':
    'pool-admin async (self: Host_driver ref, variant: Driver_variant ref) -> void since xapi 25.2.0',
  'Driver_variant.select': 'pool-admin async (self: Driver_variant ref) -> void since xapi 25.2.0',
};
