/** The stream of events: what a page hears, who is dropped, and what ends it. */
import { request, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import type { ServerResponse } from 'node:http';
import { expect } from 'chai';
import { changeAccess } from '../../../src/daemon/access/access-file.js';
import { revokeToken } from '../../../src/daemon/access/tokens.js';
import { EventStream } from '../../../src/daemon/control-api/events/event-stream.js';
import { ApiBench } from '../../support/api-bench.js';

describe('stream of events', () => {
  let bench: ApiBench;
  const open: (IncomingMessage | Socket)[] = [];

  beforeEach(async () => {
    bench = await new ApiBench().open();
    await bench.addPerson('anna', 'viewer');
  });

  afterEach(async () => {
    for (const one of open.splice(0)) one.destroy();
    await bench.close();
  });

  interface Page {
    text(): string;
    readonly ended: Promise<void>;
    says(what: string): Promise<void>;
  }

  function listen(headers: Record<string, string>): Promise<Page> {
    return new Promise((resolve, reject) => {
      const call = request(
        { host: '127.0.0.1', port: bench.port, path: '/v1/events', headers, agent: false },
        (response) => {
          open.push(response);
          let text = '';
          response.on('data', (chunk: Buffer) => (text += chunk.toString()));
          const ended = new Promise<void>((done) => response.on('close', done));
          const says = async (what: string): Promise<void> => {
            for (let looks = 0; !text.includes(what); looks += 1) {
              if (looks > 400) throw new Error(`${what} was not said: ${text}`);
              await new Promise((done) => setTimeout(done, 5));
            }
          };
          resolve({ text: () => text, ended, says });
        },
      );
      call.on('error', reject);
      call.end();
    });
  }

  it('begins with hello, whatever Last-Event-ID a browser brings, and tells of open runs', async () => {
    const page = await listen({ ...(await bench.signIn('anna')), 'last-event-id': '99999999; DROP' });
    await page.says('event: run');

    expect(page.text()).to.match(/^retry: 2000\n\nid: 1\nevent: hello\ndata: \{"version":"1\.2\.3"/);
  });

  it('has the audit for administrators alone', async () => {
    const viewer = await listen(await bench.signIn('anna'));
    const administrator = await listen({ authorization: `Bearer ${await bench.addToken('boss', 'administrator')}` });
    const who = { at: 1, who: 'anna', kind: 'user', role: 'viewer', from: 'x' } as const;
    bench.hub.tell('audit', '', { ...who, action: 'run.pause', object: '', outcome: 'done', detail: '' });
    bench.hub.tell('media', '', { at: 1 });
    await Promise.all([viewer.says('event: media'), administrator.says('event: media')]);

    expect(administrator.text()).to.include('event: audit');
    expect(viewer.text()).to.not.include('event: audit');
  });

  it('ends at once when its session is signed out', async () => {
    const headers = await bench.signIn('anna');
    const page = await listen(headers);
    await page.says('hello');
    await bench.ask('/v1/session', { method: 'DELETE', headers });
    await page.ended;

    expect(page.text()).to.include('event: signed-out');
  });

  it('ends with the next heartbeat when a token was revoked', async () => {
    const page = await listen({ authorization: `Bearer ${await bench.addToken('ci', 'viewer')}` });
    await page.says('hello');
    await changeAccess(bench.accessFile, (access) => revokeToken(access, 'ci'));
    for (let seconds = 0; seconds < 17; seconds += 1) await bench.clock.advance(1000);
    await page.ended;
  });

  it('is for twenty of one person at most', async () => {
    const headers = await bench.signIn('anna');
    for (let count = 0; count < 20; count += 1) await (await listen(headers)).says('hello');

    expect((await bench.ask('/v1/events', { headers })).status).to.equal(400);
  });

  it('drops a page that does not read, and goes on telling the others', async () => {
    const headers = await bench.signIn('anna');
    const socket = connect(bench.port, '127.0.0.1');
    open.push(socket);
    socket.pause();
    socket.write(`GET /v1/events HTTP/1.1\r\nhost: 127.0.0.1\r\ncookie: ${headers.cookie}\r\n\r\n`);
    const reader = await listen(headers);
    await reader.says('hello');
    // More than the kernel takes for both ends of a connection, and than may wait in memory.
    for (let count = 0; count < 200; count += 1) {
      bench.hub.tell('pool', `pool-${count}`, { pool: 'x'.repeat(100_000), at: count });
      await new Promise(setImmediate);
    }
    let received = 0;
    socket.on('data', (chunk: Buffer) => (received += chunk.length)).on('error', () => undefined);
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.resume();
    await closed;

    expect(received).to.be.lessThan(20_000_000);
    await reader.says('"at":199');
  });
});

describe('queue of one page', () => {
  it('keeps the newest picture of each thing while the page does not read, and drops a page that is too far behind', () => {
    const sink = new PassThrough({ highWaterMark: 10 });
    const stream = new EventStream(sink as unknown as ServerResponse);
    stream.send('media', '', { at: 0 });
    for (let at = 1; at <= 1000; at += 1) {
      stream.send('pool', 'lab', { pool: 'lab', at });
      stream.send('pool', 'dmz', { pool: 'dmz', at });
    }
    expect(stream.isOpen).to.equal(true);
    const text = (): string => String(sink.read() ?? '');
    const read = [text(), text(), text(), text()].join('');
    expect(read).to.include('"at":1000').and.not.include('"at":999');

    for (let count = 0; count < 300; count += 1) stream.send('pool', `p${count}`, { pool: 'x'.repeat(5000), at: 1 });
    expect(stream.isOpen).to.equal(false);
  });
});
