/** Networks and PIFs as records. */
import type { Network, Pif } from '../state/objects.js';
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
    IP: state.host(pif.host).address,
    netmask: '255.255.255.0',
    gateway: '',
    ip_configuration_mode: 'Static',
    primary_address_type: 'IPv4',
    management: true,
    physical: true,
    managed: true,
    currently_attached: pif.attached,
    MTU: '1500',
    VLAN: '-1',
  }),
};
