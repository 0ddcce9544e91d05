/** Gathers what the advice rests on: the interfaces of this machine, the listeners, and the hosts' management interfaces. */
import { networkInterfaces } from 'node:os';
import { mediaServerClient } from '../../contract/media-server-client.js';
import type { Endpoint } from '../../contract/media-server.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Clock } from '../../shared/clock.js';
import type { Secret } from '../../shared/secret.js';
import { XapiConnection } from '../../xapi/connection/xapi-connection.js';
import type { Settings } from '../config/schema.js';
import { connectOptions } from '../pools/connect-pool.js';
import type { PoolRecord } from '../pools/pool-record.js';
import { stateLayout } from '../state-layout.js';
import type { HostNetwork, Listener, MachineAddress } from './address-advice.js';
import { ipv4Network } from './subnet.js';

export function machineAddresses(): readonly MachineAddress[] {
  return Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
    addresses.map(({ address, internal }) => ({ interface: name, address, loopback: internal })),
  );
}

/** The configured listeners, with the ports of the running media server where it was started from the same configuration. */
export function listenersOf(settings: Settings, endpoints: readonly Endpoint[]): readonly Listener[] {
  return (['http', 'ftp'] as const).flatMap((protocol) => {
    const running = endpoints.filter((endpoint) => endpoint.protocol === protocol);
    return settings.servers[protocol].map(({ address, port, advertise }, index) => {
      const bound = running[index];
      const isSame = bound?.address === (advertise ?? address);
      return { protocol, address, port: isSame ? bound.port : port, advertise };
    });
  });
}

/** Empty when no media server runs. */
export async function runningEndpoints(settings: Settings, signal: AbortSignal): Promise<readonly Endpoint[]> {
  try {
    const { mediaServerSocket: socketPath } = stateLayout(settings.state);
    return (await mediaServerClient({ socketPath, signal }).status()).endpoints;
  } catch (error) {
    if (error instanceof DrydockError && error.code === 'MEDIA_SERVER_UNREACHABLE') return [];
    throw error;
  }
}

/** The interface that a host is managed by is the one its installer brings up. @throws XAPI_UNREACHABLE … */
export async function hostNetworks(
  record: PoolRecord,
  password: Secret,
  clock: Clock,
  signal: AbortSignal,
): Promise<readonly HostNetwork[]> {
  const connection = new XapiConnection(connectOptions(record, password, clock));
  try {
    const [hosts, pifs] = await Promise.all([
      connection.call('host.get_all_records', [], { signal }),
      connection.call('PIF.get_all_records', [], { signal }),
    ]);
    return Object.entries(hosts)
      .map(([ref, { name_label: host }]) => {
        const own = Object.values(pifs).find((pif) => pif.host === ref && pif.management);
        return { host, network: (own === undefined ? undefined : ipv4Network(own.IP, own.netmask)) ?? null };
      })
      .sort((left, right) => (left.host < right.host ? -1 : 1));
  } finally {
    await connection.close();
  }
}
