/** The bounds of FTP: data ports, sessions, and every wait, by a clock that the test moves. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { expect } from 'chai';
import { nextChunk, TransferBuffers } from '../../../src/servers/ftp/transfer-buffers.js';
import type { Resolve } from '../../../src/servers/site/resolution.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';
import { listenFtp, listenOnce, RawFtp } from '../../support/servers-ftp.js';
import { armedPath, testMediaServer } from '../../support/servers-http.js';
import { stubCatalogue, type StubCatalogue } from '../../support/servers-media.js';
import type { MediaServerApi } from '../../../src/contract/media-server.js';

describe('The limits of FTP', () => {
  let catalogue: StubCatalogue;
  let resolve: Resolve;
  let api: MediaServerApi;

  before(async () => {
    catalogue = await stubCatalogue({
      synth: {
        files: [
          { path: 'EULA', role: 'other', content: 'Licence\n' },
          { path: 'install.img', role: 'boot', content: Buffer.alloc(30_000_000, 'x') },
        ],
      },
    });
    ({ api, resolve } = testMediaServer(catalogue));
  });
  after(() => catalogue.remove());

  it('a session is ended when it was silent for the idle time, and no sooner', async () => {
    const clock = new VirtualClock();
    const server = await listenFtp(resolve, { idleTimeout: 60_000 }, { clock });
    const ftp = await RawFtp.open(server.port);
    await clock.advance(59_000);
    expect(await ftp.code('NOOP')).to.equal('200');
    await clock.advance(59_000);
    expect(await ftp.code('NOOP')).to.equal('200');
    await clock.advance(61_000);
    expect((await ftp.reply()).slice(0, 3)).to.equal('421');
    expect(await ftp.reply()).to.equal('closed');
    expect(clock.sleeping, 'nothing waits for a session that has ended').to.equal(0);
    server.close();
  });

  it('a client that does not come to the data port is answered 425, and its port is closed', async () => {
    const clock = new VirtualClock();
    const server = await listenFtp(resolve, { dataTimeout: 10_000 }, { clock });
    const ftp = await RawFtp.open(server.port);
    await ftp.ask('PASV');
    ftp.socket.write('RETR /media/synth/EULA\r\n');
    await waitUntil(() => clock.sleeping === 2);
    await clock.advance(10_000);
    expect((await ftp.reply()).slice(0, 3)).to.equal('425');
    expect([clock.sleeping, server.server.passivePorts]).to.deep.equal([1, 0]);
    ftp.close();
    server.close();
  });

  it('EPSV is answered a moment after it was asked, since libcurl 7.88 stalls for a second when it is not', async () => {
    const clock = new VirtualClock();
    const server = await listenFtp(resolve, {}, { clock });
    const ftp = await RawFtp.open(server.port);
    ftp.socket.write('EPSV\r\n');
    await waitUntil(() => clock.sleeping === 2);
    expect(server.server.passivePorts).to.equal(0);
    await clock.advance(2);
    expect((await ftp.reply()).slice(0, 3)).to.equal('229');
    ftp.close();
    server.close();
  });

  it('a client that takes nothing more is cut off after the stall time, and it is recorded', async () => {
    const clock = new VirtualClock();
    const server = await listenFtp(resolve, { stallTimeout: 120_000 }, { clock });
    const ftp = await RawFtp.open(server.port);
    await ftp.ask(`CWD ${await armedPath(api, { id: 'ftp-stalled' })}`);
    const data = await ftp.data();
    data.pause();
    expect(await ftp.code('RETR install.img')).to.equal('150');
    await new Promise((done) => setTimeout(done, 100));
    await clock.advance(119_000);
    expect(server.server.sessions).to.equal(1);
    await clock.advance(2_000);
    expect((await ftp.reply()).slice(0, 3)).to.equal('226');
    const { records } = await api.activity(0);
    expect(records.filter(({ grant }) => grant === 'ftp-stalled').map(({ complete }) => complete)).to.deep.equal([
      false,
    ]);
    data.destroy();
    ftp.close();
    server.close();
  });

  it('data ports stay in their range; who comes when all are in use is told so, and takes over one that rests', async () => {
    const from = await freeRange();
    const server = await listenFtp(resolve, {}, { passivePorts: { from, to: from + 2 } });
    const sessions: RawFtp[] = [];
    const codes: string[] = [];
    for (let number = 0; number < 5; number++) {
      const ftp = await RawFtp.open(server.port);
      sessions.push(ftp);
      const reply = await ftp.ask('EPSV');
      codes.push(reply.slice(0, 3));
      const port = Number(/\|\|\|(\d+)\|/.exec(reply)?.[1] ?? from);
      expect(port).to.be.within(from, from + 2);
    }
    expect(codes).to.deep.equal(['229', '229', '229', '425', '425']);
    expect(server.server.passivePorts).to.equal(3);
    expect((await sessions[0]!.fetch('RETR /media/synth/EULA', 'EPSV')).body.toString()).to.equal('Licence\n');
    expect(await sessions[3]!.code('EPSV'), 'the first session rests').to.equal('229');
    expect(await sessions[0]!.code('EPSV'), 'and has to wait now').to.equal('425');
    sessions[1]!.close();
    await waitUntil(() => server.server.passivePorts === 2);
    expect((await sessions[0]!.fetch('RETR /media/synth/EULA', 'EPSV')).body.toString()).to.equal('Licence\n');
    for (const ftp of sessions) ftp.close();
    await waitUntil(() => server.server.passivePorts === 0 && server.server.sessions === 0);
    server.close();
  });

  it('a session keeps its data port from file to file, and takes a new one when a connection was not used', async () => {
    const server = await listenFtp(resolve);
    const ftp = await RawFtp.open(server.port);
    const port = async (): Promise<string | undefined> => /\|\|\|(\d+)\|/.exec(await ftp.ask('EPSV'))?.[1];
    await ftp.fetch('RETR /media/synth/EULA', 'EPSV');
    const first = await port();
    expect(await ftp.code('NOOP')).to.equal('200');
    const second = await port();
    expect(second, 'the first one was announced, and a connection may be on its way').not.to.equal(first);
    expect(server.server.passivePorts).to.equal(1);
    ftp.close();
    server.close();
  });

  it('a server that drains keeps no data port of sessions that have left: its successor has the same range', async () => {
    const from = await freeRange();
    const range = { passivePorts: { from, to: from + 1 } };
    const old = await listenFtp(resolve, {}, range);
    const lasting = await RawFtp.open(old.port);
    const [before, after] = [await RawFtp.open(old.port), await RawFtp.open(old.port)];
    for (const ftp of [before, after])
      expect((await ftp.fetch('RETR /media/synth/EULA', 'EPSV')).body.toString()).to.equal('Licence\n');
    before.close();
    await waitUntil(() => old.server.sessions === 2);

    old.server.drain();
    const successor = await listenFtp(resolve, {}, range);
    const first = await RawFtp.open(successor.port);
    expect(await first.code('EPSV'), 'the port of the one that had left before').to.equal('229');
    after.close();
    await waitUntil(() => old.server.sessions === 1);
    const second = await RawFtp.open(successor.port);
    expect(await second.code('EPSV'), 'the port of the one that left meanwhile').to.equal('229');

    expect(await lasting.code('NOOP'), 'the session that holds the old one up').to.equal('200');
    for (const ftp of [lasting, first, second]) ftp.close();
    old.close();
    successor.close();
  });

  it('a data port that a session left is offered to the next one, and then takes nobody else', async () => {
    const server = await listenFtp(resolve);
    const offered = async (ftp: RawFtp): Promise<number> => Number(/\|\|\|(\d+)\|/.exec(await ftp.ask('EPSV'))?.[1]);
    const dataFrom = (localAddress: string, port: number): Socket =>
      connect({ port, host: '127.0.0.1', localAddress }).on('error', () => undefined);
    const fetchFrom = async (ftp: RawFtp, data: Socket): Promise<string> => {
      ftp.socket.write('RETR /media/synth/EULA\r\n');
      const [content] = (await once(data, 'data')) as [Buffer];
      await ftp.reply();
      await ftp.reply();
      return content.toString();
    };
    const first = await RawFtp.open(server.port);
    const port = await offered(first);
    expect(await fetchFrom(first, dataFrom('127.0.0.1', port))).to.equal('Licence\n');
    first.close();
    await waitUntil(() => server.server.sessions === 0);
    expect(server.server.passivePorts).to.equal(0);

    const next = await RawFtp.open(server.port, true, '127.0.0.2');
    expect(await offered(next)).to.equal(port);
    expect(server.server.passivePorts).to.equal(1);
    await once(dataFrom('127.0.0.1', port), 'close');
    expect(await fetchFrom(next, dataFrom('127.0.0.2', port))).to.equal('Licence\n');
    next.close();
    server.close();
  });

  it('at most 64 data ports stay open for those who come next', async () => {
    const server = await listenFtp(resolve);
    const sessions = await Promise.all(Array.from({ length: 70 }, () => RawFtp.open(server.port)));
    const used = new Set<number>();
    for (const ftp of sessions) {
      const data = await ftp.data('EPSV');
      used.add(data.remotePort ?? 0);
      await ftp.ask('RETR /media/synth/EULA');
      await ftp.reply();
      data.destroy();
    }
    for (const ftp of sessions) ftp.close();
    await waitUntil(() => server.server.sessions === 0);
    const open = await Promise.all([...used].map((port) => isOpen(port)));
    expect(open.filter(Boolean)).to.have.length(64);
    server.close();
    await Promise.all([...used].map(async (port) => (await listenOnce(port)).close()));
  });

  it('hundreds of sessions at once each get their file, and leave nothing behind', async () => {
    const server = await listenFtp(resolve);
    await Promise.all(
      Array.from({ length: 200 }, async () => {
        const ftp = await RawFtp.open(server.port);
        for (let file = 0; file < 3; file++)
          expect((await ftp.fetch('RETR /media/synth/EULA', 'EPSV')).body.toString()).to.equal('Licence\n');
        ftp.close();
      }),
    );
    await waitUntil(() => server.server.sessions === 0 && server.server.passivePorts === 0);
    server.close();
  });

  it('sessions beyond the limit are answered 421, and there is room again when one has left', async () => {
    const server = await listenFtp(resolve, { sessions: 2 });
    const first = await RawFtp.open(server.port);
    const second = await RawFtp.open(server.port);
    const third = await RawFtp.open(server.port, false);
    expect(await third.reply()).to.equal('closed');
    first.close();
    await waitUntil(() => server.server.sessions === 1);
    const fourth = await RawFtp.open(server.port);
    expect(await fourth.code('PWD')).to.equal('257');
    for (const ftp of [second, fourth]) ftp.close();
    server.close();
  });

  it('one client that floods does not keep another waiting', async () => {
    const server = await listenFtp(resolve);
    const noisy = await RawFtp.open(server.port);
    let on = true;
    const flooding = (async () => {
      while (isTrue(on)) for (let number = 0; number < 50; number++) await noisy.ask('STAT /media/synth');
    })();
    const quiet = await RawFtp.open(server.port);
    for (let number = 0; number < 20; number++)
      expect((await quiet.fetch('RETR /media/synth/EULA')).body.length).to.equal(8);
    on = false;
    await flooding;
    noisy.close();
    quiet.close();
    server.close();
  });

  it('memory of transfers is bounded: who comes later works with small buffers, and large ones are used again', () => {
    const buffers = new TransferBuffers(2);
    const [first, second, third] = [buffers.take(), buffers.take(), buffers.take()];
    expect([first.length, second.length, third.length]).to.deep.equal([1 << 20, 1 << 20, 1 << 16]);
    buffers.give(third);
    buffers.give(first);
    expect(buffers.take()).to.equal(first);
    expect(buffers.take().length).to.equal(1 << 16);
  });

  it('a client that takes a chunk quickly is given more at once, a slow one less, within bounds', () => {
    expect(nextChunk(256 * 1024, 1)).to.equal(512 * 1024);
    expect(nextChunk(1 << 20, 1)).to.equal(1 << 20);
    expect(nextChunk(256 * 1024, 500)).to.equal(128 * 1024);
    expect(nextChunk(1 << 16, 5000)).to.equal(1 << 16);
  });
});

async function freeRange(): Promise<number> {
  for (;;) {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    if (port < 65_000 && (await isFree(port + 1)) && (await isFree(port + 2))) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  const free = await Promise.race([
    once(server, 'listening').then(() => true),
    once(server, 'error').then(() => false),
  ]).catch(() => false);
  if (free) {
    server.close();
    await once(server, 'close');
  }
  return free;
}

async function waitUntil(holds: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 200 && !holds(); attempt++) await new Promise((done) => setTimeout(done, 10));
  expect(holds()).to.equal(true);
}

function isTrue(value: boolean): boolean {
  return value;
}

async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
