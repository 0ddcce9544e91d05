/** A port that is free on each of several loopback addresses: a pool's hosts share one, as real ones share 443. */
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { DrydockError } from '../../shared/errors/drydock-error.js';

const tries = 50;

/**
 * Below what the kernel gives to outgoing connections (Linux: from 32768 on, ip_local_port_range): a host that is down for a while must
 * find its port free when it is back.
 */
const [lowest, highest] = [20_000, 32_000];

/** @throws SIMULATOR_ADDRESS_UNAVAILABLE, SIMULATOR_PORT_IN_USE */
export async function commonFreePort(addresses: readonly string[]): Promise<number> {
  const [first = '127.0.0.1'] = addresses;
  for (let attempt = 0; attempt < tries; attempt++) {
    const port = await tryListen(first, randomInt(lowest, highest));
    const ports = await Promise.all(addresses.slice(1).map((address) => tryListen(address, port ?? lowest)));
    if (port !== undefined && !ports.includes(undefined)) return port;
  }
  throw listenError(addresses.join(', '), 0, undefined);
}

/** The port that was free a moment ago, or undefined when another process has it. */
async function tryListen(address: string, port: number): Promise<number | undefined> {
  const server = createServer();
  try {
    server.listen(port, address);
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  } catch (error) {
    if (codeOf(error) === 'EADDRINUSE') return undefined;
    throw listenError(address, port, error);
  } finally {
    server.close();
  }
}

export function listenError(address: string, port: number, cause: unknown): DrydockError {
  const unavailable = codeOf(cause) === 'EADDRNOTAVAIL';
  return new DrydockError(unavailable ? 'SIMULATOR_ADDRESS_UNAVAILABLE' : 'SIMULATOR_PORT_IN_USE', {
    attempted: 'opening the sockets of the simulated hosts',
    subject: port === 0 ? address : `${address}:${port}`,
    ...(codeOf(cause) === undefined ? {} : { found: codeOf(cause) ?? '' }),
    cause,
  });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
