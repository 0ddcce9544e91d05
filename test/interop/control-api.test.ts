/** The control API as a browser and a script meet it: the built program, a practice pool, and a controller that is killed meanwhile. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { auditReplySchema } from '../../src/contract/api/audit.js';
import { mediaJobSchema, mediaJobsReplySchema, type MediaJob } from '../../src/contract/api/media-jobs.js';
import { mediaReplySchema, passportSchema } from '../../src/contract/api/media.js';
import { poolReplySchema } from '../../src/contract/api/pools.js';
import { serversReplySchema } from '../../src/contract/api/servers.js';
import { timelineReplySchema, logReplySchema } from '../../src/contract/api/timeline.js';
import { planReplySchema } from '../../src/contract/control.js';
import { runStatusSchema, type RunStatus } from '../../src/contract/run-status.js';
import { startSimulator, type RunningSimulator } from '../../src/daemon/simulator/start-simulator.js';
import type { ServeState } from '../../src/daemon/serve/start-both.js';
import { CliProcess, isAlive } from '../support/cli-process.js';

const image = readFileSync(new URL('../../demo/drydock-demo-8.3.0.iso', import.meta.url));

describe('control API of the built program', function () {
  this.timeout(180_000);
  let folder: string;
  let simulator: RunningSimulator;
  let base: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dd-api-'));
    const settings = 'servers:\n  http: [{ port: 0 }]\n  ftp: []\ndashboard: { port: 0 }\n';
    writeFileSync(join(folder, 'c.yaml'), settings);
    simulator = await startSimulator({ hosts: 2, release: 'xcp-ng-8.2', vms: 2, seed: 7 });
    base = (await serve()).dashboard ?? '';
  });

  after(async () => {
    await cli('stop', '--force', 'the test is over');
    await simulator.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function cli(...argv: string[]): Promise<string> {
    const process_ = new CliProcess([...argv, '--config', 'c.yaml'], folder);
    const exitCode = await process_.exitCode();
    if (exitCode !== 0) throw new Error(`${argv.join(' ')}: ${process_.stdout}${process_.stderr}`);
    return process_.stdout;
  }

  const serve = async (): Promise<ServeState> => JSON.parse(await cli('serve', '--detach', '--json')) as ServeState;

  interface Page {
    get(path: string): Promise<unknown>;
    send(method: string, path: string, body?: unknown): Promise<unknown>;
  }

  async function pageBy(body: unknown): Promise<Page & { readonly cookie: string }> {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${base}v1/session`, { method: 'POST', headers, body: JSON.stringify(body) });
    const { csrf } = (await answer.json()) as { csrf: string };
    const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    return { ...page({ cookie, 'x-drydock-csrf': csrf }), cookie };
  }

  function page(credentials: Record<string, string>): Page {
    const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
      const type = body === undefined || body instanceof Uint8Array ? {} : { 'content-type': 'application/json' };
      const sent = body === undefined ? {} : { body: body instanceof Uint8Array ? body : JSON.stringify(body) };
      const answer = await fetch(base + path, { method, headers: { ...credentials, ...type }, ...sent });
      const document: unknown = await answer.json();
      if (!answer.ok) throw new Error(`${answer.status} ${JSON.stringify(document)}`);
      return document;
    };
    return { get: (path) => ask('GET', path), send: ask };
  }

  async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
    for (let looks = 0; looks < 1200; looks += 1) {
      const found = await look();
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('it did not happen');
  }

  const link = async (): Promise<string> => {
    const { url } = JSON.parse(await cli('dashboard', '--json')) as { url: string };
    return url.split('/').at(-1) ?? '';
  };

  it('takes an upload, imports it in a process of its own, and leaves nothing of the upload behind', async () => {
    const owner = await pageBy({ link: await link() });
    const job = mediaJobSchema.parse(
      await owner.send('PUT', 'v1/media/uploads?name=demo.iso&id=demo&alias=current', image),
    );
    const ended = await until(async (): Promise<MediaJob | undefined> => {
      const now = mediaJobSchema.parse(await owner.get(`v1/media/imports/${job.id}`));
      return now.endedAt === null ? undefined : now;
    });

    expect(ended).to.include({ state: 'done', medium: 'demo' });
    expect(mediaReplySchema.parse(await owner.get('v1/media')).media.map(({ id }) => id)).to.deep.equal(['demo']);
    expect(passportSchema.parse(await owner.get('v1/media/current')).importedBy).to.include('@');
    const uploads = join(folder, 'drydock-state', 'controller', 'uploads');
    expect(existsSync(uploads) ? readdirSync(uploads) : []).to.deep.equal([]);
  });

  it('imports no file of the machine that lies elsewhere, and says which it would', async () => {
    const owner = await pageBy({ link: await link() });
    const refused: unknown = await owner.send('POST', 'v1/media/imports', { source: '/etc/passwd' }).catch(String);
    expect(refused).to.include('403').and.include('IMPORT_SOURCE_NOT_ALLOWED');
    writeFileSync(join(folder, 'drydock-state', 'incoming', 'again.iso'), image);

    const { offers } = mediaJobsReplySchema.parse(await owner.get('v1/media/imports'));
    expect(offers.map(({ path }) => path.split('/').at(-1))).to.deep.equal(['again.iso']);
    const job = mediaJobSchema.parse(await owner.send('POST', 'v1/media/imports', { source: offers[0]?.path }));
    const ended = await until(async () => {
      const now = mediaJobSchema.parse(await owner.get(`v1/media/imports/${job.id}`));
      return now.endedAt === null ? undefined : now;
    });
    expect(ended).to.include({ state: 'done', alreadyPresent: true });
  });

  it('keeps a person signed in over a controller that is killed', async () => {
    writeFileSync(join(folder, 'password'), 'correct horse battery\n', { mode: 0o600 });
    await cli('user', 'add', 'anna', '--role', 'operator', '--password-file', 'password');
    const anna = await pageBy({ name: 'anna', password: 'correct horse battery' });
    const { pid } = (await anna.get('v1/status')) as { pid: number };
    process.kill(pid, 'SIGKILL');
    await until(() => Promise.resolve(isAlive(pid) ? undefined : true));
    base = (await serve()).dashboard ?? '';

    const { cookie } = anna;
    expect(await page({ cookie }).get('v1/session')).to.deep.include({
      signedIn: true,
      user: { name: 'anna', role: 'operator' },
    });
    await cli('user', 'remove', 'anna');
    expect(await page({ cookie }).get('v1/session')).to.deep.include({ signedIn: false });
  });

  it('lets a script plan, start and watch an upgrade, and shows it as it was', async () => {
    writeFileSync(join(folder, 'pool-password'), `${simulator.password}\n`, { mode: 0o600 });
    const address = `127.0.0.1:${simulator.port}`;
    await cli('pool', 'add', 'practice', '--host', address, '--password-file', 'pool-password', '--trust-first-use');
    const { token } = JSON.parse(await cli('token', 'add', 'ci', '--role', 'operator', '--json')) as { token: string };
    const script = page({ authorization: `Bearer ${token}` });
    const pool = poolReplySchema.parse(await script.get('v1/pools/practice'));
    expect(pool.reading?.hosts.length).to.equal(2);

    const wishes = {
      order: [],
      only: [],
      accept: [],
      fix: true,
      approveEachHost: false,
      soakMinutes: 0,
      acceptEua: true,
    };
    const plan = planReplySchema.parse(
      await script.send('POST', 'v1/plan', { pool: 'practice', media: 'demo', ...wishes }),
    );
    expect(plan.run, JSON.stringify(plan.check.results.filter(({ severity }) => severity !== 'pass'))).to.be.a(
      'string',
    );
    await script.send('POST', `v1/runs/${plan.run ?? ''}/commands`, { command: 'start' });
    const begun = await until(async (): Promise<RunStatus | undefined> => {
      const run = runStatusSchema.parse(await script.get(`v1/runs/${plan.run ?? ''}`));
      return run.hosts.some(({ state }) => state !== 'queued' && state !== 'rechecking') ? run : undefined;
    });
    await script.send('POST', `v1/runs/${begun.run}/commands`, { command: 'pause', reason: 'a look' });

    const timeline = timelineReplySchema.parse(await script.get(`v1/runs/${begun.run}/timeline`));
    expect(timeline.hosts.flatMap(({ effects }) => effects.map(({ effect }) => effect))).to.include('disable-host');
    expect(timeline.vms.map(({ place }) => place)).to.not.include('unknown');
    const log = logReplySchema.parse(await script.get(`v1/runs/${begun.run}/log`));
    expect(log.lines.find(({ what }) => what === 'pause: a look')?.who).to.equal('ci');
    const servers = serversReplySchema.parse(await script.get('v1/servers'));
    expect(servers.running).to.equal(true);
    const report = await fetch(`${base}v1/runs/${begun.run}/report.html`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(report.headers.get('content-security-policy')).to.include('sandbox');
    expect(await report.text()).to.match(/^<!doctype html>/i);
  });

  it('has all of it in the audit, and no secret', async () => {
    const owner = await pageBy({ link: await link() });
    const { records } = auditReplySchema.parse(await owner.get('v1/audit?limit=500'));
    const actions = records.map(({ action, outcome }) => `${action} ${outcome}`);

    expect(actions).to.include.members([
      'session.sign-in done',
      'media.upload done',
      'media.import failed',
      'user.add done',
      'token.add done',
      'run.plan done',
      'run.start done',
      'run.pause done',
    ]);
    const text = JSON.stringify(records);
    for (const secret of ['correct horse battery', 'drydock_', simulator.password]) expect(text).to.not.include(secret);
  });
});
