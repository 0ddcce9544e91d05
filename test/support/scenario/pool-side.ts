// The world of a controller of many pools: the pools themselves and the media server that their hosts install from.
import type { MediaServerApi } from '../../../src/contract/media-server.js';
import { createInProcessMediaServer } from '../../../src/servers/in-process.js';
import type { Medium } from '../../../src/media/catalogue.js';
import type { Clock } from '../../../src/shared/clock.js';
import type { PoolEvent } from '../../../src/simulator/history.js';
import {
  createSimulatedPool,
  type PlainReply,
  type PlainRequest,
  type SimulatedPool,
  type SimulatedPoolOptions,
} from '../../../src/simulator/simulated-pool.js';
import { seededRandom } from '../../../src/simulator/state/random.js';
import type { Times } from '../../../src/simulator/times.js';
import { inMemoryMedia } from './in-memory-media.js';
import { scenarioMedium } from './scenario-medium.js';

export interface PoolSideOptions {
  readonly pools: number;
  readonly hosts: number;
  readonly vms: number;
  readonly times?: Partial<Times>;
}

/** What is different about one of them. */
export type EachPool = (pool: number) => Partial<SimulatedPoolOptions>;

/** Pools are named by their index. */
export interface PoolSide {
  readonly mediaServer: MediaServerApi;
  addresses(pool: number): Promise<readonly string[]>;
  call(pool: number, request: PlainRequest): Promise<PlainReply>;
  download(pool: number, address: string, session: string): Promise<{ status: number; body: string }>;
  history(pool: number): Promise<readonly PoolEvent[]>;
  stop(): Promise<void>;
}

/** In this process. */
export interface LocalPoolSide extends PoolSide {
  readonly pools: readonly SimulatedPool[];
}

export const practicePassword = 'practice';

export async function localPoolSide(options: PoolSideOptions, clock: Clock, each?: EachPool): Promise<LocalPoolSide> {
  const medium = await scenarioMedium();
  const server = createInProcessMediaServer({
    catalogue: { list: () => Promise.resolve([medium.manifest.id]), open: openOnly(medium) },
    clock,
    endpoints: [{ protocol: 'http', address: '192.0.2.1', port: 8080 }],
    random: seededRandom(1).bytes,
  });
  const { pools: count, ...shape } = options;
  const pools = Array.from({ length: count }, (_, index) =>
    createSimulatedPool({
      ...shape,
      clock,
      release: 'xcp-ng-8.2',
      name: `pool-${index}`,
      seed: index + 1,
      password: practicePassword,
      inProcess: true,
      media: inMemoryMedia(() => server, []),
      ...each?.(index),
    }),
  );
  const pool = (index: number): SimulatedPool => {
    const found = pools[index];
    if (found === undefined) throw new RangeError(`no pool ${index}`);
    return found;
  };
  return {
    pools,
    mediaServer: server.api,
    addresses: (index) => Promise.resolve(pool(index).addresses),
    call: (index, request) => pool(index).transport(request),
    // Thrown as a rejection, as a connection would.
    download: async (index, address, session) => Promise.resolve(pool(index).download(address, session)),
    history: (index) => Promise.resolve(pool(index).history),
    stop: async () => {
      await Promise.all(pools.map((one) => one.stop()));
    },
  };
}

export function openOnly(medium: Medium): (id: string) => Promise<Medium | undefined> {
  return (id) => Promise.resolve(id === medium.manifest.id ? medium : undefined);
}
