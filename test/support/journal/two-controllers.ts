// Two controllers as real processes that share a simulated pool through a real database, which the first reaches through a proxy.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { controlClient } from '../../../src/contract/control-client.js';
import type { ControlApi } from '../../../src/contract/control.js';
import { readPlan } from '../../../src/controller/planning/read-plan.js';
import { settingsSchema, type Settings } from '../../../src/daemon/config/schema.js';
import { launchController } from '../../../src/daemon/controller/launch-controller.js';
import { startMediaServer } from '../../../src/daemon/media-server/start-media-server.js';
import { stopBoth } from '../../../src/daemon/serve/stop-both.js';
import { startSimulator, type RunningSimulator } from '../../../src/daemon/simulator/start-simulator.js';
import { stateLayout } from '../../../src/daemon/state-layout.js';
import type { Journal } from '../../../src/journal/journal.js';
import { openPostgresJournal } from '../../../src/journal/postgres/postgres-journal.js';
import { importMedia } from '../../../src/media/import-media.js';
import { systemClock } from '../../../src/shared/clock.js';
import { systemRandomBytes } from '../../../src/shared/random-bytes.js';
import { waitUntil } from '../../../src/shared/wait-until.js';
import { addPracticePool, hasEnded, shortLife } from '../chaos/site.js';
import { brokenInvariants } from '../scenario/invariants.js';
import { usualRequest } from '../scenario/usual.js';
import { CutProxy } from './cut-proxy.js';
import { postgresPassword, type PostgresServer } from './postgres-server.js';

const media = 'drydock-demo';
/** On a machine with much to do. */
const patience = 300_000;

export class TwoControllers {
  readonly folder = mkdtempSync(join(tmpdir(), 'drydock-two-'));
  readonly settings: readonly [Settings, Settings];
  readonly pids: number[] = [];
  run = '';

  private constructor(
    readonly simulator: RunningSimulator,
    readonly proxy: CutProxy,
    readonly journal: Journal,
    ports: readonly [number, number],
  ) {
    const [first, second] = ports;
    this.settings = [this.#settings('one', first), this.#settings('two', second)];
  }

  static async open(server: PostgresServer, seed: number): Promise<TwoControllers> {
    const simulator = await startSimulator({ hosts: 2, release: 'xcp-ng-8.2', vms: 2, seed, times: shortLife });
    const proxy = await CutProxy.before(server.port);
    const journal = await openPostgresJournal({ ...server.options(), random: systemRandomBytes });
    const site = new TwoControllers(simulator, proxy, journal, [proxy.port, server.port]);
    try {
      await site.#begin();
      return site;
    } catch (error) {
      await site.close();
      throw error;
    }
  }

  async #begin(): Promise<void> {
    const [one] = this.settings;
    writeFileSync(join(this.folder, 'database'), postgresPassword, { mode: 0o600 });
    const source = new URL('../../../demo/drydock-demo-8.3.0.iso', import.meta.url).pathname;
    await importMedia({ source, mediaCache: one.media.cache, id: media });
    await startMediaServer({
      stateFolder: one.state,
      mediaCache: one.media.cache,
      http: one.servers.http,
      ftp: one.servers.ftp,
    });
    for (const settings of this.settings) {
      await addPracticePool(this.simulator, this.folder, settings.state);
      this.pids.push((await launchController(settings, 0.25)).status.pid);
    }
  }

  control(index: 0 | 1): ControlApi {
    return controlClient({ socketPath: stateLayout(this.settings[index].state).controllerSocket });
  }

  async start(): Promise<void> {
    const request = { ...usualRequest('practice', { manifest: { id: media } }), by: 'test' };
    const reply = await this.control(0).plan(request);
    if (reply.run === null) throw new Error(`blocked: ${JSON.stringify(reply.check.results)}`);
    this.run = reply.run;
    await this.control(0).command(this.run, { command: 'start', by: 'test' });
  }

  async records(): Promise<number> {
    await this.journal.refresh();
    return this.journal.records(this.run).length;
  }

  async until(what: string, holds: () => Promise<boolean>): Promise<void> {
    await waitUntil(async () => ((await holds()) ? true : undefined), {
      ...{ clock: systemClock, deadline: patience, every: 100, waitingFor: what },
    });
  }

  /** The second has written that it has the pool. */
  async takenOver(): Promise<boolean> {
    await this.journal.refresh();
    return this.journal
      .records(this.run)
      .some(({ entry }) => entry.type === 'started' && entry.holder?.startsWith('two ') === true);
  }

  /** As the second controller tells it. */
  async ended(): Promise<string> {
    await this.until('the run to end', async () => hasEnded(await this.control(1).run(this.run)));
    return (await this.control(1).run(this.run)).state;
  }

  async broken(): Promise<readonly string[]> {
    await this.journal.refresh();
    const records = this.journal.records(this.run);
    const planned = records[0]?.entry;
    const plan = readPlan(planned?.type === 'planned' ? planned.plan : undefined);
    const status = await this.control(1).run(this.run);
    const secrets = [this.simulator.password, postgresPassword];
    return brokenInvariants({ plan, records, history: this.simulator.pool.history, status, secrets });
  }

  async close(): Promise<void> {
    this.proxy.mend();
    for (const settings of this.settings) await stopBoth(settings, 'the test is over');
    await this.simulator.stop();
    await this.journal.close();
    await this.proxy.end();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #settings(name: string, port: number): Settings {
    const state = join(this.folder, name);
    return settingsSchema.parse({
      state,
      media: { cache: join(this.folder, 'media') },
      servers: { http: [{ address: '127.0.0.1', port: 0 }], ftp: [] },
      journal: `postgres://drydock@127.0.0.1:${port}/drydock`,
      postgres: { passwordFile: join(this.folder, 'database') },
      controllers: {
        ...{ name, lease: '10s' },
        // Both ask the one media server that the hosts are pointed at.
        mediaServerSocket: stateLayout(join(this.folder, 'one')).mediaServerSocket,
      },
    });
  }
}
