/** A whole site for the page: media server and controller as real processes, pools over real sockets, people who may sign in. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '../../../src/contract/api/roles.js';
import { routeClient, type RouteClient } from '../../../src/contract/api/route-client.js';
import { changeAccess } from '../../../src/daemon/access/access-file.js';
import { hashPassword } from '../../../src/daemon/access/password-hash.js';
import { addPerson } from '../../../src/daemon/access/people.js';
import { settingsSchema, type Settings } from '../../../src/daemon/config/schema.js';
import { launchController } from '../../../src/daemon/controller/launch-controller.js';
import { openPoolStore } from '../../../src/daemon/pools/pool-store.js';
import { startBoth } from '../../../src/daemon/serve/start-both.js';
import { stopBoth } from '../../../src/daemon/serve/stop-both.js';
import { startSimulator, type RunningSimulator } from '../../../src/daemon/simulator/start-simulator.js';
import { stateLayout } from '../../../src/daemon/state-layout.js';
import { systemClock } from '../../../src/shared/clock.js';
import { Secret } from '../../../src/shared/secret.js';
import { shapedPool, usualShape, type PracticeShape } from '../../../src/daemon/practice/practice-shape.js';
import { practiceTimes } from '../../../src/daemon/practice/practice-times.js';
import { freePort } from '../nfs-free-port.js';

export const demoMedium = new URL('../../../demo/drydock-demo-8.3.0.iso', import.meta.url).pathname;
export const password = 'four words for anna';

export interface LivePool {
  readonly name: string;
  readonly hosts: number;
  readonly vms: number;
  readonly seed: number;
  readonly speed: number;
  readonly shape?: Partial<PracticeShape>;
  readonly haEnabled?: boolean;
}

export interface StartedPool {
  readonly simulator: RunningSimulator;
  /** By address. */
  readonly fingerprints: Readonly<Record<string, string>>;
}

/** How often the controller looks, as a share of what it does with real hosts. */
const pace = 0.2;

export class LiveSite {
  readonly #pools: RunningSimulator[] = [];

  private constructor(
    readonly folder: string,
    readonly settings: Settings,
    readonly url: string,
  ) {}

  /** @param dashboard settings beside its port */
  static async open(dashboard: Readonly<Record<string, unknown>> = {}): Promise<LiveSite> {
    const port = await freePort();
    const folder = mkdtempSync(join(tmpdir(), 'drydock-page-'));
    const settings = settingsSchema.parse({
      state: join(folder, 'state'),
      media: { cache: join(folder, 'media') },
      servers: { http: [{ address: '127.0.0.1', port: 0 }], ftp: [{ address: '127.0.0.1', port: 0 }] },
      dashboard: { ...dashboard, port },
    });
    const scheme = settings.dashboard.tls.certificate === undefined ? 'http' : 'https';
    const site = new LiveSite(folder, settings, `${scheme}://127.0.0.1:${port}/`);
    try {
      await startBoth(settings, pace);
      return site;
    } catch (error) {
      // On a machine that is too busy one of them may have come too late, and lives.
      await site.close();
      throw error;
    }
  }

  /** A pool that nobody has added yet. */
  async startPool({ name, hosts, vms, seed, speed, shape, haEnabled = false }: LivePool): Promise<StartedPool> {
    const simulator = await startSimulator({
      ...{ release: 'xcp-ng-8.2', seed, name, times: practiceTimes(speed, false) },
      ...shapedPool(hosts, vms, { ...usualShape, ...shape }),
      ha: { enabled: haEnabled, failuresToTolerate: 1 },
    });
    this.#pools.push(simulator);
    const { world } = simulator.pool;
    const fingerprints = simulator.addresses.map(
      (address, index) => [address, world.certificateOf(simulator.pool.host(index).address).fingerprint] as const,
    );
    return { simulator, fingerprints: Object.fromEntries(fingerprints) };
  }

  async addPool(pool: LivePool): Promise<RunningSimulator> {
    const { simulator, fingerprints } = await this.startPool(pool);
    const { name } = pool;
    const path = join(this.folder, `${name}.password`);
    writeFileSync(path, simulator.password, { mode: 0o600 });
    await openPoolStore(stateLayout(this.settings.state).pools).add({
      ...{ name, addresses: [...simulator.addresses], user: simulator.user, credential: { kind: 'file', path } },
      ...{ fingerprints, oldTls: false, addressMap: {}, addedAt: systemClock.now() },
    });
    return simulator;
  }

  async addPerson(name: string, role: Role): Promise<void> {
    const hash = await hashPassword(new Secret(password), { n: 1024, r: 8, p: 1 });
    await changeAccess(stateLayout(this.settings.state).access, (access) =>
      addPerson(access, { name, role, password: hash, by: 'test', at: systemClock.now() }),
    );
  }

  get routes(): RouteClient {
    return routeClient({ socketPath: stateLayout(this.settings.state).controllerSocket });
  }

  /** What `drydock dashboard` prints. */
  async link(role: Role = 'administrator'): Promise<string> {
    return (await this.routes.call('makeLink', { body: { role, by: 'anna' } })).url;
  }

  /** As a power cut does it. */
  async killController(): Promise<void> {
    const { pid } = await this.routes.call('readStatus');
    process.kill(pid, 'SIGKILL');
  }

  async startController(): Promise<void> {
    await launchController(this.settings, pace);
  }

  async close(): Promise<void> {
    await stopBoth(this.settings, 'the test is over');
    for (const pool of this.#pools) await pool.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
