/** A process of its own for simulated pools, so that a controller can be measured without the hosts it is measured on. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { documentOf, errorFromDocument } from '../../../src/contract/error-document.js';
import type { MediaServerApi } from '../../../src/contract/media-server.js';
import { systemClock } from '../../../src/shared/clock.js';
import type { SimulatedPoolOptions } from '../../../src/simulator/simulated-pool.js';
import { localPoolSide, type PoolSide, type PoolSideOptions } from '../../support/scenario/pool-side.js';

interface Question {
  readonly id: number;
  readonly method: string;
  readonly args: readonly unknown[];
}

interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: unknown;
}

/** Records are copied from one process to the other and back; what TLS and XML cost is measured on a pool of its own. */
export async function poolsInAnotherProcess(options: PoolSideOptions): Promise<PoolSide> {
  const child = fork(fileURLToPath(import.meta.url), [JSON.stringify(options)], {
    execArgv: ['--import=tsx'],
    serialization: 'advanced',
  });
  await once(child, 'message');
  return askingSide(child);
}

function askingSide(child: ChildProcess): PoolSide {
  const waiting = new Map<number, (answer: Answer) => void>();
  let last = 0;
  child.on('message', (answer: Answer) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  const ask = <T>(method: string, ...args: readonly unknown[]): Promise<T> =>
    new Promise((resolve, reject) => {
      const id = ++last;
      waiting.set(id, ({ value, error }) => {
        if (error === undefined) resolve(value as T);
        else reject(errorFromDocument(error) ?? new Error(JSON.stringify(error)));
      });
      child.send({ id, method, args } satisfies Question);
    });
  const mediaServer: MediaServerApi = {
    status: () => ask('status'),
    createGrant: (request) => ask('createGrant', request),
    changeGrant: (id, change) => ask('changeGrant', id, change),
    grant: (id) => ask('grant', id),
    grants: (of) => ask('grants', of),
    epoch: (pool) => ask('epoch', pool),
    raiseEpoch: (pool, epoch) => ask('raiseEpoch', pool, epoch),
    activity: (after, limit) => ask('activity', after, limit),
    stop: () => ask('stopMediaServer'),
  };
  return {
    mediaServer,
    addresses: (pool) => ask('addresses', pool),
    call: (pool, request) => ask('call', pool, request),
    download: (pool, address, session) => ask('download', pool, address, session),
    history: (pool) => ask('history', pool),
    stop: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

async function serve(options: PoolSideOptions): Promise<void> {
  const side = await localPoolSide(options, systemClock, (pool) => halfUpgraded(options, pool));
  const methods = { ...side.mediaServer, ...side } as unknown as Readonly<
    Record<string, (...args: readonly unknown[]) => Promise<unknown>>
  >;
  process.on('message', ({ id, method, args }: Question) => {
    const answered = methods[method]?.(...args) ?? Promise.reject(new Error(`no method ${method}`));
    answered.then(
      (value) => process.send?.({ id, value } satisfies Answer),
      (error: unknown) => process.send?.({ id, error: documentOf(error, `answering ${method}`) } satisfies Answer),
    );
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.('ready');
}

/**
 * In the middle of a rollout pools are at different hosts: in each a few are upgraded already, none in every sixteenth. All
 * coordinators away at once is what a cap on pools is for.
 */
function halfUpgraded({ hosts }: PoolSideOptions, pool: number): Partial<SimulatedPoolOptions> {
  const upgraded = pool % hosts;
  return { hosts: Array.from({ length: hosts }, (_, host) => (host < upgraded ? { release: 'xcp-ng-8.3' } : {})) };
}

const [, script, options] = process.argv;
if (script === fileURLToPath(import.meta.url) && options !== undefined)
  await serve(JSON.parse(options) as PoolSideOptions);
