// A whole site on this machine: imported medium, media server and controller as real processes, a pool over real sockets.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { controlClient } from '../../../src/contract/control-client.js';
import type { ControlApi } from '../../../src/contract/control.js';
import { mediaServerClient } from '../../../src/contract/media-server-client.js';
import type { RunStatus } from '../../../src/contract/run-status.js';
import type { Plan } from '../../../src/controller/planning/plan.js';
import { readPlan } from '../../../src/controller/planning/read-plan.js';
import { settingsSchema, type Settings } from '../../../src/daemon/config/schema.js';
import { controllerStatus, launchController } from '../../../src/daemon/controller/launch-controller.js';
import { readProcessFile } from '../../../src/daemon/media-server/process-file.js';
import { openPoolStore } from '../../../src/daemon/pools/pool-store.js';
import { startBoth } from '../../../src/daemon/serve/start-both.js';
import { stopBoth } from '../../../src/daemon/serve/stop-both.js';
import { startSimulator, type RunningSimulator } from '../../../src/daemon/simulator/start-simulator.js';
import { stateLayout } from '../../../src/daemon/state-layout.js';
import { openSqliteJournal } from '../../../src/journal/sqlite-journal.js';
import type { JournalRecord } from '../../../src/journal/journal.js';
import { importMedia } from '../../../src/media/import-media.js';
import { systemClock } from '../../../src/shared/clock.js';
import type { Times } from '../../../src/simulator/times.js';
import { seededRandom, type Random } from '../../../src/simulator/state/random.js';
import { CuttingProxy } from './cutting-proxy.js';
import { SmallDisk } from './small-disk.js';
import { filesThatTell } from '../secret-search.js';

/**
 * Physical times of seconds. Between the reading before a reboot and the boot lie more than the five seconds by which
 * a boot time may be wrong, or no host would ever be believed to be back.
 */
export const shortLife: Partial<Times> = {
  rebootGrace: 500,
  powerCycle: [1500, 2000],
  installation: [4000, 5000],
  agentStart: [300, 600],
  databaseSync: 200,
  selfEnable: [100, 300],
  memberReturn: [100, 300],
  flagInterval: 500,
  migrationLeast: 200,
  migrationRate: 20_000_000_000,
  pluginCall: 100,
};

/** The hosts take seconds, so the controller looks more often. */
const pace = 0.25;

/** As the configuration file has them. */
export type SiteSettings = Readonly<Record<string, unknown>> & { readonly servers?: Readonly<Record<string, unknown>> };

export interface SiteOptions {
  /** Connections of the controller and of the installers go through proxies that can cut them. */
  readonly proxied?: boolean;
  /** The state folder lies on a file system of its own, where that can be had. */
  readonly smallDisk?: boolean;
  readonly password?: string;
  readonly hosts?: number;
  /** Other settings than the usual, which may name files in the folder of the site. */
  readonly settingsIn?: (folder: string) => SiteSettings;
}

/** Where installers reach the media server through its proxy: the same port, another address. */
const proxyAddress = '127.0.0.200';

export class Site {
  readonly settings: Settings;
  readonly media = 'drydock-demo';
  /** Undefined without proxies. */
  mediaProxy: CuttingProxy | undefined;
  poolProxies: readonly CuttingProxy[] = [];
  readonly smallDisk: SmallDisk | undefined;

  private constructor(
    readonly simulator: RunningSimulator,
    readonly folder: string,
    private readonly random: Random,
    private readonly options: SiteOptions,
  ) {
    const state = join(folder, 'state');
    const advertise = options.proxied === true ? { advertise: proxyAddress } : {};
    this.smallDisk = options.smallDisk === true ? SmallDisk.mount(state) : undefined;
    const { servers, ...settings } = options.settingsIn?.(folder) ?? {};
    this.settings = settingsSchema.parse({
      log: { level: 'info' },
      dashboard: { port: 0 },
      ...settings,
      state,
      media: { cache: join(folder, 'media') },
      servers: {
        http: [{ address: '127.0.0.1', port: 0, ...advertise }],
        ftp: [{ address: '127.0.0.1', port: 0 }],
        ...servers,
      },
    });
  }

  static async open(seed: number, options: SiteOptions = {}): Promise<Site> {
    const { password, hosts = 3 } = options;
    const folder = mkdtempSync(join(tmpdir(), 'drydock-site-'));
    const simulator = await startSimulator({
      ...(password === undefined ? {} : { password }),
      hosts,
      release: 'xcp-ng-8.2',
      vms: 4,
      seed,
      times: shortLife,
      wlb: { enabled: true, url: 'wlb.example:8012' },
    });
    const site = new Site(simulator, folder, seededRandom(seed ^ 0x51fe), options);
    try {
      await site.#begin();
    } catch (error) {
      await site.close();
      throw error;
    }
    return site;
  }

  async #begin(): Promise<void> {
    const { simulator, folder, settings } = this;
    const demo = new URL('../../../demo/drydock-demo-8.3.0.iso', import.meta.url).pathname;
    await importMedia({ source: demo, mediaCache: settings.media.cache, id: this.media });
    await addPracticePool(simulator, folder, settings.state, (address) => this.#through(address));
    const { mediaServer } = await startBoth(settings, pace);
    const port = mediaServer.endpoints.find(({ protocol }) => protocol === 'http')?.port ?? 0;
    if (this.options.proxied !== true) return;
    const behind = { address: '127.0.0.1', port };
    this.mediaProxy = await CuttingProxy.listen({ address: proxyAddress, port }, behind, this.random);
  }

