/** The password of the journal's database, looked for in everything that a controller with such a journal writes and says. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { launchController } from '../../src/daemon/controller/launch-controller.js';
import { stateLayout } from '../../src/daemon/state-layout.js';
import { systemClock } from '../../src/shared/clock.js';
import { waitUntil } from '../../src/shared/wait-until.js';
import { Site } from '../support/chaos/site.js';
import { runCli } from '../support/cli-surroundings.js';
import { postgresPassword, postgresPrograms, PostgresServer } from '../support/journal/postgres-server.js';

/** In clear, and as JSON, addresses and Basic give it. */
const forms = [postgresPassword, encodeURIComponent(postgresPassword), Buffer.from(postgresPassword).toString('hex')];

function telling(places: ReadonlyMap<string, string>): readonly string[] {
  return [...places].flatMap(([place, text]) => (forms.some((form) => text.includes(form)) ? [place] : []));
}

describe('The password of the database of the journal', function () {
  this.timeout(300_000);
  let server: PostgresServer | undefined;
  let site: Site | undefined;
  let configuration = '';
  let run = '';

  before(async function () {
    if (postgresPrograms() === undefined && process.env['CI'] === undefined) this.skip();
    server = await PostgresServer.start();
    const { address: journal } = server;
    let planted = {};
    site = await Site.open(12, {
      hosts: 2,
      settingsIn: (folder) => {
        writeFileSync(join(folder, 'database'), postgresPassword, { mode: 0o600 });
        planted = { log: { level: 'debug' }, journal, postgres: { passwordFile: join(folder, 'database') } };
        return planted;
      },
    });
    configuration = join(site.folder, 'drydock.yaml');
    const { state, media } = site.settings;
    writeFileSync(configuration, JSON.stringify({ ...planted, state, media: { cache: media.cache } }));
    run = await site.startRun();
  });

  after(async () => {
    await site?.close();
    await server?.end();
  });

  const opened = (): Site => {
    if (site === undefined) throw new Error('no site');
    return site;
  };

  async function cli(argv: readonly string[]): Promise<string> {
    const said = await runCli([...argv, '--config', configuration], { workingFolder: opened().folder });
    return `${said.stdout}\n${said.stderr}`;
  }

  it('stands in nothing that commands about journal, runs and machine say', async () => {
    const places = new Map<string, string>();
    for (const argv of [
      ['doctor'],
      ['upgrade', 'list'],
      ['upgrade', 'status', run],
      ['upgrade', 'explain', run],
      ['journal', 'verify'],
      ['journal', 'backup', join(opened().folder, 'backup')],
      ['journal', 'export'],
      ['journal', 'copy', server?.address ?? '', 'sqlite'],
      ['journal', 'copy', `postgres://drydock:${postgresPassword}@127.0.0.1:1/drydock`, 'sqlite'],
    ])
      for (const form of [[], ['--json']]) places.set([...argv, ...form].join(' '), await cli([...argv, ...form]));

    expect([...places.values()].filter((said) => said.trim() === '')).to.deep.equal([]);
    expect(telling(places)).to.deep.equal([]);
  });

  it('stands in no part of a support bundle', async () => {
    const file = join(opened().folder, 'bundle.tar.gz');
    await cli(['support-bundle', file]);

    expect(telling(new Map([['bundle', gunzipSync(readFileSync(file)).toString('latin1')]]))).to.deep.equal([]);
  });

  it('stands in the arguments and the environment of no process of Drydock', async () => {
    const { pid } = await opened().control.status();
    const pids = [pid, await opened().servingPid()];
    const places = pids.flatMap((each) =>
      ['cmdline', 'environ', 'comm'].map(
        (name) => [`${each} ${name}`, readFileSync(`/proc/${each}/${name}`, 'latin1')] as const,
      ),
    );

    expect(telling(new Map(places))).to.deep.equal([]);
  });

  it('stands in nothing that a controller writes whose database turns it away, also at its start', async () => {
    const { control, settings } = opened();
    const { pid } = await control.status();
    await server?.query(`ALTER ROLE drydock PASSWORD 'another';
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'drydock' AND pid <> pg_backend_pid()`);
    // Time for it to write, and to be refused.
    await systemClock.sleep(2000);
    const places = new Map([['the status', await outcome(control.run(run))]]);
    process.kill(pid, 'SIGABRT');
    await waitUntil(() => Promise.resolve(isAlive(pid) ? undefined : true), {
      ...{ clock: systemClock, deadline: 30_000, every: 50, waitingFor: 'the controller to end' },
    });
    places.set('refused', await outcome(launchController(settings, 0.25)));

    expect(places.get('refused')).to.contain('JOURNAL_REFUSED');
    expect(telling(places)).to.deep.equal([]);
  });

  it('stands in no file of the state folder', async () => {
    const { state } = opened().settings;
    const places = readdirSync(state, { recursive: true, encoding: 'utf8' })
      .map((name) => join(state, name))
      .filter((path) => statSync(path).isFile())
      .map((path) => [path, readFileSync(path, 'latin1')] as const);

    expect(places.map(([path]) => path)).to.include(stateLayout(state).controllerLog);
    expect(telling(new Map(places))).to.deep.equal([]);
    await Promise.resolve();
  });
});

function isAlive(pid: number): boolean {
  try {
    // A process that has ended and is not yet waited for has nothing in its arguments.
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';
  } catch {
    return false;
  }
}

/** What came of it, or what is said of its failure. */
async function outcome(work: Promise<unknown>): Promise<string> {
  return work.then(JSON.stringify, (error: unknown) => {
    return `${String(error)} ${JSON.stringify(error, Object.getOwnPropertyNames(error))}`;
  });
}
