/**
 * A process of its own for simulated pools and their media server, so that a controller is measured without them. They are
 * reached as real ones are: each host over HTTPS with a certificate of its own, the media server over its Unix socket.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { mediaServerApp } from '../../../src/contract/media-server-service.js';
import { openHostSockets } from '../../../src/daemon/simulator/host-sockets.js';
import { systemClock } from '../../../src/shared/clock.js';
import type { PoolEvent } from '../../../src/simulator/history.js';
import type { SimulatedPoolOptions } from '../../../src/simulator/simulated-pool.js';
import { localPoolSide, type PoolSideOptions } from '../../support/scenario/pool-side.js';
import { cpuSeconds } from '../process-cpu.js';

export interface PoolsProcess {
  /** Of each pool: its hosts as they are reached, by the addresses that they know each other by. */
  readonly pools: readonly Readonly<Record<string, string>>[];
  readonly mediaServerSocket: string;
  /** What happened in a pool, by its index. */
  history(pool: number): Promise<readonly PoolEvent[]>;
  /** Seconds of processor time so far. */
  processorTime(): number;
  stop(): Promise<void>;
}

interface Started {
  readonly options: PoolSideOptions;
  readonly socket: string;
}

export async function startPools(options: PoolSideOptions, socket: string): Promise<PoolsProcess> {
  const started: Started = { options, socket };
  const child = fork(fileURLToPath(import.meta.url), [JSON.stringify(started)], {
    execArgv: ['--import=tsx'],
    serialization: 'advanced',
  });
  const [pools] = (await once(child, 'message')) as [PoolsProcess['pools']];
  return {
    pools,
    mediaServerSocket: socket,
    history: (pool) => ask(child, pool),
    processorTime: () => cpuSeconds(child.pid ?? 0),
    stop: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

/** One question at a time: its answer is the next message. */
let asked: Promise<unknown> = Promise.resolve();

function ask(child: ChildProcess, pool: number): Promise<readonly PoolEvent[]> {
  const answer = asked.then(async () => {
    const answered = once(child, 'message');
    child.send(pool);
    const [events] = (await answered) as [readonly PoolEvent[]];
    return events;
  });
  asked = answer;
  return answer;
}

async function serve({ options, socket }: Started): Promise<void> {
  const side = await localPoolSide(options, systemClock, (pool) => ({
    ...halfUpgraded(options, pool),
    inProcess: false,
  }));
  const stops = { restart: () => Promise.resolve(), stopByForce: () => Promise.resolve() };
  createServer(mediaServerApp({ ...side.mediaServer, ...stops })).listen(socket);
  const pools: Readonly<Record<string, string>>[] = [];
  for (const pool of side.pools) {
    const { addresses } = await openHostSockets(pool);
    pools.push(Object.fromEntries(pool.addresses.map((address, index) => [address, addresses[index] ?? ''])));
  }
  process.on('message', (pool: number) => {
    process.send?.(side.pools[pool]?.history ?? []);
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.(pools);
}

/**
 * In the middle of a rollout pools are at different hosts: in each a few are upgraded already, none in every sixteenth. All
 * coordinators away at once is what a cap on pools is for.
 */
function halfUpgraded({ hosts }: PoolSideOptions, pool: number): Partial<SimulatedPoolOptions> {
  const upgraded = pool % hosts;
  return { hosts: Array.from({ length: hosts }, (_, host) => (host < upgraded ? { release: 'xcp-ng-8.3' } : {})) };
}

const [, script, started] = process.argv;
if (script === fileURLToPath(import.meta.url) && started !== undefined) await serve(JSON.parse(started) as Started);
