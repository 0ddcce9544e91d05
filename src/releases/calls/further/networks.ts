/** Further calls about networks and interfaces: refused as the releases refuse them, carried out by none of the rules here (facts: XenAPI data model). */
import type { CallNotations } from './call-notation.js';

export const networks: CallNotations = {
  'network.add_purpose': 'pool-admin async (self: network ref, value: enum network_purpose) -> void since 7.3',
  'network.create_new_blob':
    'pool-operator async (network: network ref, name: string, mime_type: string, public?: bool) -> blob ref since 5.0',
  'network.remove_purpose': 'pool-admin async (self: network ref, value: enum network_purpose) -> void since 7.3',
  'network.set_default_locking_mode':
    'pool-operator async (network: network ref, value: enum network_default_locking_mode) -> void since 6.1',
  'VIF.add_ipv4_allowed': 'pool-operator async (self: VIF ref, value: string) -> void since 6.1',
  'VIF.add_ipv6_allowed': 'pool-operator async (self: VIF ref, value: string) -> void since 6.1',
  'VIF.add_trunks': 'vm-admin async (self: VIF ref, value: int) -> void since xapi 26.17.0',
  'VIF.configure_ipv4':
    'vm-operator async (self: VIF ref, mode: enum vif_ipv4_configuration_mode, address?: string, gateway?: string) -> void since 7.0',
  'VIF.configure_ipv6':
    'vm-operator async (self: VIF ref, mode: enum vif_ipv6_configuration_mode, address?: string, gateway?: string) -> void since 7.0',
  'VIF.move': 'vm-admin async (self: VIF ref, network: network ref) -> void since 7.1',
  'VIF.plug': 'vm-admin async (self: VIF ref) -> void',
  'VIF.remove_ipv4_allowed': 'pool-operator async (self: VIF ref, value: string) -> void since 6.1',
  'VIF.remove_ipv6_allowed': 'pool-operator async (self: VIF ref, value: string) -> void since 6.1',
  'VIF.remove_trunks': 'vm-admin async (self: VIF ref, value: int) -> void since xapi 26.17.0',
  'VIF.set_ipv4_allowed': 'pool-operator async (self: VIF ref, value: string set) -> void since 6.1',
  'VIF.set_ipv6_allowed': 'pool-operator async (self: VIF ref, value: string set) -> void since 6.1',
  'VIF.set_locking_mode': 'pool-operator async (self: VIF ref, value: enum vif_locking_mode) -> void since 6.1',
  'VIF.set_trunks': 'vm-admin async (self: VIF ref, value: int set) -> void since xapi 26.17.0',
  'VIF.unplug': 'vm-admin async (self: VIF ref) -> void',
  'VIF.unplug_force': 'vm-admin async (self: VIF ref) -> void since 6.0',
  'PIF.create_VLAN': 'pool-operator async (device: string, network: network ref, host: host ref, VLAN: int) -> PIF ref',
  'PIF.db_forget': 'pool-operator async (self: PIF ref) -> void since 5.0',
  'PIF.db_introduce':
    'pool-operator async (device: string, network: network ref, host: host ref, MAC: string, MTU: int, VLAN: int, physical: bool, ip_configuration_mode: enum ip_configuration_mode, IP: string, netmask: string, gateway: string, DNS: string, bond_slave_of: Bond ref, VLAN_master_of: VLAN ref, management: bool, other_config: (string -> string) map, disallow_unplug?: bool, ipv6_configuration_mode?: enum ipv6_configuration_mode, IPv6?: string set, ipv6_gateway?: string, primary_address_type?: enum primary_address_type, managed?: bool, properties?: (string -> string) map) -> PIF ref since 5.0',
  'PIF.destroy': 'pool-operator async (self: PIF ref) -> void',
  'PIF.forget': 'pool-operator async (self: PIF ref) -> void',
  'PIF.introduce': 'pool-operator async (host: host ref, MAC: string, device: string, managed?: bool) -> PIF ref',
  'PIF.plug': 'pool-operator async (self: PIF ref) -> void',
  'PIF.reconfigure_ip':
    'pool-operator async (self: PIF ref, mode: enum ip_configuration_mode, IP: string, netmask: string, gateway: string, DNS: string) -> void',
  'PIF.reconfigure_ipv6':
    'pool-operator async (self: PIF ref, mode: enum ipv6_configuration_mode, IPv6: string, gateway: string, DNS: string) -> void since 6.1',
  'PIF.scan': 'pool-operator async (host: host ref) -> void',
  'PIF.set_disallow_unplug': 'pool-operator async (self: PIF ref, value: bool) -> void since 5.0',
  'PIF.set_primary_address_type':
    'pool-operator async (self: PIF ref, primary_address_type: enum primary_address_type) -> void since 6.1',
  'PIF.set_property': 'pool-operator async (self: PIF ref, name: string, value: string) -> void since 6.5',
  'PIF.unplug': 'pool-operator async (self: PIF ref) -> void',
  'Bond.create':
    'pool-operator async (network: network ref, members: PIF ref set, MAC: string, mode?: enum bond_mode, properties?: (string -> string) map) -> Bond ref',
  'Bond.destroy': 'pool-operator async (self: Bond ref) -> void',
  'Bond.set_mode': 'pool-operator async (self: Bond ref, value: enum bond_mode) -> void since 6.0',
  'Bond.set_property': 'pool-operator async (self: Bond ref, name: string, value: string) -> void since 6.1',
  'VLAN.create': 'pool-operator async (tagged_PIF: PIF ref, tag: int, network: network ref) -> VLAN ref',
  'VLAN.destroy': 'pool-operator async (self: VLAN ref) -> void',
  'tunnel.create':
    'pool-operator async (transport_PIF: PIF ref, network: network ref, protocol?: enum tunnel_protocol) -> tunnel ref since 5.6FP1',
  'tunnel.destroy': 'pool-operator async (self: tunnel ref) -> void since 5.6FP1',
  'network_sriov.create': 'pool-operator async (pif: PIF ref, network: network ref) -> network_sriov ref since 7.5',
  'network_sriov.destroy': 'pool-operator async (self: network_sriov ref) -> void since 7.5',
  'network_sriov.get_remaining_capacity': 'read-only async (self: network_sriov ref) -> int since 7.5',
  'SDN_controller.forget': 'pool-operator async (self: SDN_controller ref) -> void since 7.2',
  'SDN_controller.introduce':
    'pool-operator async (protocol?: enum sdn_controller_protocol, address?: string, port?: int) -> SDN_controller ref since 7.2',
};