  async startController(): Promise<number> {
    return (await launchController(this.settings, pace)).status.pid;
  }

  get control(): ControlApi {
    return controlClient({ socketPath: stateLayout(this.settings.state).controllerSocket });
  }

  async startRun(): Promise<string> {
    const reply = await this.control.plan({
      pool: 'practice',
      media: this.media,
      order: [],
      only: [],
      accept: [],
      fix: true,
      approveEachHost: false,
      soakMinutes: 0,
      by: 'test',
    });
    if (reply.run === null)
      throw new Error(`blocked: ${JSON.stringify(reply.check.results.filter(({ severity }) => severity !== 'pass'))}`);
    await this.control.command(reply.run, { command: 'start', by: 'test' });
    return reply.run;
  }

  /** The process that answers requests; not the one that holds the sockets. */
  async servingPid(): Promise<number> {
    return (await mediaServerClient({ socketPath: stateLayout(this.settings.state).mediaServerSocket }).status()).pid;
  }

  /** Files of any process that hold the address of a host in full; the log of grants must. */
  async filesWithTokens(): Promise<string[]> {
    const { folder, mediaServerSocket: socketPath } = stateLayout(this.settings.state);
    const tokens = (await mediaServerClient({ socketPath }).grants()).map(({ path }) => path.slice(3, -1));
    const telling = await filesThatTell(folder, tokens);
    return telling.filter((file) => !file.endsWith('grants.log')).map((file) => `7: a token stands in ${file}`);
  }

  /** Ends everything; gives the journal of the run, which only its writer may open before. */
  async close(run?: string): Promise<{ plan: Plan; records: readonly JournalRecord[] } | undefined> {
    await stopBoth(this.settings, 'the test is over').catch(() => this.#killAll());
    await Promise.all([this.mediaProxy, ...this.poolProxies].map(async (proxy) => proxy?.close()));
    await this.simulator.stop();
    const kept = run === undefined ? undefined : await this.#journal(run);
    this.smallDisk?.unmount();
    rmSync(this.folder, { recursive: true, force: true });
    return kept;
  }

  /** On a machine that is too busy for an orderly end. */
  async #killAll(): Promise<void> {
    const { supervisor, worker } = (await readProcessFile(this.settings.state)) ?? {};
    const controller = await controllerStatus(stateLayout(this.settings.state).controllerSocket);
    for (const pid of [controller?.pid, supervisor, worker]) {
      try {
        if (typeof pid === 'number') process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended by itself meanwhile.
      }
    }
  }

  async #journal(run: string): Promise<{ plan: Plan; records: readonly JournalRecord[] }> {
    const journal = openSqliteJournal(stateLayout(this.settings.state).journal);
    const records = journal.records(run);
    await journal.close();
    const planned = records.find(({ entry }) => entry.type === 'planned');
    return { plan: readPlan(planned?.entry.type === 'planned' ? planned.entry.plan : undefined), records };
  }

  /** The address of a host as the controller is given it. */
  async #through(address: string): Promise<string> {
    if (this.options.proxied !== true) return address;
    const [host = '', port = ''] = address.split(':');
    const proxy = await CuttingProxy.listen(
      { address: '127.0.0.1', port: 0 },
      { address: host, port: Number(port) },
      this.random,
    );
    this.poolProxies = [...this.poolProxies, proxy];
    return `127.0.0.1:${proxy.port}`;
  }
}

/**
 * Makes the simulated pool known to a controller, under the name `practice`.
 * @param through the address of a host as the controller is given it
 */
export async function addPracticePool(
  simulator: RunningSimulator,
  folder: string,
  state: string,
  through: (address: string) => Promise<string> = (address) => Promise.resolve(address),
): Promise<void> {
  const path = join(folder, 'password');
  writeFileSync(path, simulator.password, { mode: 0o600 });
  const reached = await Promise.all(
    simulator.addresses.map(async (direct, index) => {
      const host = simulator.pool.host(index);
      const { fingerprint } = simulator.pool.world.certificateOf(host.address);
      const address = await through(direct);
      return { internal: host.address, address, fingerprint, isDirect: address === direct };
    }),
  );
  await openPoolStore(stateLayout(state).pools).add({
    name: 'practice',
    addresses: reached.map(({ address }) => address),
    user: simulator.user,
    credential: { kind: 'file', path },
    fingerprints: Object.fromEntries(reached.map(({ address, fingerprint }) => [address, fingerprint])),
    oldTls: false,
    addressMap: Object.fromEntries(
      reached.filter(({ isDirect }) => !isDirect).map(({ internal, address }) => [internal, address]),
    ),
    addedAt: systemClock.now(),
  });
}

/** Whether the status says that nothing more will happen by itself. */
export function hasEnded(status: RunStatus): boolean {
  return ['done', 'aborted', 'stopped'].includes(status.state);
}
