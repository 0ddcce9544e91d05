/** Interfaces with their addresses and name servers, bonds with their members, VLANs with their tags, networks. */
import type { WireStruct } from '../wire/wire-value.js';
import type { InventoryItem } from './inventory.js';
import type { InventoryRecords } from './read-inventory.js';
import { isTransient } from './transient-settings.js';
import { isReference, list, present, settings, text } from './wire-text.js';

export function networkItems(records: InventoryRecords): InventoryItem[] {
  return [...interfaces(records), ...bonds(records), ...vlans(records), ...networks(records)];
}

function interfaces(records: InventoryRecords): InventoryItem[] {
  return [...records.PIF.values()].map((pif) => ({
    kind: 'interface',
    uuid: text(pif, 'uuid') ?? '',
    name: `${deviceOf(pif)} of ${hostName(records, pif)}`,
    host: hostUuid(records, pif),
    facts: present({
      card: text(pif, 'MAC'),
      isManagement: text(pif, 'management'),
      mode: text(pif, 'ip_configuration_mode'),
      ...addresses(pif),
      mtu: text(pif, 'MTU'),
      network: text(records.network.get(text(pif, 'network') ?? '') ?? {}, 'uuid'),
    }),
  }));
}

/** What DHCP gives may be another any day; what somebody set must be the same. */
function addresses(pif: WireStruct): Record<string, string | undefined> {
  if (text(pif, 'ip_configuration_mode') !== 'Static') return {};
  return {
    address: text(pif, 'IP'),
    netmask: text(pif, 'netmask'),
    gateway: text(pif, 'gateway'),
    nameServers: text(pif, 'DNS'),
  };
}

function bonds(records: InventoryRecords): InventoryItem[] {
  return [...records.Bond.values()].map((bond) => {
    const master = records.PIF.get(text(bond, 'master') ?? '') ?? {};
    const members = (list(bond, 'slaves') ?? []).map((ref) => text(records.PIF.get(ref) ?? {}, 'device') ?? 'gone');
    return {
      kind: 'bond',
      uuid: text(bond, 'uuid') ?? '',
      name: `${deviceOf(master)} of ${hostName(records, master)}`,
      host: hostUuid(records, master),
      facts: present({ mode: text(bond, 'mode'), members: members.sort().join(' ') }),
    };
  });
}

function vlans(records: InventoryRecords): InventoryItem[] {
  return [...records.VLAN.values()].map((vlan) => {
    const below = records.PIF.get(text(vlan, 'tagged_PIF') ?? '') ?? {};
    return {
      kind: 'vlan',
      uuid: text(vlan, 'uuid') ?? '',
      name: `VLAN ${text(vlan, 'tag') ?? ''} of ${hostName(records, below)}`,
      host: hostUuid(records, below),
      facts: present({ tag: text(vlan, 'tag'), on: deviceOf(below) }),
    };
  });
}

function networks(records: InventoryRecords): InventoryItem[] {
  return [...records.network.values()].map((network) => ({
    kind: 'network',
    uuid: text(network, 'uuid') ?? '',
    name: text(network, 'name_label') ?? '',
    host: null,
    facts: present({
      name: text(network, 'name_label'),
      bridge: text(network, 'bridge'),
      mtu: text(network, 'MTU'),
      tags: list(network, 'tags')?.join(' '),
      settings: settings(network, 'other_config', isTransient),
    }),
  }));
}

function deviceOf(pif: WireStruct): string {
  const device = text(pif, 'device') ?? 'an interface that is gone';
  const tag = Number(text(pif, 'VLAN') ?? '-1');
  return tag >= 0 ? `${device}.${tag}` : device;
}

function hostUuid({ host }: InventoryRecords, pif: WireStruct): string | null {
  const ref = text(pif, 'host');
  return isReference(ref) ? (text(host.get(ref) ?? {}, 'uuid') ?? null) : null;
}

function hostName({ host }: InventoryRecords, pif: WireStruct): string {
  return text(host.get(text(pif, 'host') ?? '') ?? {}, 'name_label') ?? 'no host';
}
