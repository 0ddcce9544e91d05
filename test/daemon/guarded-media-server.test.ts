/** The media server as processes behind its guards: passwords, HTTPS, metrics, the access log, addresses and ports. */
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { connect as connectNet } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { guardSettingsSchema } from '../../src/daemon/config/guard-settings.js';
import { stateLayout } from '../../src/daemon/state-layout.js';
import { tmpdir } from 'node:os';
import { connectionFlood, slowloris } from '../support/attacks/patience.js';
import { RawFtp } from '../support/servers-ftp.js';
import { armedPath, parseAnswer, request, type RawAnswer } from '../support/servers-http.js';
import { treeinfoFiles } from '../support/servers-media.js';
import { startTestProcesses, type TestProcesses } from '../support/servers-process.js';

const tls = (name: string): string => fileURLToPath(new URL(`../fixtures/tls/${name}`, import.meta.url));
const ops = { Authorization: `Basic ${Buffer.from('ops:right').toString('base64')}` };

describe('The media server behind its guards', function () {
  this.timeout(60_000);
  let folder: string;
  let server: TestProcesses;
  let httpsPort: number;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drydock-guards-'));
    const passwordFile = join(folder, 'password');
    await writeFile(passwordFile, 'right\n', { mode: 0o600 });
    const guards = guardSettingsSchema.parse({
      tls: { certificate: tls('host.pem'), key: tls('host.key') },
      passivePorts: '42000-42999',
      access: { password: 'plain-path', users: [{ name: 'ops', passwordFile }] },
      limits: { connectionsPerAddress: 12, ftpSessionsPerAddress: 12, headerTimeout: 1 },
      accessLog: { enabled: true },
      metrics: { addresses: ['127.0.0.1'] },
    });
    server = await startTestProcesses(treeinfoFiles(), { guards, https: [{ address: '127.0.0.1', port: 0 }] });
    httpsPort = server.running.status.endpoints.find(({ protocol }) => protocol === 'https')!.port;
  });
  after(async () => {
    await server.remove();
    await rm(folder, { recursive: true });
  });

  const overTls = async (target: string, headers: Record<string, string> = {}): Promise<RawAnswer> => {
    const socket = connectTls({ port: httpsPort, host: '127.0.0.1', rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    const lines = Object.entries({ Host: 'x', Connection: 'close', ...headers }).map(
      ([name, value]) => `${name}: ${value}`,
    );
    socket.write(`GET ${target} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    await once(socket, 'close');
    return parseAnswer(Buffer.concat(chunks));
  };
  const metrics = async (): Promise<string> => (await request(server.httpPort, '/metrics')).body.toString();
  const logged = async (): Promise<Record<string, unknown>[]> => {
    const text = await readFile(join(stateLayout(server.stateFolder).mediaServer, 'access.log'), 'utf8').catch(
      () => '',
    );
    return text
      .trimEnd()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  };

  it('asks people for a password, over HTTP and HTTPS, and hosts for none', async () => {
    const path = await armedPath(server.client, { id: 'open' });
    for (const ask of [(target: string, headers = {}) => request(server.httpPort, target, headers), overTls]) {
      expect((await ask('/media/synth/EULA')).status).to.equal(401);
      expect((await ask('/media/synth/EULA', ops)).body.toString()).to.equal('Licence text\n');
      expect((await ask(`${path}boot/xen.gz`)).status).to.equal(200);
      expect((await ask('/healthz')).status).to.equal(200);
    }
  });

  it('gives a large file over HTTPS whole', async () => {
    const name = 'Packages/kernel-6.6-1.x86_64.rpm';
    const { body } = await overTls(`/media/synth/${name}`, ops);
    expect(body.equals(server.catalogue.content('synth', name))).to.equal(true);
  });

  it('shows FTP users who gave no password only the addresses of hosts', async () => {
    const path = await armedPath(server.client, { id: 'ftp' });
    const anonymous = await RawFtp.open(server.ftpPort);
    expect(await anonymous.code('CWD /media/synth')).to.equal('550');
    expect(await anonymous.ask(`SIZE ${path}boot/xen.gz`)).to.equal('213 30000');
    const named = await RawFtp.open(server.ftpPort, false);
    await named.ask('USER ops');
    expect(await named.code('PASS wrong')).to.equal('530');
    await named.ask('USER ops');
    expect(await named.code('PASS right')).to.equal('230');
    expect(await named.ask('SIZE /media/synth/boot/xen.gz')).to.equal('213 30000');
    const [, high, low] = /,(\d+),(\d+)\)/.exec(await named.ask('PASV')) ?? [];
    expect(Number(high) * 256 + Number(low)).to.be.within(42_000, 42_999);
    anonymous.close();
    named.close();
  });

  it('writes a line for each request, without a token, and goes on in the same file after a planned restart', async () => {
    const path = await armedPath(server.client, { id: 'logged' });
    await request(server.httpPort, `${path}boot/vmlinuz`);
    const before = await server.worker();
    await server.client.restart();
    await server.worker(before);
    await request(server.httpPort, `${path}boot/xen.gz`);
    await request(server.httpPort, `/nowhere${path}`);
    const mine = async (): Promise<Record<string, unknown>[]> =>
      (await logged()).filter(({ grant, path: shown }) => grant === 'logged' || String(shown).startsWith('/nowhere'));
    for (let tries = 0; tries < 100 && (await mine()).length < 3; tries++)
      await new Promise((go) => setTimeout(go, 20));
    const [first, second, third] = await mine();
    expect(first).to.include({
      protocol: 'http',
      client: '127.0.0.1',
      medium: 'synth',
      path: 'boot/vmlinuz',
      status: 200,
    });
    expect(first).to.include({ bytes: 70_000, outcome: 'complete' });
    expect(second).to.include({ path: 'boot/xen.gz', bytes: 30_000 });
    expect(third).to.include({ grant: null, path: '/nowhere/i/…', status: 401 });
    const everything = JSON.stringify(await logged());
    expect(everything).not.to.include(path.split('/')[2]);
  });

  it('tells figures over HTTP to whom it may, and over its control socket, and no token in either', async () => {
    const path = await armedPath(server.client, { id: 'counted' });
    await request(server.httpPort, `${path}boot/xen.gz`);
    const text = await metrics();
    expect(text).to.match(/^drydock_requests_total\{protocol="http",status="2xx"\} [1-9]/m);
    expect(text).to.match(/^drydock_grants\{state="armed"\} [1-9]/m);
    const overSocket = httpRequest({
      socketPath: stateLayout(server.stateFolder).mediaServerSocket,
      path: '/metrics',
    }).end();
    const [response] = (await once(overSocket, 'response')) as [NodeJS.ReadableStream];
    let told = '';
    for await (const chunk of response) told += String(chunk);
    expect(told).to.include('drydock_event_loop_delay_seconds{quantile="0.99"}');
    expect(text + told).not.to.include(path.split('/')[2]);
    // From another address there is no such path, and no way to it but a password for the tree, which has none either.
    const socket = connectNet({ port: server.httpPort, host: '127.0.0.1', localAddress: '127.0.0.2' });
    socket.write(
      `GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: ${ops.Authorization}\r\n\r\n`,
    );
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    await once(socket, 'close');
    expect(parseAnswer(Buffer.concat(chunks)).status).to.equal(404);
  });

  it('cuts off heads that never end, and holds no more connections of one address than it may, and counts them', async () => {
    expect(await slowloris(server.httpPort, 5000, 10)).to.deep.equal([]);
    expect(await connectionFlood({ port: server.httpPort, allowed: 12, count: 100 }, 5000)).to.deep.equal([]);
    expect(
      await connectionFlood({ port: server.ftpPort, allowed: 12, count: 60, greeting: /^220 / }, 5000),
    ).to.deep.equal([]);
    const refused = async (): Promise<number> => {
      const text = await metrics();
      const count = (protocol: string): number =>
        Number(
          new RegExp(`refusals_total{protocol="${protocol}",reason="connections-of-address"} (\\d+)`).exec(text)?.[1],
        );
      return Math.min(count('http'), count('ftp'));
    };
    for (let tries = 0; tries < 100 && (await refused()) < 40; tries++) await new Promise((go) => setTimeout(go, 50));
    expect(await refused()).to.be.at.least(40);
  });
});
