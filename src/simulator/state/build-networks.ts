/** The networks of a new pool: one that every host is on by its eth0, and those that were asked for. */
import type { Host, Network, Pif } from './objects.js';
import type { NetworkOptions } from './pool-options.js';
import type { PoolState } from './pool-state.js';

/** By name; the pool-wide one has none, so that nobody asks for it twice. */
export interface PoolNetworks {
  readonly poolWide: Network;
  readonly named: ReadonlyMap<string, Network>;
}

export function addNetworks(
  state: PoolState,
  hosts: readonly Host[],
  options: readonly NetworkOptions[],
): PoolNetworks {
  const poolWide = addNetwork(state, 'Pool-wide network associated with eth0', 0);
  for (const host of hosts) addPif(state, host, poolWide, 0, null);
  const named = new Map<string, Network>();
  options.forEach((wanted, index) => {
    const network = addNetwork(state, wanted.name, index + 1);
    named.set(wanted.name, network);
    for (const host of hosts) {
      if (wanted.hosts?.includes(host.index) === false) continue;
      addPif(state, host, network, index + 1, wanted.virtualFunctions ?? null);
    }
  });
  return { poolWide, named };
}

function addNetwork(state: PoolState, name: string, index: number): Network {
  const network: Network = { ...state.newEntity(), name, bridge: `xenbr${index}` };
  state.networks.set(network.ref, network);
  return network;
}

function addPif(state: PoolState, host: Host, network: Network, index: number, virtualFunctions: number | null): void {
  const mac = `02:00:00:00:${hex(index)}:${hex(host.index + 1)}`;
  const pif: Pif = {
    ...state.newEntity(),
    host: host.ref,
    network: network.ref,
    device: `eth${index}`,
    mac,
    metrics: state.newEntity(),
    attached: true,
    virtualFunctions,
  };
  state.pifs.set(pif.ref, pif);
}

function hex(number: number): string {
  return number.toString(16).padStart(2, '0');
}
