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
import { launchController } from '../../../src/daemon/controller/launch-controller.js';
import { startMediaServer } from '../../../src/daemon/media-server/start-media-server.js';
import { openPoolStore } from '../../../src/daemon/pools/pool-store.js';
import { stopBoth } from '../../../src/daemon/serve/stop-both.js';
import { startSimulator, type RunningSimulator } from '../../../src/daemon/simulator/start-simulator.js';
import { stateLayout } from '../../../src/daemon/state-layout.js';
import { openSqliteJournal } from '../../../src/journal/sqlite-journal.js';
import type { JournalRecord } from '../../../src/journal/journal.js';
import { importMedia } from '../../../src/media/import-media.js';
import { systemClock } from '../../../src/shared/clock.js';
import type { Times } from '../../../src/simulator/times.js';
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

export class Site {
  readonly folder = mkdtempSync(join(tmpdir(), 'drydock-site-'));
  readonly settings: Settings = settingsSchema.parse({
    state: join(this.folder, 'state'),
    media: { cache: join(this.folder, 'media') },
    servers: { http: [{ address: '127.0.0.1', port: 0 }], ftp: [{ address: '127.0.0.1', port: 0 }] },
    log: { level: 'info' },
  });
  readonly media = 'drydock-demo';

  private constructor(readonly simulator: RunningSimulator) {}

  static async open(seed: number): Promise<Site> {
    const simulator = await startSimulator({
      hosts: 3,
      release: 'xcp-ng-8.2',
      vms: 4,
      seed,
      times: shortLife,
      wlb: { enabled: true, url: 'wlb.example:8012' },
    });
    const site = new Site(simulator);
    const demo = new URL('../../../demo/drydock-demo-8.3.0.iso', import.meta.url).pathname;
    await importMedia({ source: demo, mediaCache: site.settings.media.cache, id: site.media });
    await addPracticePool(simulator, site.folder, site.settings.state);
    await startMediaServer({
      stateFolder: site.settings.state,
      mediaCache: site.settings.media.cache,
      http: site.settings.servers.http,
      ftp: site.settings.servers.ftp,
    });
    await site.startController();
    return site;
  }

  async startController(): Promise<number> {
    return (await launchController(this.settings, 0.25)).status.pid;
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
    await stopBoth(this.settings, 'the test is over');
    await this.simulator.stop();
    const kept = run === undefined ? undefined : await this.#journal(run);
    rmSync(this.folder, { recursive: true, force: true });
    return kept;
  }

  async #journal(run: string): Promise<{ plan: Plan; records: readonly JournalRecord[] }> {
    const journal = openSqliteJournal(stateLayout(this.settings.state).journal);
    const records = journal.records(run);
    await journal.close();
    const planned = records.find(({ entry }) => entry.type === 'planned');
    return { plan: readPlan(planned?.entry.type === 'planned' ? planned.entry.plan : undefined), records };
  }
}

/** Makes the simulated pool known to a controller, under the name `practice`. */
export async function addPracticePool(simulator: RunningSimulator, folder: string, state: string): Promise<void> {
  const path = join(folder, 'password');
  writeFileSync(path, simulator.password, { mode: 0o600 });
  const world = simulator.pool.world;
  const fingerprints = Object.fromEntries(
    simulator.addresses.map((address, index) => [
      address,
      world.certificateOf(simulator.pool.host(index).address).fingerprint,
    ]),
  );
  await openPoolStore(stateLayout(state).pools).add({
    name: 'practice',
    addresses: [...simulator.addresses],
    user: simulator.user,
    credential: { kind: 'file', path },
    fingerprints,
    oldTls: false,
    addressMap: {},
    addedAt: systemClock.now(),
  });
}

/** Whether the status says that nothing more will happen by itself. */
export function hasEnded(status: RunStatus): boolean {
  return ['done', 'aborted', 'stopped'].includes(status.state);
}
