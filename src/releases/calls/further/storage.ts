/** Further calls about storage: refused as the releases refuse them, carried out by none of the rules here (facts: XenAPI data model). */
import type { CallNotations } from './call-notation.js';

export const storage: CallNotations = {
  'SR.assert_can_host_ha_statefile': 'pool-operator async (sr: SR ref) -> void since 5.0',
  'SR.assert_supports_database_replication': 'pool-operator async (sr: SR ref) -> void since 6.0',
  'SR.create':
    'pool-operator async (host: host ref, device_config: (string -> string) map, physical_size: int, name_label: string, name_description: string, type: string, content_type: string, shared: bool, sm_config?: (string -> string) map) -> SR ref',
  'SR.create_new_blob':
    'pool-operator async (sr: SR ref, name: string, mime_type: string, public?: bool) -> blob ref since 5.0',
  'SR.destroy': 'pool-operator async (sr: SR ref) -> void',
  'SR.disable_database_replication': 'pool-operator async (sr: SR ref) -> void since 6.0',
  'SR.enable_database_replication': 'pool-operator async (sr: SR ref) -> void since 6.0',
  'SR.forget': 'pool-operator async (sr: SR ref) -> void',
  'SR.forget_data_source_archives': 'pool-operator (sr: SR ref, data_source: string) -> void since 7.0',
  'SR.get_data_sources': 'read-only (sr: SR ref) -> data_source record set since 7.0',
  'SR.get_supported_types': 'read-only () -> string set',
  'SR.introduce':
    'pool-operator async (uuid: string, name_label: string, name_description: string, type: string, content_type: string, shared: bool, sm_config?: (string -> string) map) -> SR ref',
  'SR.make':
    'pool-operator async (host: host ref, device_config: (string -> string) map, physical_size: int, name_label: string, name_description: string, type: string, content_type: string, sm_config?: (string -> string) map) -> string',
  'SR.probe':
    'pool-operator async (host: host ref, device_config: (string -> string) map, type: string, sm_config?: (string -> string) map) -> string',
  'SR.probe_ext':
    'pool-operator async (host: host ref, device_config: (string -> string) map, type: string, sm_config?: (string -> string) map) -> probe_result record set since 7.5',
  'SR.query_data_source': 'read-only (sr: SR ref, data_source: string) -> float since 7.0',
  'SR.record_data_source': 'pool-operator (sr: SR ref, data_source: string) -> void since 7.0',
  'SR.set_name_description': 'pool-operator async (sr: SR ref, value: string) -> void',
  'SR.set_name_label': 'pool-operator async (sr: SR ref, value: string) -> void',
  'SR.set_physical_size': 'pool-operator (self: SR ref, value: int) -> void',
  'SR.set_shared': 'pool-operator async (sr: SR ref, value: bool) -> void',
  'SR.update': 'pool-operator async (sr: SR ref) -> void',
  'VDI.clone': 'vm-admin async (vdi: VDI ref, driver_params?: (string -> string) map) -> VDI ref',
  'VDI.copy': 'vm-admin async (vdi: VDI ref, sr?: SR ref, base_vdi?: VDI ref, into_vdi?: VDI ref) -> VDI ref',
  'VDI.data_destroy': 'vm-admin async (self: VDI ref) -> void since 7.3',
  'VDI.disable_cbt': 'vm-admin async (self: VDI ref) -> void since 7.3',
  'VDI.enable_cbt': 'vm-admin async (self: VDI ref) -> void since 7.3',
  'VDI.forget': 'vm-admin async (vdi: VDI ref) -> void',
  'VDI.get_nbd_info': 'vm-admin (self: VDI ref) -> vdi_nbd_server_info record set since 7.3',
  'VDI.introduce':
    'vm-admin async (uuid: string, name_label: string, name_description: string, SR: SR ref, type: enum vdi_type, sharable: bool, read_only: bool, other_config: (string -> string) map, location: string, xenstore_data?: (string -> string) map, sm_config?: (string -> string) map, managed?: bool, virtual_size?: int, physical_utilisation?: int, metadata_of_pool?: pool ref, is_a_snapshot?: bool, snapshot_time?: datetime, snapshot_of?: VDI ref) -> VDI ref',
  'VDI.list_changed_blocks': 'vm-operator async (vdi_from: VDI ref, vdi_to: VDI ref) -> string since 7.3',
  'VDI.open_database': 'pool-operator async (self: VDI ref) -> session ref since 6.0',
  'VDI.pool_migrate':
    'vm-power-admin async (vdi: VDI ref, sr: SR ref, options: (string -> string) map) -> VDI ref since 6.1',
  'VDI.read_database_pool_uuid': 'read-only async (self: VDI ref) -> string since 6.0',
  'VDI.resize': 'vm-admin async (vdi: VDI ref, size: int) -> void',
  'VDI.resize_online': 'vm-admin async (vdi: VDI ref, size: int) -> void removed 7.3',
  'VDI.revert': 'vm-power-admin async (snapshot: VDI ref) -> void since xapi 26.16.0',
  'VDI.set_allow_caching': 'vm-admin async (self: VDI ref, value: bool) -> void since 5.6FP1',
  'VDI.set_name_description': 'vm-admin async (self: VDI ref, value: string) -> void',
  'VDI.set_name_label': 'vm-admin async (self: VDI ref, value: string) -> void',
  'VDI.set_on_boot': 'vm-admin async (self: VDI ref, value: enum on_boot) -> void since 5.6FP1',
  'VDI.set_read_only': 'vm-admin (self: VDI ref, value: bool) -> void',
  'VDI.set_sharable': 'vm-admin (self: VDI ref, value: bool) -> void since 5.5',
  'VDI.snapshot': 'vm-admin async (vdi: VDI ref, driver_params?: (string -> string) map) -> VDI ref',
  'VDI.update': 'vm-admin async (vdi: VDI ref) -> void',
  'VBD.assert_attachable': 'vm-admin async (self: VBD ref) -> void',
  'VBD.plug': 'vm-admin async (self: VBD ref) -> void',
  'VBD.set_mode': 'vm-admin async (self: VBD ref, value: enum vbd_mode) -> void',
  'VBD.unplug': 'vm-admin async (self: VBD ref) -> void',
  'VBD.unplug_force': 'vm-admin async (self: VBD ref) -> void',
  'PBD.set_device_config': 'pool-operator async (self: PBD ref, value: (string -> string) map) -> void',
  'LVHD.enable_thin_provisioning':
    'pool-admin async (host: host ref, SR: SR ref, initial_allocation: int, allocation_quantum: int) -> string since 7.0',
  'DR_task.create':
    'pool-operator async (type: string, device_config: (string -> string) map, whitelist: string set) -> DR_task ref since 6.0',
  'DR_task.destroy': 'pool-operator async (self: DR_task ref) -> void since 6.0',
  'crashdump.destroy': 'pool-operator async (self: crashdump ref) -> void',
  'blob.create': 'pool-operator (mime_type: string, public?: bool) -> blob ref since 5.0',
  'blob.destroy': 'pool-operator (self: blob ref) -> void since 5.0',
};
