import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { mediaServerClient } from '../../src/contract/media-server-client.js';
import { stateLayout } from '../../src/daemon/state-layout.js';
import { canariesIn, canaryNames, heartbeatVariable, makeCanaries, plantCanaries } from '../support/canaries.js';
import { commandCalls } from '../support/canary-commands.js';
import { hasEnded, Site } from '../support/chaos/site.js';
import { CliProcess } from '../support/cli-process.js';
import { runCli } from '../support/cli-surroundings.js';
import { testCertificate } from '../support/notify-certificate.js';
import { startReceiver, type Receiver } from '../support/notify-receiver.js';
import { startSmtp, type SmtpServer } from '../support/notify-smtp.js';
import { startScriptedServer, type ScriptedServer } from '../support/ssh/scripted-server.js';

const canaries = makeCanaries();
const pause = (duration: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, duration));

/** What was written where, for the canaries to be looked for in. */
class Found {
  readonly #places = new Map<string, string | Uint8Array>();

  add(place: string, content: string | Uint8Array): void {
    this.#places.set(place, content);
  }

  get size(): number {
    return this.#places.size;
  }

  /** `place: canary`, of each that stands where it must not. */
  telling(tokens: readonly string[] = []): readonly string[] {
    return [...this.#places].flatMap(([place, content]) => {
      const text = Buffer.from(content).toString('latin1');
      const grants = tokens.some((token) => text.includes(token)) ? ['the token of a host'] : [];
      return [...canariesIn(content, canaries), ...grants].map((name) => `${place}: ${name}`);
    });
  }
}

