/** Further calls about the pool: refused as the releases refuse them, carried out by none of the rules here (facts: XenAPI data model). */
import type { CallNotations } from './call-notation.js';

export const pool: CallNotations = {
  'pool.add_repository': 'pool-operator async (self: pool ref, value: Repository ref) -> void since xapi 1.301.0',
  'pool.add_to_guest_agent_config': 'pool-admin async (self: pool ref, key: string, value: string) -> void since 7.0',
  'pool.apply_edition': 'pool-operator async (self: pool ref, edition: string) -> void since 6.2',
  'pool.certificate_install': 'pool-operator async (name: string, cert: string) -> void since 5.5',
  'pool.certificate_list': 'pool-operator async () -> string set since 5.5',
  'pool.certificate_sync': 'pool-operator async () -> void since 5.5',
  'pool.certificate_uninstall': 'pool-operator async (name: string) -> void since 5.5',
  'pool.check_update_readiness':
    'pool-operator async (self: pool ref, requires_reboot: bool) -> string set set since xapi 1.304.0',
  'pool.configure_repository_proxy':
    'pool-operator async (self: pool ref, url: string, username: string, password: string) -> void since xapi 21.3.0',
  'pool.configure_update_sync':
    'pool-operator async (self: pool ref, update_sync_frequency: enum update_sync_frequency, update_sync_day: int) -> void since xapi 23.18.0',
  'pool.create_new_blob':
    'pool-operator async (pool: pool ref, name: string, mime_type: string, public?: bool since 6.1) -> blob ref since 5.0',
  'pool.create_VLAN': 'pool-operator async (device: string, network: network ref, VLAN: int) -> PIF ref set',
  'pool.create_VLAN_from_PIF': 'pool-operator async (pif: PIF ref, network: network ref, VLAN: int) -> PIF ref set',
  'pool.crl_install': 'pool-operator async (name: string, cert: string) -> void since 5.5',
  'pool.crl_list': 'pool-operator async () -> string set since 5.5',
  'pool.crl_uninstall': 'pool-operator async (name: string) -> void since 5.5',
  'pool.detect_nonhomogeneous_external_auth': 'pool-operator (pool: pool ref) -> void since 5.5',
  'pool.disable_client_certificate_auth': 'pool-operator async (self: pool ref) -> void since xapi 1.318.0',
  'pool.disable_external_auth': 'pool-admin (pool: pool ref, config?: (string -> string) map) -> void since 5.5',
  'pool.disable_local_storage_caching': 'pool-operator async (self: pool ref) -> void since 5.6FP1',
  'pool.disable_redo_log': 'pool-operator async () -> void since 5.6',
  'pool.disable_repository_proxy': 'pool-operator async (self: pool ref) -> void since xapi 21.4.0',
  'pool.disable_ssh': 'pool-admin async (self: pool ref) -> void since xapi 25.13.0',
  'pool.eject': 'pool-operator async (host: host ref) -> void',
  'pool.enable_client_certificate_auth':
    'pool-operator async (self: pool ref, name: string) -> void since xapi 1.318.0',
  'pool.enable_external_auth':
    'pool-admin (pool: pool ref, config: (string -> string) map, service_name: string, auth_type: string) -> void since 5.5',
  'pool.enable_local_storage_caching': 'pool-operator async (self: pool ref) -> void since 5.6FP1',
  'pool.enable_redo_log': 'pool-operator async (sr: SR ref) -> void since 5.6',
  'pool.enable_ssh': 'pool-admin async (self: pool ref) -> void since xapi 25.13.0',
  'pool.enable_ssl_legacy': 'pool-operator async (self: pool ref) -> void since 7.0 removed 8.2',
  'pool.external_auth_set_ldaps': 'pool-admin (pool: pool ref, ldaps: bool, force?: bool) -> void since xapi 26.16.0',
  'pool.get_guest_secureboot_readiness':
    'pool-operator (self: pool ref) -> enum pool_guest_secureboot_readiness since xapi 24.17.0',
  'pool.ha_compute_hypothetical_max_host_failures_to_tolerate':
    'read-only (configuration: (VM ref -> string) map) -> int since 5.0',
  'pool.ha_compute_vm_failover_plan':
    'pool-operator (failed_hosts: host ref set, failed_vms: VM ref set) -> (VM ref -> (string -> string) map) map since 5.0',
  'pool.ha_failover_plan_exists': 'pool-operator (n: int) -> bool since 5.0',
  'pool.has_extension': 'pool-admin async (self: pool ref, name: string) -> bool since 7.0',
  'pool.install_ca_certificate': 'pool-operator async (name: string, cert: string) -> void since xapi 1.290.0',
  'pool.install_trusted_certificate':
    'pool-operator async (self: pool ref, ca: bool, cert: string, purpose: enum certificate_purpose set) -> void since xapi 26.13.0',
  'pool.join': 'pool-operator async (master_address: string, master_username: string, master_password: string) -> void',
  'pool.join_force':
    'pool-operator async (master_address: string, master_username: string, master_password: string) -> void',
  'pool.management_reconfigure': 'pool-operator async (network: network ref) -> void since 7.3',
  'pool.remove_from_guest_agent_config': 'pool-admin async (self: pool ref, key: string) -> void since 7.0',
  'pool.remove_repository': 'pool-operator async (self: pool ref, value: Repository ref) -> void since xapi 1.301.0',
  'pool.reset_telemetry_uuid': 'pool-admin async (self: pool ref) -> void since xapi 23.9.0',
  'pool.retrieve_wlb_configuration': 'read-only async () -> (string -> string) map since 5.5',
  'pool.retrieve_wlb_recommendations': 'read-only async () -> (VM ref -> string set) map since 5.5',
  'pool.rotate_secret': 'pool-admin async () -> void since 8.2HF2',
  'pool.send_test_post': 'pool-admin async (host: string, port: int, body: string) -> string since 5.5',
  'pool.send_wlb_configuration': 'pool-operator async (config: (string -> string) map) -> void since 5.5',
  'pool.set_console_idle_timeout': 'pool-admin async (self: pool ref, value: int) -> void since xapi 25.21.0',
  'pool.set_custom_uefi_certificates': 'pool-admin async (self: pool ref, value: string) -> void since xapi 24.0.0',
  'pool.set_ext_auth_cache_enabled': 'pool-operator async (self: pool ref, value: bool) -> void since xapi 24.31.0',
  'pool.set_ext_auth_cache_expiry': 'pool-operator async (self: pool ref, value: int) -> void since xapi 24.31.0',
  'pool.set_ext_auth_cache_size': 'pool-operator async (self: pool ref, value: int) -> void since xapi 24.31.0',
  'pool.set_ext_auth_max_threads': 'pool-operator (self: pool ref, value: int) -> void since xapi 23.27.0',
  'pool.set_https_only': 'pool-operator async (self: pool ref, value: bool) -> void since xapi 22.27.0',
  'pool.set_igmp_snooping_enabled': 'pool-operator async (self: pool ref, value: bool) -> void since 7.3',
  'pool.set_local_auth_max_threads': 'pool-operator (self: pool ref, value: int) -> void since xapi 23.27.0',
  'pool.set_repositories': 'pool-operator async (self: pool ref, value: Repository ref set) -> void since xapi 1.301.0',
  'pool.set_ssh_auto_mode': 'pool-admin async (self: pool ref, value: bool) -> void since xapi 25.27.0',
  'pool.set_ssh_enabled_timeout': 'pool-admin async (self: pool ref, value: int) -> void since xapi 25.21.0',
  'pool.set_telemetry_next_collection': 'pool-admin async (self: pool ref, value: datetime) -> void since xapi 23.9.0',
  'pool.set_uefi_certificates': 'pool-admin async (self: pool ref, value: string) -> void since xapi 22.16.0',
  'pool.set_update_sync_enabled': 'pool-operator async (self: pool ref, value: bool) -> void since xapi 23.18.0',
  'pool.set_vswitch_controller': 'pool-operator async (address: string) -> void since 5.6',
  'pool.sync_trusted_certificates_from':
    'pool-operator async (self: pool ref, remote_pool: string, remote_session: session ref, remote_certificate: string, ca: bool) -> Certificate ref set since xapi 26.16.0',
  'pool.sync_updates':
    'pool-operator async (self: pool ref, force: bool, token?: string, token_id?: string, username?: string since xapi 25.7.0, password?: string since xapi 25.7.0) -> string since xapi 1.329.0',
  'pool.test_archive_target': 'pool-operator (self: pool ref, config: (string -> string) map) -> string since 5.6FP1',
  'pool.uninstall_ca_certificate':
    'pool-operator async (name: string, force?: bool since xapi 24.35.0) -> void since xapi 1.290.0',
  'pool.uninstall_trusted_certificate':
    'pool-operator async (self: pool ref, certificate: Certificate ref) -> void since xapi 26.13.0',
};
