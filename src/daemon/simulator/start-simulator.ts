/** A practice pool over real sockets: HTTPS on loopback for each host, installing from whatever URL it is given. */
import { randomBytes } from 'node:crypto';
import type { NfsMounts } from '../../installer/transports/nfs.js';
import { openMediaTransport } from '../../installer/transports/open-transport.js';
import { acceleratedClock } from '../../shared/clock.js';
import { createSimulatedPool, type SimulatedPool } from '../../simulator/simulated-pool.js';
import type { Fault } from '../../simulator/faults/fault.js';
import type { PoolOptions } from '../../simulator/state/pool-options.js';
import type { Times } from '../../simulator/times.js';
import { openHostSockets } from './host-sockets.js';

export interface StartSimulatorOptions extends PoolOptions {
  /** How many times as fast as real time; default 1. */
  readonly speed?: number;
  readonly seed?: number;
  readonly faults?: readonly Fault[];
  /** One port for all hosts; default: one that is free on all their addresses. */
  readonly port?: number;
  /** Default: drawn at random. */
  readonly password?: string;
  readonly times?: Partial<Times>;
  /** Who answers for the NFS servers that the hosts are pointed at. */
  readonly nfsMounts?: NfsMounts;
}

export interface RunningSimulator {
  /** `127.0.0.1:PORT`, `127.0.0.2:PORT` …; the coordinator's first. */
  readonly addresses: readonly string[];
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly pool: SimulatedPool;
  stop(): Promise<void>;
}

/** @throws FAULT_INVALID, SIMULATOR_ADDRESS_UNAVAILABLE, SIMULATOR_PORT_IN_USE */
export async function startSimulator(options: StartSimulatorOptions): Promise<RunningSimulator> {
  const ending = new AbortController();
  const pool = createSimulatedPool({
    ...options,
    password: options.password ?? randomBytes(9).toString('base64url'),
    clock: acceleratedClock(options.speed ?? 1),
    media: (url, profile, { address }) =>
      openMediaTransport(url, profile, {
        signal: ending.signal,
        ...(options.nfsMounts === undefined ? {} : { nfs: { mounts: options.nfsMounts, client: address } }),
      }),
  });
  pool.refuseUnmetFaults();
  const stopPool = async (): Promise<void> => {
    ending.abort(new Error('the simulator stops'));
    await pool.stop();
  };
  try {
    const sockets = await openHostSockets(pool, options.port);
    const stop = async (): Promise<void> => {
      await stopPool();
      await sockets.close();
    };
    const { addresses, port } = sockets;
    return { addresses, port, user: pool.user, password: pool.password, pool, stop };
  } catch (error) {
    await stopPool();
    throw error;
  }
}
