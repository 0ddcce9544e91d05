/** The media server as processes: what a killed, restarted or stopped serving process costs its clients (invariant 9). */
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { mediaServerClient } from '../../src/contract/media-server-client.js';
import { mediaServerContractVersion } from '../../src/contract/media-server.js';
import { startMediaServer } from '../../src/daemon/media-server/start-media-server.js';
import { stateLayout } from '../../src/daemon/state-layout.js';
import { codeOf } from '../support/servers-errors.js';
import { listenOnce, RawFtp } from '../support/servers-ftp.js';
import { armedPath, request } from '../support/servers-http.js';
import { treeinfoFiles } from '../support/servers-media.js';
import { fetchUntil, Tally } from '../support/servers-fetch-loop.js';
import { isRunning, startTestProcesses, waitForEnd, type TestProcesses } from '../support/servers-process.js';

const large = 'Packages/kernel-6.6-1.x86_64.rpm';

describe('The processes of the media server', function () {
  this.timeout(60_000);
  let server: TestProcesses;
  before(async () => {
    server = await startTestProcesses(treeinfoFiles(8 * 1024 * 1024));
  });
  after(() => server.remove());

  it('break no small file when the serving process is killed, without any retry by the client', async () => {
    const path = await armedPath(server.client, { id: 'killed' });
    const names = ['.treeinfo', 'repodata/repomd.xml', 'boot/vmlinuz', 'install.img', 'RPM-GPG-KEY-synth', 'missing'];
    const tally = new Tally();
    const done = new AbortController();
    const clients = [1, 2].map(() => fetchUntil(done.signal, server, path, names, tally));
    let worker = await server.worker();
    for (let kill = 0; kill < 4; kill++) {
      await tally.reaches(tally.answered + 13);
      process.kill(worker, 'SIGKILL');
      worker = await server.worker(worker);
    }
    done.abort();
    await Promise.all(clients);
    expect(tally.failures).to.deep.equal([]);
    expect(tally.answered).to.be.greaterThan(50);
    const sequences = await allSequences(server);
    expect(new Set(sequences).size, 'no number is used twice').to.equal(sequences.length);
    expect(sequences.length).to.be.at.least(tally.answered);
  });

  it('break nothing at a planned restart: large files, kept-alive connections and FTP sessions go on', async () => {
    const path = await armedPath(server.client, { id: 'restarted' });
    const before = await server.worker();
    const slow = slowFetch(server.httpPort, path + large);
    const ftp = await RawFtp.open(server.ftpPort);
    await ftp.ask(`CWD ${path}`);
    await slow.begun;
    const tally = new Tally();
    const done = new AbortController();
    const client = fetchUntil(done.signal, server, path, ['.treeinfo', large, 'boot/xen.gz'], tally);
    await server.client.restart();
    const after = await server.worker(before);
    expect((await ftp.fetch('RETR .treeinfo')).body.toString()).to.include('[platform]');
    done.abort();
    await client;
    expect(tally.failures).to.deep.equal([]);
    slow.goOn();
    expect((await slow.body).equals(server.catalogue.content('synth', large))).to.equal(true);
    const { records } = await server.client.activity(0, 10_000);
    const mine = records.filter((record) => record.grant === 'restarted');
    expect(mine.some((record) => record.path === large && record.complete)).to.equal(true);
    expect(mine.some((record) => record.protocol === 'ftp' && record.path === '.treeinfo')).to.equal(true);
    // The one that drained still asks whether it may answer.
    await server.client.changeGrant('restarted', { state: 'ended', epoch: 1, reason: 'proven' });
    expect(await ftp.code('SIZE .treeinfo')).to.equal('550');
    await ftp.ask('QUIT');
    await waitForEnd(before);
    expect(after).not.to.equal(before);
  });

  it('tell a large transfer as broken when its process was killed, and keep grants and numbers', async () => {
    const path = await armedPath(server.client, { id: 'broken' });
    const transfer = slowFetch(server.httpPort, path + large);
    await transfer.begun;
    const worker = await server.worker();
    process.kill(worker, 'SIGKILL');
    await server.worker(worker);
    const grant = await server.client.grant('broken');
    expect(grant).to.include({ state: 'armed', path });
    expect(grant!.progress.firstRequestSinceArmedAt).to.be.a('number');
    const { records } = await server.client.activity(0, 10_000);
    const mine = records.filter((record) => record.grant === 'broken');
    expect(mine.map(({ path: name, complete }) => [name, complete])).to.deep.equal([[large, false]]);
  });

  it('wait with a connection until there is a process that serves it, over HTTP, FTP and the control socket', async () => {
    const worker = await server.worker();
    process.kill(worker, 'SIGSTOP');
    const answers = Promise.all([
      request(server.httpPort, '/media/synth/EULA').then(({ status }) => status),
      RawFtp.open(server.ftpPort).then((ftp) => ftp.code('SIZE /media/synth/EULA')),
      server.client.status().then(({ contract }) => contract),
    ]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    // FTP and control connections that the stopped process had not accepted wait in the kernel's queue.
    process.kill(worker, 'SIGKILL');
    expect(await answers).to.deep.equal([200, '213', mediaServerContractVersion]);
    // Whoever comes next must not meet the one that was killed.
    await server.worker(worker);
  });

  it('answer a second request that comes in a segment of its own while the first one waits', async () => {
    const worker = await server.worker();
    process.kill(worker, 'SIGSTOP');
    const client = connect(server.httpPort, '127.0.0.1');
    const chunks: Buffer[] = [];
    client.on('data', (chunk: Buffer) => chunks.push(chunk));
    const closed = once(client, 'close');
    client.setTimeout(5000, () => client.destroy());
    client.write('GET /media/synth/EULA HTTP/1.1\r\nHost: x\r\n\r\n');
    await new Promise((resolve) => setTimeout(resolve, 100));
    client.write('GET /media/synth/.treeinfo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    await new Promise((resolve) => setTimeout(resolve, 100));
    process.kill(worker, 'SIGCONT');
    await closed;
    const said = Buffer.concat(chunks).toString();
    expect(said.match(/HTTP\/1\.1 200 /g)?.length).to.equal(2);
    expect(said).to.include('Licence text').and.to.include('[platform]');
  });

  it('cost this much per connection that is handed over', async () => {
    const rounds = 300;
    const start = performance.now();
    for (let round = 0; round < rounds; round++) await request(server.httpPort, '/media/synth/.treeinfo');
    const each = (performance.now() - start) / rounds;
    console.log(`      ${each.toFixed(2)} ms for a connection, request and answer`);
    expect(each).to.be.lessThan(50);
  });

  it('are started once: a second start finds the first', async () => {
    const { stateFolder, mediaCache } = server;
    const again = await startMediaServer({ stateFolder, mediaCache, http: [], ftp: [] });
    expect([again.started, again.pid]).to.deep.equal([false, server.running.pid]);
    expect(again.status.endpoints).to.deep.equal(server.running.status.endpoints);
  });

  it('refuse to stop while a grant is armed, by message and by signal, and log no token', async () => {
    const path = await armedPath(server.client, { id: 'armed' });
    expect(await codeOf(server.client.stop())).to.equal('GRANT_ARMED');
    process.kill(server.running.pid, 'SIGTERM');
    process.kill(server.running.pid, 'SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await server.client.status()).armedGrants).to.include('armed');
    const log = await readFile(stateLayout(server.stateFolder).mediaServerLog, 'utf8');
    expect(log).to.include('a host may be installing');
    expect(log).not.to.include(path.slice(3, -1));
    const socket = await stat(stateLayout(server.stateFolder).mediaServerSocket);
    expect(socket.mode & 0o777).to.equal(0o600);
  });

  it('stop in the end when the serving process dies before it could say whether it may be stopped', async () => {
    const other = await startTestProcesses(treeinfoFiles(1000));
    const worker = await other.worker();
    process.kill(worker, 'SIGSTOP');
    process.kill(other.running.pid, 'SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 100));
    process.kill(worker, 'SIGKILL');
    await waitForEnd(other.running.pid);
    await other.remove();
  });

  it('end whole: no process, no socket, no port', async () => {
    const worker = await server.worker();
    for (const { id, state, epoch } of await server.client.grants()) {
      if (state !== 'ended') await server.client.changeGrant(id, { state: 'ended', epoch, reason: 'test' });
    }
    await server.client.stop();
    await waitForEnd(worker);
    await waitForEnd(server.running.pid);
    expect([isRunning(worker), isRunning(server.running.pid)]).to.deep.equal([false, false]);
    expect(await codeOf(server.client.status())).to.equal('MEDIA_SERVER_UNREACHABLE');
    for (const port of [server.httpPort, server.ftpPort]) await (await listenOnce(port)).close();
  });
});

describe('Starting the media server', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drydock-start-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const start = (address: string, port: number, stateFolder = join(folder, 'state')): Promise<unknown> =>
    startMediaServer({ stateFolder, mediaCache: folder, http: [{ address, port }], ftp: [] });

  it('names the port that is in use and leaves nothing behind', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    expect(await codeOf(start('127.0.0.1', port))).to.equal('PORT_IN_USE');
    await start('127.0.0.1', port).catch((error: unknown) => expect(String(error)).to.include(`127.0.0.1:${port}`));
    other.close();
    const socket = stateLayout(join(folder, 'state')).mediaServerSocket;
    expect(await codeOf(mediaServerClient({ socketPath: socket }).status())).to.equal('MEDIA_SERVER_UNREACHABLE');
  });

  it('refuses an address that this machine does not have, and a state folder too deep for a socket', async () => {
    expect(await codeOf(start('192.0.2.1', 0))).to.equal('ADDRESS_UNAVAILABLE');
    expect(await codeOf(start('127.0.0.1', 0, join(folder, 'd'.repeat(100))))).to.equal('SOCKET_PATH_TOO_LONG');
  });

  it('says that it did not start when its state is damaged, and leaves nothing running', async () => {
    const state = join(folder, 'state');
    await mkdir(join(state, 'media-server'), { recursive: true });
    await writeFile(join(state, 'media-server', 'grants.log'), 'damaged\ndamaged\n');
    expect(await codeOf(start('127.0.0.1', 0))).to.equal('STATE_CORRUPT');
    expect(await readFile(stateLayout(state).mediaServerLog, 'utf8')).to.include('STATE_CORRUPT');
    const socketPath = stateLayout(state).mediaServerSocket;
    expect(await codeOf(mediaServerClient({ socketPath }).status())).to.equal('MEDIA_SERVER_UNREACHABLE');
  });

  it('says where to look when it did not start for a reason that nobody knew', async () => {
    const before = process.env['NODE_OPTIONS'];
    process.env['NODE_OPTIONS'] = '--import=file:///nonexistent/module.mjs';
    try {
      expect(await codeOf(start('127.0.0.1', 0))).to.equal('MEDIA_SERVER_START_FAILED');
    } finally {
      if (before === undefined) Reflect.deleteProperty(process.env, 'NODE_OPTIONS');
      else process.env['NODE_OPTIONS'] = before;
    }
  });

  it('says which ports are reserved', async function () {
    if (process.getuid?.() === 0) this.skip();
    expect(await codeOf(start('127.0.0.1', 80))).to.equal('PORT_FORBIDDEN');
  });
});

async function allSequences(server: TestProcesses): Promise<number[]> {
  const sequences: number[] = [];
  for (let after = 0; ;) {
    const { records, next } = await server.client.activity(after);
    if (records.length === 0) return sequences;
    sequences.push(...records.map((record) => record.sequence));
    after = next;
  }
}

/** A client that reads the head, waits to be told, and then reads the rest. */
function slowFetch(port: number, target: string): { begun: Promise<void>; goOn: () => void; body: Promise<Buffer> } {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  const chunks: Buffer[] = [];
  const begun = once(socket, 'data').then(([chunk]: Buffer[]) => {
    socket.pause();
    chunks.push(chunk!);
  });
  const body = once(socket, 'close').then(() => {
    const all = Buffer.concat(chunks);
    return all.subarray(all.indexOf('\r\n\r\n') + 4);
  });
  const goOn = (): void => {
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.resume();
  };
  return { begun, goOn, body };
}
