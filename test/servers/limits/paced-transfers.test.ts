/** The cap on rates where bytes leave: every one of them is asked for, none goes before its time, and no client is blamed for the wait. */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { expect } from 'chai';
import type { MediaServerApi } from '../../../src/contract/media-server.js';
import { createFtpServer, defaultFtpLimits } from '../../../src/servers/ftp/ftp-server.js';
import { createHttpServer, defaultHttpLimits } from '../../../src/servers/http/http-server.js';
import type { Pace } from '../../../src/servers/limits/rate-cap.js';
import { OpenFiles } from '../../../src/servers/site/open-files.js';
import type { Resolve } from '../../../src/servers/site/resolution.js';
import { systemClock } from '../../../src/shared/clock.js';
import { silentLogger } from '../../../src/shared/logger.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';
import { hang, leave, pause, until } from '../../support/attacks/clients.js';
import { listenFtp, RawFtp } from '../../support/servers-ftp.js';
import { slowReads } from '../../support/slow-reads.js';
import { armedPath, request, testMediaServer } from '../../support/servers-http.js';
import { stubCatalogue, treeinfoFiles, type StubCatalogue } from '../../support/servers-media.js';

const large = 'Packages/kernel-6.6-1.x86_64.rpm';
const largeSize = 3 * 1024 * 1024 + 17;

describe('A cap on rates at the sockets', () => {
  let catalogue: StubCatalogue;
  let resolve: Resolve;
  let api: MediaServerApi;
  const closing: (() => void)[] = [];
  before(async () => {
    catalogue = await stubCatalogue({ synth: { files: treeinfoFiles(largeSize) } });
    ({ api, resolve } = testMediaServer(catalogue));
  });
  after(() => catalogue.remove());
  afterEach(() => closing.splice(0).forEach((close) => close()));

  async function ports(pace: Pace, stallTimeout = 60_000): Promise<{ http: number; ftp: number }> {
    const files = new OpenFiles();
    const common = { resolve, files, logger: silentLogger, pace };
    const http = createHttpServer({ ...common, limits: { ...defaultHttpLimits, stallTimeout } });
    const ftp = createFtpServer({ ...common, clock: systemClock, limits: { ...defaultFtpLimits, stallTimeout } });
    const web = createServer({ allowHalfOpen: true }, (socket) => http.take(socket));
    const control = createServer((socket) => ftp.server.emit('connection', socket));
    closing.push(() => {
      web.close();
      control.close();
      http.close();
      ftp.close();
      files.close();
    });
    return { http: await listening(web), ftp: await listening(control) };
  }

  it('is asked for every byte of a body, once, with the address that it goes to', async () => {
    const asked: [string, number][] = [];
    const { http, ftp } = await ports((address, bytes) => {
      asked.push([address, bytes]);
      return undefined;
    });
    const total = (): number => asked.splice(0).reduce((sum, [, bytes]) => sum + bytes, 0);
    await request(http, `/media/synth/${large}`);
    expect(asked.every(([address]) => address === '127.0.0.1')).to.equal(true);
    expect(total()).to.equal(largeSize);
    await request(http, '/media/synth/boot/xen.gz');
    expect(total()).to.equal(30_000);
    for (const [name, size] of [
      [large, largeSize],
      ['boot/xen.gz', 30_000],
    ] as const) {
      const session = await RawFtp.open(ftp);
      await session.fetch(`RETR /media/synth/${name}`);
      session.close();
      expect(total(), name).to.equal(size);
    }
  });

  it('holds a transfer for as long as it says, which counts as nobody’s silence', async () => {
    const waiting: (() => void)[] = [];
    const { http } = await ports(() => new Promise<void>((go) => void waiting.push(go)), 400);
    for (const name of [large, 'boot/xen.gz']) {
      const client = hang(http);
      client.socket.write(`GET /media/synth/${name} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      await until(() => waiting.length > 0, 2000);
      await pause(1500);
      expect(client.text, name).to.equal('');
      expect(client.ended, name).to.equal(false);
      const release = setInterval(() => waiting.splice(0).forEach((go) => go()), 5);
      await until(() => client.ended, 5000);
      clearInterval(release);
      expect(client.text.length, name).to.be.greaterThan(catalogue.content('synth', name).length);
      leave([client]);
    }
  });

  it('keeps nothing of a client of HTTP that leaves before its turn', async () => {
    for (const name of [large, 'boot/xen.gz']) {
      const ends: string[] = [];
      const { http } = await ports((_address, _bytes, signal) => {
        const wait = systemClock.sleep(60_000, signal);
        wait.catch(() => ends.push('left'));
        ends.push('asked');
        return wait;
      });
      const client = hang(http);
      client.socket.write(`GET /media/synth/${name} HTTP/1.1\r\nHost: x\r\n\r\n`);
      await until(() => ends.includes('asked'), 2000);
      client.socket.resetAndDestroy();
      await until(() => ends.includes('left'), 2000);
      expect(ends, name).to.deep.equal(['asked', 'left']);
    }
  });

  it('holds a transfer of FTP as long, which counts as nobody’s silence either', async () => {
    const clock = new VirtualClock();
    const waiting: (() => void)[] = [];
    const hold: Pace = () => new Promise<void>((go) => void waiting.push(go));
    const server = await listenFtp(resolve, { stallTimeout: 60_000 }, { clock, pace: hold });
    closing.push(() => server.close());
    for (const name of [large, 'boot/xen.gz']) {
      const session = await RawFtp.open(server.port);
      let over = false;
      const fetched = session.fetch(`RETR /media/synth/${name}`).finally(() => (over = true));
      await until(() => waiting.length > 0, 2000);
      await clock.advance(200_000);
      const release = setInterval(() => waiting.splice(0).forEach((go) => go()), 5);
      await until(() => over, 5000);
      clearInterval(release);
      expect((await fetched).body.equals(catalogue.content('synth', name)), name).to.equal(true);
      session.close();
    }
  });

  it('leaves nothing behind of a client of FTP that goes before its turn, and records what it took', async () => {
    const reads = slowReads(300);
    closing.push(() => reads.restore());
    let turns = 0;
    let first = 0;
    const pace: Pace = (_address, bytes, signal) => {
      turns += 1;
      if (turns > 1) return systemClock.sleep(60_000, signal);
      first = bytes;
      return undefined;
    };
    const server = await listenFtp(resolve, {}, { pace });
    closing.push(() => server.close());
    const path = await armedPath(api, { id: 'left-early' });
    const session = await RawFtp.open(server.port);
    const data = await session.data();
    data.resume();
    await session.ask(`RETR ${path}${large}`);
    await until(() => turns === 2 && reads.underWay === 1, 5000);
    expect(await session.code('ABOR')).to.equal('226');
    expect(reads.underWay, 'a late read would write into the memory of the next transfer').to.equal(0);
    const { records } = await api.activity(0);
    const bytes = records.filter(({ grant }) => grant === 'left-early').map((record) => record.bytes);
    expect([bytes, first > 0]).to.deep.equal([[first], true]);
    session.close();
  });
});

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
