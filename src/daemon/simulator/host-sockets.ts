/** The HTTPS sockets of all hosts of a simulated pool: each open while its host answers. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { SimulatedPool } from '../../simulator/simulated-pool.js';
import { commonFreePort, listenError } from './free-port.js';
import { HostListener } from './host-listener.js';

const tries = 3;

export interface HostSockets {
  /** `127.0.0.1:PORT`, `127.0.0.2:PORT` …; the coordinator's first. */
  readonly addresses: readonly string[];
  readonly port: number;
  close(): Promise<void>;
}

/** @param wanted default: a port that is free on all addresses. @throws SIMULATOR_ADDRESS_UNAVAILABLE, SIMULATOR_PORT_IN_USE */
export async function openHostSockets(pool: SimulatedPool, wanted?: number): Promise<HostSockets> {
  if (wanted !== undefined) return openAt(pool, wanted);
  for (let attempt = 1; ; attempt++) {
    try {
      return await openAt(pool, await commonFreePort(pool.addresses));
    } catch (error) {
      // Somebody has taken it since it was found free.
      const isTaken = error instanceof DrydockError && error.code === 'SIMULATOR_PORT_IN_USE';
      if (!isTaken || attempt === tries) throw error;
    }
  }
}

async function openAt(pool: SimulatedPool, port: number): Promise<HostSockets> {
  const listeners = new Map(
    pool.world.state.hostList.map((host) => [host, new HostListener(pool, host, port)] as const),
  );
  const close = async (): Promise<void> => {
    await Promise.all([...listeners.values()].map((listener) => listener.stop()));
  };
  try {
    await Promise.all([...listeners.values()].map((listener) => listener.follow()));
  } catch (error) {
    await close();
    throw listenError(pool.addresses.join(', '), port, error);
  }
  pool.onAgentChange((host) => {
    // A port that was taken while the host was down keeps the host unreachable: just what its clients then see.
    listeners
      .get(host)
      ?.follow()
      .catch(() => undefined);
  });
  return { addresses: pool.addresses.map((address) => `${address}:${port}`), port, close };
}
