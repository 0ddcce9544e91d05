/** Networks and PIFs as records. */
import type { Entity, Host, Network, Pif } from '../state/objects.js';
import type { RecordSource } from './record-builder.js';

export const networkSource: RecordSource<Network> = {
  list: (world) => [...world.state.networks.values()],
  fields: (network, { state }) => ({
    name_label: network.name,
    name_description: '',
    bridge: network.bridge,
    MTU: '1500',
    managed: true,
    PIFs: [...state.pifs.values()].filter((pif) => pif.network === network.ref).map((pif) => pif.ref),
  }),
};

export const pifSource: RecordSource<Pif> = {
  list: (world) => [...world.state.pifs.values()],
  fields: (pif, { state }) => ({
    host: pif.host,
    network: pif.network,
    device: pif.device,
    MAC: pif.mac,
    metrics: pif.metrics.ref,
    ...addressOf(state.host(pif.host), pif),
    primary_address_type: 'IPv4',
    management: isManagement(pif),
    physical: true,
    managed: true,
    currently_attached: pif.attached,
    MTU: '1500',
    VLAN: '-1',
  }),
};

function isManagement(pif: Pif): boolean {
  return pif.device === 'eth0';
}

/** Only the management interface has an address here. */
function addressOf({ address, machine: { network } }: Host, pif: Pif): Readonly<Record<string, string>> {
  if (!isManagement(pif)) return { IP: '', netmask: '', gateway: '', DNS: '', ip_configuration_mode: 'None' };
  const { netmask, gateway, dns, addressing } = network;
  return { IP: address, netmask, gateway, DNS: dns, ip_configuration_mode: addressing };
}
interface PifMetrics extends Entity {
  readonly attached: boolean;
}

/** A common network card, of which every kernel has the driver. */
export const pifMetricsSource: RecordSource<PifMetrics> = {
  list: (world) => [...world.state.pifs.values()].map(({ metrics, attached }) => ({ ...metrics, attached })),
  fields: ({ attached }) => ({
    carrier: attached,
    vendor_id: '8086',
    vendor_name: 'Intel Corporation',
    device_id: '1572',
    device_name: 'Ethernet Controller X710 for 10GbE SFP+',
    speed: '10000',
    duplex: true,
    pci_bus_path: '0000:01:00.0',
  }),
};
