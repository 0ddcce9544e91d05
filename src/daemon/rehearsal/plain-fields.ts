/**
 * Which texts of a pool's records may be kept: names, addresses and versions that a rehearsal is about. Numbers, booleans,
 * enumerations, dates and references are kept by their type; every other text is taken for a secret, since descriptions,
 * settings and configurations of storage do hold passwords in the field.
 */

/** Fields of type string, or set of string, whose whole value is kept, in whatever class. */
export const plainTexts: ReadonlySet<string> = new Set([
  ...['uuid', 'name_label', 'address', 'hostname', 'type', 'content_type', 'bridge', 'device', 'userdevice', 'MAC'],
  ...['IP', 'netmask', 'gateway', 'DNS', 'IPv6', 'ipv6_gateway', 'vswitch_controller', 'wlb_url', 'ha_statefiles'],
  ...['ha_network_peers', 'ha_restart_priority', 'ha_cluster_stack', 'API_version_vendor', 'capabilities', 'edition'],
  ...['editions', 'tags', 'sched_policy', 'supported_bootloaders', 'power_on_mode', 'external_auth_type', 'version'],
  ...['HVM_boot_policy', 'PV_bootloader', 'domarch', 'cluster_stack', 'max_cstate', 'timezone', 'last_update_hash'],
  ...['qos_algorithm_type', 'qos_supported_algorithms', 'pending_forget', 'reference_label', 'fingerprint', 'key'],
  // Hardware.
  ...['pci_id', 'class_id', 'class_name', 'vendor', 'vendor_id', 'vendor_name', 'vendor_desc', 'model', 'model_name'],
  ...['modelname', 'family', 'stepping', 'features', 'flags', 'device_id', 'device_name', 'driver_name', 'product_id'],
  ...['product_desc', 'GPU_types', 'subsystem_vendor_id', 'subsystem_vendor_name', 'subsystem_device_id'],
  ...['subsystem_device_name', 'driver_version', 'required_cluster_stack', 'required_api_version'],
]);

/** Maps whose values are kept as they are: versions, features and hardware. */
export const plainMaps: ReadonlySet<string> = new Set([
  ...['software_version', 'API_version_vendor_implementation', 'cpu_info', 'cpu_configuration', 'chipset_info'],
  ...['last_boot_CPU_flags', 'PV_drivers_version', 'os_version', 'platform', 'HVM_boot_params', 'VCPUs_params'],
  ...['blocked_operations', 'restrictions', 'memory'],
]);

/** Of other maps, the keys whose values are kept. */
export const plainKeys: readonly RegExp[] = [
  /^(?:boot_time|agent_start_time|auto_poweron|rolling_upgrade_in_progress|MAINTENANCE_MODE|maintenance_mode)$/,
  /^drydock_/,
  // license_params: what the licence allows.
  /^(?:restrict_|enable_|regular_)/,
  /^(?:expiry|sku_type|license_type|version|productcode|sockets)$/,
  // VM_guest_metrics.other.
  /^(?:feature-|data-)/,
  // pool.health_check_config.
  /^Enrollment$/,
  // PBD.device_config: where storage is, never how one gets in.
  /^(?:server|serverpath|target|targetIQN|SCSIid|LUNid|nfsversion)$/,
  // PIF.other_config and network.other_config.
  /^(?:bond-mode|hashing_algorithm|vlan-bug-workaround|ethtool-|is_guest_installer_network|is_host_internal_management_network)/,
];
