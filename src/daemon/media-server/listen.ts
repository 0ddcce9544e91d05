/** The media server's listening sockets in its supervisor: taken over from whoever opened them, or opened here. */
import type { AddressInfo, Server, Socket } from 'node:net';
import type { Endpoint } from '../../contract/media-server.js';
import type { Service } from '../../servers/handover/messages.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { bindPort, bindUnixSocket, listenInherited, portOf } from './bind-sockets.js';
import type { InheritedSocket } from './inherited-sockets.js';

export interface ListenAddress {
  readonly address: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** What hosts are given, where it is not `address`. */
  readonly advertise?: string | undefined;
}

export type Accept = (socket: Socket, service: Service) => void;

export interface Wanted {
  readonly inherited: readonly InheritedSocket[];
  readonly http: readonly ListenAddress[];
  readonly https?: readonly ListenAddress[];
  readonly ftp: readonly ListenAddress[];
  readonly controlSocket: string;
}

export interface Listening {
  readonly servers: readonly Server[];
  readonly endpoints: readonly Endpoint[];
}

/** Every inherited socket, as it is. */
export async function listenOnInherited(sockets: readonly InheritedSocket[], accept: Accept): Promise<Server[]> {
  const servers: Server[] = [];
  for (const { name, descriptor } of sockets) {
    servers.push(await listenInherited(descriptor, (socket) => accept(socket, name)));
  }
  return servers;
}

/**
 * For each service the inherited sockets, if there are any; else those of the configuration are opened.
 * @throws PORT_IN_USE, PORT_FORBIDDEN, ADDRESS_UNAVAILABLE, CONFIG_INVALID when hosts could be given no address
 */
export async function listen(wanted: Wanted, accept: Accept): Promise<Listening> {
  const servers: Server[] = [];
  const endpoints: Endpoint[] = [];
  const { inherited, controlSocket } = wanted;
  const of = (service: Service): InheritedSocket[] => inherited.filter(({ name }) => name === service);
  try {
    // HTTPS last: hosts are given the first that suits them.
    for (const protocol of ['http', 'ftp', 'https'] as const) {
      const given = await listenOnInherited(of(protocol), accept);
      servers.push(...given);
      endpoints.push(
        ...given.map((server) => endpointOf(protocol, server.address() as AddressInfo, wanted[protocol] ?? [])),
      );
      if (given.length > 0) continue;
      for (const { address, port, advertise } of wanted[protocol] ?? []) {
        const server = await bindPort(address, port, (socket) => accept(socket, protocol));
        servers.push(server);
        endpoints.push({ protocol, address: advertise ?? address, port: portOf(server) });
      }
    }
    const control = await listenOnInherited(of('control'), accept);
    servers.push(...control);
    if (control.length === 0) {
      servers.push(await bindUnixSocket(controlSocket, (socket) => accept(socket, 'control')));
    }
    return { servers, endpoints };
  } catch (error) {
    for (const server of servers) server.close();
    throw error;
  }
}

const everywhere = ['0.0.0.0', '::'];

/**
 * Whoever opened the socket does not say what hosts are to be given: the configured listener of the same port does.
 * @throws CONFIG_INVALID
 */
export function endpointOf(
  protocol: Endpoint['protocol'],
  { address, port }: Pick<AddressInfo, 'address' | 'port'>,
  configured: readonly ListenAddress[],
): Endpoint {
  const same = configured.find((one) => one.port === port) ?? configured.find((one) => one.advertise !== undefined);
  const given = same?.advertise ?? address;
  if (!everywhere.includes(given)) return { protocol, address: given, port };
  throw new DrydockError('CONFIG_INVALID', {
    attempted: 'taking over listening sockets',
    subject: `servers.${protocol}`,
    expected: `a listener with "advertise", the address that hosts are given for port ${port}`,
    found: 'a socket that listens on all addresses',
  });
}