describe('Canaries planted in every credential', function () {
  this.timeout(600_000);
  let site: Site;
  let web: Receiver;
  let smtp: SmtpServer;
  let ssh: ScriptedServer;
  let run = '';
  let tokens: readonly string[] = [];
  let environment: Readonly<Record<string, string>> = {};
  let configuration = '';

  before(async () => {
    web = await startReceiver();
    const { key, cert } = testCertificate();
    smtp = await startSmtp({ tls: { key, cert }, user: 'drydock', password: canaries['smtp-password'] });
    const smtpPort = smtp.port;
    // Takes none of them: what is said of a refused log-in is looked at.
    ssh = await startScriptedServer();
    let planted = {};
    site = await openSite((folder) => {
      planted = plantCanaries(folder, canaries, { web: web.url, smtpPort });
      environment = {
        [heartbeatVariable]: `${web.url}/heart/${canaries['heartbeat-address']}`,
        CREDENTIALS_DIRECTORY: join(folder, 'secrets'),
      };
      // What the daemons inherit.
      Object.assign(process.env, environment);
      return planted;
    });
    configuration = join(site.folder, 'drydock.yaml');
    const { state, media } = site.settings;
    writeFileSync(configuration, JSON.stringify({ ...planted, state, media: { cache: media.cache } }));
    writeFileSync(join(site.folder, 'secrets', 'pool-password'), canaries['pool-password'], { mode: 0o600 });
    run = await site.startRun();
    await askForMedia();
    let status = await site.control.run(run);
    for (let end = Date.now() + 400_000; !hasEnded(status) && Date.now() < end;) {
      await pause(500);
      status = await site.control.run(run);
    }
    expect(status.state, status.reason).to.equal('done');
    const socketPath = stateLayout(state).mediaServerSocket;
    tokens = (await mediaServerClient({ socketPath }).grants()).map(({ path }) => path.slice(3, -1));
    expect(tokens.length).to.be.greaterThan(0);
  });

  after(async () => {
    for (const name of [heartbeatVariable, 'CREDENTIALS_DIRECTORY']) Reflect.deleteProperty(process.env, name);
    await site.close();
    await web.close();
    await smtp.close();
    await ssh.stop();
  });

  async function openSite(settingsIn: (folder: string) => object): Promise<Site> {
    return Site.open(11, {
      password: canaries['pool-password'],
      hosts: 2,
      settingsIn: (folder) => ({ ...settingsIn(folder) }),
    });
  }

  /** With a password that is right and one that is wrong, over HTTP. */
  async function askForMedia(): Promise<void> {
    for (const password of [canaries['user-password'], `${canaries['user-credential']}x`]) {
      const { endpoints } = await mediaServerClient({
        socketPath: stateLayout(site.settings.state).mediaServerSocket,
      }).status();
      const http = endpoints.find(({ protocol }) => protocol === 'http');
      await new Promise<void>((resolve, reject) => {
        request({
          host: '127.0.0.1',
          port: http?.port,
          path: `/media/${site.media}/.treeinfo?password=${password}`,
          auth: `installer:${password}`,
        })
          .on('response', (response) => response.resume().on('end', resolve))
          .on('error', reject)
          .end();
      });
    }
  }

  const cli = (argv: readonly string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> =>
    runCli([...argv, '--config', configuration], { workingFolder: site.folder, environment });

  it('are used: mail, webhook and heartbeat came with them, and none of the others stands in what they carried', async () => {
    for (let end = Date.now() + 30_000; Date.now() < end && (smtp.mails.length === 0 || !sawHeart());) await pause(200);
    expect(smtp.mails.length).to.be.greaterThan(0);
    expect(sawHeart()).to.equal(true);
    expect(web.received.some(({ path }) => path.endsWith(canaries['webhook-address']))).to.equal(true);
    const found = new Found();
    smtp.mails.forEach(({ data }, index) => found.add(`mail ${index}`, data));
    web.received.forEach(({ body, headers, path }, index) => {
      found.add(`posted ${index}`, `${body}\n${JSON.stringify(headers)}`);
      const own = path.startsWith('/heart') ? 'heartbeat-address' : 'webhook-address';
      found.add(`address ${index}`, path.replace(canaries[own], ''));
    });
    expect(found.telling(tokens)).to.deep.equal([]);
  });

  const sawHeart = (): boolean => web.received.some(({ path }) => path.includes(canaries['heartbeat-address']));

  it('stand in nothing that any command says, in words and in JSON, when it goes well and when it fails', async () => {
    const addresses = [0, 1].map((index) => site.simulator.pool.host(index).address);
    const { calls, forgotten } = commandCalls(run, site.media, site.folder, { addresses, port: ssh.port });
    expect(forgotten).to.deep.equal([]);
    const found = new Found();
    for (const argv of calls) {
      for (const form of [[], ['--json']]) {
        const { stdout, stderr } = await cli([...argv, ...form]);
        found.add([...argv, ...form].join(' '), `${stdout}\n${stderr}`);
      }
    }
    expect(found.size).to.be.greaterThan(80);
    expect(ssh.logIns).to.include.members(['publickey', 'password']);
    expect(found.telling(tokens)).to.deep.equal([]);
  });

  it('stand in no file of the state folder, nor of the store; the tokens in the log of grants alone', async () => {
    const found = new Found();
    for (const folder of [site.settings.state, site.settings.media.cache]) {
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        const path = join(folder, name);
        if (statSync(path).isFile() && !name.endsWith('grants.log')) found.add(name, readFileSync(path));
      }
    }
    expect(found.size).to.be.greaterThan(8);
    expect(found.telling(tokens)).to.deep.equal([]);
    await Promise.resolve();
  });

  it('lie in a state folder in which everything but the sockets is closed to others, as is what was written for its owner', async () => {
    const { state } = site.settings;
    const open = ['', ...readdirSync(state, { recursive: true, encoding: 'utf8' })].flatMap((name) => {
      const stats = statSync(join(state, name));
      const mode = stats.mode & 0o777;
      if (stats.isDirectory()) return (mode & 0o077) === 0 ? [] : [`${name}/ ${mode.toString(8)}`];
      return (mode & 0o077) === 0 ? [] : [`${name} ${mode.toString(8)}`];
    });
    expect(open).to.deep.equal([]);
    await Promise.resolve();
  });

  it('stand in no part of a support bundle, which nobody else may read', async () => {
    const file = join(site.folder, 'bundle.tar.gz');
    const { exitCode, stdout } = await cli(['support-bundle', file]);
    expect(exitCode).to.equal(0);
    expect(statSync(file).mode & 0o777).to.equal(0o600);
    const found = new Found();
    found.add('bundle', gunzipSync(readFileSync(file)));
    const names = execFileSync('tar', ['-tzf', file], { encoding: 'utf8' }).trim().split('\n');
    for (const name of [
      'versions.json',
      'configuration.json',
      'doctor.json',
      'journal.jsonl',
      'media.json',
      'logs/controller.log',
    ]) {
      expect(names).to.include(`drydock-support/${name}`);
      expect(stdout).to.include(name);
    }
    expect(found.telling(tokens)).to.deep.equal([]);
  });

  it('stand in no metric, health answer, report or explanation', async () => {
    const found = new Found();
    const { endpoints } = await mediaServerClient({
      socketPath: stateLayout(site.settings.state).mediaServerSocket,
    }).status();
    const port = endpoints.find(({ protocol }) => protocol === 'http')?.port ?? 0;
    for (const path of ['metrics', 'healthz', 'readyz', 'no-such'])
      found.add(path, await (await fetch(`http://127.0.0.1:${port}/${path}`)).text());
    for (const format of ['markdown', 'html', 'json'] as const)
      found.add(format, await site.control.report(run, format));
    found.add('explain', await site.control.explain(run));
    found.add('status', JSON.stringify(await site.control.run(run)));
    expect(found.telling(tokens)).to.deep.equal([]);
  });

  it('stand in the arguments, title and environment of no process, but where the administrator put them', async () => {
    const command = new CliProcess(
      ['check', 'practice', '--media', site.media, '--config', configuration],
      site.folder,
      environment,
    );
    const found = new Found();
    let seen = 0;
    for (let end = Date.now() + 20_000; command.child.exitCode === null && Date.now() < end;) {
      for (const pid of ownProcesses(site.folder, command.child.pid)) {
        for (const name of ['cmdline', 'comm', 'environ']) {
          const text = procFile(pid, name);
          if (text !== undefined) found.add(`${pid} ${name}`, withoutGiven(text));
          seen += 1;
        }
      }
      await pause(50);
    }
    await command.exitCode();
    expect(seen).to.be.greaterThan(9);
    found.add('what it said', `${command.stdout}\n${command.stderr}`);
    expect(found.telling(tokens)).to.deep.equal([]);
  });

  it('stand in nothing that a controller writes when it is aborted', async () => {
    const { pid } = await site.control.status();
    const log = stateLayout(site.settings.state).controllerLog;
    process.kill(pid, 'SIGABRT');
    for (let end = Date.now() + 10_000; procFile(pid, 'comm') !== undefined && Date.now() < end;) await pause(50);
    const found = new Found();
    found.add('log', readFileSync(log));
    expect(found.telling(tokens)).to.deep.equal([]);
    await site.startController();
  });

  it('would be found: each is told where it stands, in every form', () => {
    for (const name of canaryNames) {
      const value = canaries[name];
      for (const text of [
        value,
        JSON.stringify({ value }),
        `Basic ${Buffer.from(`u:${value}`).toString('base64')}`,
        Buffer.from(value).toString('hex'),
      ])
        expect(canariesIn(text, canaries), text).to.include(name);
    }
  });
});

/** The variables that the test itself has given: secrets from the environment are seen in the environment. */
function withoutGiven(environ: string): string {
  return environ
    .split('\0')
    .filter((entry) => !entry.startsWith(`${heartbeatVariable}=`))
    .join('\0');
}

/** Processes whose working folder, arguments or settings name this site, and the one that is given. */
function ownProcesses(folder: string, other: number | undefined): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      if (pid === process.pid) return false;
      if (pid === other) return true;
      const environ = procFile(pid, 'environ') ?? '';
      return environ.includes(folder) || workingFolder(pid) === folder;
    });
}

function workingFolder(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

function procFile(pid: number, name: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return undefined;
  }
}
