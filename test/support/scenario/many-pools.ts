// Many simulated pools in one process, each upgraded by the same controller: over the in-process connection, on one clock.
import { createController, type Controller } from '../../../src/controller/controller.js';
import type { Decision, TurnInput } from '../../../src/controller/run/decision.js';
import { xapiPool } from '../../../src/controller/pool/xapi-pool.js';
import type { PoolPort } from '../../../src/controller/pool/pool-port.js';
import type { Journal } from '../../../src/journal/journal.js';
import type { Medium } from '../../../src/media/catalogue.js';
import { createInProcessMediaServer, type InProcessMediaServer } from '../../../src/servers/in-process.js';
import type { Clock } from '../../../src/shared/clock.js';
import { silentLogger } from '../../../src/shared/logger.js';
import { Secret } from '../../../src/shared/secret.js';
import { createSimulatedPool, type SimulatedPool } from '../../../src/simulator/simulated-pool.js';
import { seededRandom } from '../../../src/simulator/state/random.js';
import type { Times } from '../../../src/simulator/times.js';
import { inMemoryMedia } from './in-memory-media.js';
import { scenarioMedium } from './scenario-medium.js';

export interface ManyPoolsOptions {
  readonly pools: number;
  readonly hosts: number;
  readonly vms: number;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly dumpFolder: string;
  readonly times?: Partial<Times>;
  /** See RunLoopOptions.paceFactor. */
  readonly paceFactor?: number;
  onTurn?(run: string, input: TurnInput, decision: Decision): void;
}

export class ManyPools {
  readonly pools: readonly SimulatedPool[];
  /** By the index of the pool. */
  readonly runs: string[] = [];
  readonly #mediaServer: InProcessMediaServer;
  #controller: Controller | undefined;

  private constructor(
    private readonly options: ManyPoolsOptions,
    private readonly medium: Medium,
  ) {
    const { clock, hosts, vms, times = {} } = options;
    this.#mediaServer = createInProcessMediaServer({
      catalogue: { list: () => Promise.resolve([medium.manifest.id]), open: (id) => this.#open(id) },
      clock,
      endpoints: [{ protocol: 'http', address: '192.0.2.1', port: 8080 }],
      random: seededRandom(1).bytes,
    });
    this.pools = Array.from({ length: options.pools }, (_, index) =>
      createSimulatedPool({
        hosts,
        vms,
        times,
        clock,
        release: 'xcp-ng-8.2',
        name: `pool-${index}`,
        seed: index + 1,
        inProcess: true,
        media: inMemoryMedia(() => this.#mediaServer, []),
      }),
    );
  }

  static async begin(options: ManyPoolsOptions): Promise<ManyPools> {
    const many = new ManyPools(options, await scenarioMedium());
    await many.#start();
    return many;
  }

  /** Plans a run for the pool and starts it. */
  async upgrade(index: number): Promise<void> {
    const reply = await this.controller.plan({
      pool: String(index),
      media: this.medium.manifest.id,
      order: [],
      only: [],
      accept: [],
      fix: true,
      approveEachHost: false,
      soakMinutes: 0,
      by: 'ann',
    });
    if (reply.run === null) throw new Error(`pool ${index} is blocked: ${JSON.stringify(reply.check.results)}`);
    this.runs[index] = reply.run;
    await this.controller.command(reply.run, { command: 'start', by: 'ann' });
  }

  /** Resolves when every run has ended; gives their states. */
  async ended(every: number): Promise<readonly string[]> {
    for (;;) {
      const states = await Promise.all(this.runs.map(async (run) => (await this.controller.run(run)).state));
      if (states.every((state) => state !== 'running' && state !== 'undoing')) return states;
      await this.options.clock.sleep(every);
    }
  }

  get controller(): Controller {
    if (this.#controller === undefined) throw new Error('not started');
    return this.#controller;
  }

  async stop(): Promise<void> {
    await this.#controller?.stop();
    await Promise.all(this.pools.map((pool) => pool.stop()));
  }

  async #start(): Promise<void> {
    const { clock, journal, dumpFolder, onTurn, paceFactor } = this.options;
    this.#controller = await createController({
      version: 'many-pools',
      journal,
      mediaServer: this.#mediaServer.api,
      media: {
        open: (id) => this.#open(id),
        verify: () => Promise.resolve(),
        markInUse: () => Promise.resolve(),
        unmarkInUse: () => Promise.resolve(),
      },
      clock,
      log: silentLogger,
      dumpFolder,
      random: seededRandom(2).bytes,
      ...(paceFactor === undefined ? {} : { paceFactor }),
      ...(onTurn === undefined ? {} : { onTurn }),
      openPool: (name) => Promise.resolve(this.#openPool(Number(name))),
    });
  }

  #open(id: string): Promise<Medium | undefined> {
    return Promise.resolve(id === this.medium.manifest.id ? this.medium : undefined);
  }

  #openPool(index: number): PoolPort {
    const pool = this.pools[index];
    if (pool === undefined) throw new RangeError(`no pool ${index}`);
    return xapiPool({
      addresses: pool.addresses,
      credentials: { user: pool.user, password: new Secret(pool.password) },
      certificates: { expectedFingerprint: () => undefined, onFirstUse: () => true },
      clock: this.options.clock,
      transport: ({ address, method, params }) => pool.transport({ address, method, params }),
      download: ({ address, path }) => {
        const session = new URL(path, 'http://pool').searchParams.get('session_id') ?? '';
        const { status, body } = pool.download(address, session);
        return Promise.resolve({ status, body: chunks(body) });
      },
    });
  }
}

async function* chunks(body: string): AsyncIterable<Uint8Array> {
  await Promise.resolve();
  yield Buffer.from(body);
}
