/** What a connection may cost us: slow, silent and leaving clients, and sockets that are not plain ones. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { connect as connectTls, createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { expect } from 'chai';
import type { Around } from '../../../src/servers/http/around.js';
import { createHttpServer, defaultHttpLimits, type HttpParts } from '../../../src/servers/http/http-server.js';
import { OpenFiles } from '../../../src/servers/site/open-files.js';
import { after as afterwards } from '../../../src/servers/site/soon.js';
import { systemClock } from '../../../src/shared/clock.js';
import { silentLogger } from '../../../src/shared/logger.js';
import { waitUntil } from '../../../src/shared/wait-until.js';
import { parseAnswers } from '../../support/http-exchange.js';
import { listenHttp, rawExchange, testMediaServer } from '../../support/servers-http.js';
import { stubCatalogue, treeinfoFiles, type StubCatalogue } from '../../support/servers-media.js';
import { testCertificate } from '../../support/xapi-https-server.js';

const large = 'Packages/kernel-6.6-1.x86_64.rpm';
const get = (path: string, field = ''): string => `GET /media/synth/${path} HTTP/1.1\r\nHost: x\r\n${field}\r\n`;

describe('A connection to HTTP', () => {
  let catalogue: StubCatalogue;
  before(async () => {
    catalogue = await stubCatalogue({ synth: { files: treeinfoFiles() } });
  });
  after(() => catalogue.remove());
  const listen = (...limits: [Parameters<typeof listenHttp>[1]?]): ReturnType<typeof listenHttp> =>
    listenHttp(testMediaServer(catalogue).resolve, ...limits);

  const opened = async (port: number): Promise<Socket> => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  };

  it('that never says a word is ended without one', async () => {
    const http = await listen({ headTimeout: 100 });
    expect((await rawExchange(http.port, '')).length).to.equal(0);
    http.close();
  });

  it('is ended when its head comes drop by drop, however steadily', async () => {
    const http = await listen({ headTimeout: 150 });
    const socket = await opened(http.port);
    const drops = setInterval(() => socket.write('X-Drop: 1\r\n'), 20);
    socket.write('GET / HTTP/1.1\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    clearInterval(drops);
    expect(answer.toString('latin1')).to.match(/^HTTP\/1\.1 408 /);
    http.close();
    socket.destroy();
  });

  it('is ended when it idles too long between two requests', async () => {
    const http = await listen({ idleTimeout: 100 });
    const began = performance.now();
    const answers = parseAnswers(await rawExchange(http.port, get('EULA')), []);
    expect([answers.length, performance.now() - began >= 100]).to.deep.equal([1, true]);
    http.close();
  });

  it('is ended when its client takes no byte for too long', async () => {
    const http = await listen({ stallTimeout: 150 });
    const socket = await opened(http.port);
    socket.pause();
    const closed = once(socket, 'close');
    // More than all the buffers between us hold.
    socket.write(get(large).repeat(20));
    await new Promise((resolve) => setTimeout(resolve, 600));
    socket.resume();
    await closed;
    http.close();
  });

  it('is ended as stalled when its client takes no small answers, and gets no further ones meanwhile', async () => {
    const parts = { idleTimeout: 60_000, stallTimeout: 300 };
    const http = await listen(parts);
    const socket = await opened(http.port);
    socket.pause();
    const closed = once(socket, 'close');
    // One after the other, as a client would that waits for nothing: more than all the buffers between us hold.
    const part = get(large, 'Range: bytes=0-1000000\r\n');
    for (let asked = 0; asked < 20; asked++) {
      socket.write(part);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await waitUntil(() => (http.connections() === 0 ? true : undefined), {
      ...{ clock: systemClock, deadline: 20_000, every: 20, waitingFor: 'the connection to be ended' },
    });
    let taken = 0;
    socket.on('data', (chunk: Buffer) => (taken += chunk.length));
    socket.resume();
    await closed;
    expect(taken).to.be.lessThan(19 * 1_000_000);
    http.close();
  });

  it('is answered also when its client has said its end', async () => {
    const http = await listen();
    const socket = connect({ port: http.port, host: '127.0.0.1', allowHalfOpen: true });
    socket.end(get('EULA') + get('RPM-GPG-KEY-synth'));
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    await once(socket, 'close');
    expect(parseAnswers(Buffer.concat(chunks), []).map(({ status }) => status)).to.deep.equal([200, 200]);
    http.close();
  });

  it('gives the same bytes when a request comes byte by byte', async () => {
    const http = await listen();
    const socket = await opened(http.port);
    socket.setNoDelay(true);
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    for (const byte of get('EULA', 'Connection: close\r\n')) {
      socket.write(byte);
      await new Promise(setImmediate);
    }
    await once(socket, 'close');
    expect(parseAnswers(Buffer.concat(chunks), [])[0]?.body.toString()).to.equal('Licence text\n');
    http.close();
  });

  it('holds no more of a flood of requests than one head while it answers, and answers all of them', async () => {
    const http = await listen();
    const count = 2000;
    const bytes = get('EULA').repeat(count - 1) + get('EULA', 'Connection: close\r\n');
    const answers = parseAnswers(await rawExchange(http.port, get(large) + bytes), []);
    expect(answers.length).to.equal(count + 1);
    http.close();
  });

  it('may be a TLS one', async () => {
    const files = new OpenFiles();
    const http = createHttpServer({
      ...{ resolve: testMediaServer(catalogue).resolve, files, logger: silentLogger },
      limits: defaultHttpLimits,
    });
    const tls = createTlsServer(testCertificate('host'), (socket) => http.take(socket)).listen(0, '127.0.0.1');
    await once(tls, 'listening');
    const { port } = tls.address() as { port: number };
    const socket: TLSSocket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false });
    socket.write(get('boot/xen.gz') + get(large) + get('EULA', 'Connection: close\r\n'));
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    await once(socket, 'close');
    const bodies = parseAnswers(Buffer.concat(chunks), []).map(({ body }) => body);
    expect(bodies.length).to.equal(3);
    expect(bodies[1]!.equals(catalogue.content('synth', large))).to.equal(true);
    tls.close();
    http.close();
    files.close();
  });

  it('beyond the limit is refused, and one that was handed over is let go of', async () => {
    const http = createHttpServer({
      ...{ resolve: testMediaServer(catalogue).resolve, files: new OpenFiles(), logger: silentLogger },
      limits: { ...defaultHttpLimits, connections: 0 },
    });
    http.server.listen(0, '127.0.0.1');
    await once(http.server, 'listening');
    const { port } = http.server.address() as { port: number };
    const one = await opened(port);
    await once(one, 'close');
    const other = connect(port, '127.0.0.1');
    let taken = 0;
    http.take(other, { whole: () => undefined, taken: () => (taken += 1) });
    expect([taken, other.destroyed, http.connections]).to.deep.equal([1, true, 0]);
    http.close();
  });

  const handed = async (
    parts: Partial<HttpParts>,
    ask: (client: Socket) => void,
  ): Promise<{ taken: number; delivered: number }> => {
    const files = new OpenFiles();
    const { resolve } = testMediaServer(catalogue);
    const http = createHttpServer({ resolve, files, logger: silentLogger, limits: defaultHttpLimits, ...parts });
    const told = { taken: 0, delivered: 0 };
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      const delivery = { whole: () => (told.delivered += 1), taken: () => (told.taken += 1) };
      http.take(socket, delivery);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = await opened((server.address() as AddressInfo).port);
    ask(client);
    await once(client, 'close');
    for (let turn = 0; turn < 100 && http.connections > 0; turn++) await new Promise((done) => setTimeout(done, 10));
    server.close();
    http.close();
    files.close();
    return told;
  };
  const fails = (): never => {
    throw new Error('a defect');
  };

  it('that was handed over is let go of when a defect of ours ends it before its answer', async () => {
    const ask = (client: Socket): void => void client.write(get('EULA'));
    expect(await handed({ around: fails }, ask)).to.deep.equal({ taken: 1, delivered: 0 });
    const around: Around = (_request, answer) =>
      afterwards(answer(), (known) => ({ ...known, observer: { ...known.observer, done: fails } }));
    expect(await handed({ around }, ask), 'in the hands of what sends it').to.deep.equal({ taken: 1, delivered: 0 });
  });

  it('that was handed over is let go of when its client leaves before there is a request', async () => {
    expect(await handed({}, (client) => client.resetAndDestroy())).to.deep.equal({ taken: 1, delivered: 0 });
  });
});
