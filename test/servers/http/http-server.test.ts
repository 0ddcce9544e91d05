/** The HTTP checklist of media-and-clients.md 6, over real sockets. */
import { connect } from 'node:net';
import { once } from 'node:events';
import { expect } from 'chai';
import {
  armedPath,
  listenHttp,
  parseAnswer,
  rawExchange,
  request,
  testMediaServer,
  type ListeningHttp,
} from '../../support/servers-http.js';
import { stubCatalogue, stubModified, treeinfoFiles, type StubCatalogue } from '../../support/servers-media.js';
import type { MediaServerApi } from '../../../src/contract/media-server.js';

describe('HTTP', () => {
  let catalogue: StubCatalogue;
  let api: MediaServerApi;
  let http: ListeningHttp;
  const large = 'Packages/kernel-6.6-1.x86_64.rpm';

  before(async () => {
    catalogue = await stubCatalogue({ synth: { files: treeinfoFiles() } });
    const server = testMediaServer(catalogue);
    api = server.api;
    http = await listenHttp(server.resolve);
  });
  after(async () => {
    http.close();
    await catalogue.remove();
  });

  it('gives every file of the medium with its exact length and bytes', async () => {
    const base = await armedPath(api);
    const medium = await catalogue.open('synth');
    for (const file of medium!.manifest.files) {
      const target = base + file.path.split('/').map(encodeURIComponent).join('/');
      const answer = await request(http.port, target);
      expect(answer.status, file.path).to.equal(200);
      expect(answer.headers['content-length'], file.path).to.equal(String(file.size));
      expect(answer.body.equals(catalogue.content('synth', file.path)), file.path).to.equal(true);
      expect(answer.headers).to.include({ 'accept-ranges': 'bytes', 'content-type': 'application/octet-stream' });
      expect(answer.headers).not.to.have.property('content-encoding');
    }
  });

  const ranges: [string, string, number, string | undefined, number][] = [
    ['the first bytes', 'bytes=0-4', 206, 'bytes 0-4/9000', 5],
    ['the rest', 'bytes=8990-', 206, 'bytes 8990-8999/9000', 10],
    ['a suffix', 'bytes=-5', 206, 'bytes 8995-8999/9000', 5],
    ['a suffix longer than the file', 'bytes=-10000', 206, 'bytes 0-8999/9000', 9000],
    ['an end beyond the file', 'bytes=8999-99999', 206, 'bytes 8999-8999/9000', 1],
    ['a start beyond the file', 'bytes=9000-', 416, 'bytes */9000', -1],
    ['an empty suffix', 'bytes=-0', 416, 'bytes */9000', -1],

    ['another unit', 'lines=0-4', 200, undefined, 9000],
    ['an end before the start', 'bytes=5-4', 200, undefined, 9000],
    ['nonsense', 'bytes=a-b', 200, undefined, 9000],
    ['a bare dash', 'bytes=-', 200, undefined, 9000],
  ];
  for (const [title, range, status, contentRange, length] of ranges) {
    it(`answers ${title} (${range}) with ${status} as RFC 9110, 14 says`, async () => {
      const answer = await request(http.port, '/media/synth/Packages/base-1.0-1.noarch.rpm', { Range: range });
      expect(answer.status).to.equal(status);
      expect(answer.headers['content-range']).to.equal(contentRange);
      if (length >= 0) expect(answer.body.length).to.equal(length);
    });
  }

  it('gives a range across the chunks of a large file', async () => {
    const answer = await request(http.port, `/media/synth/${large}`, { Range: 'bytes=100000-2800000' });
    expect(answer.status).to.equal(206);
    expect(answer.body.equals(catalogue.content('synth', large).subarray(100000, 2800001))).to.equal(true);
  });

  it('answers conditional requests by validator and date as RFC 9110, 13 says', async () => {
    const path = '/media/latest/boot/xen.gz';
    const { headers } = await request(http.port, path);
    const tag = headers['etag']!;
    const date = new Date(stubModified).toUTCString();
    const earlier = new Date(stubModified - 60_000).toUTCString();
    const cases: [Record<string, string>, number][] = [
      [{ 'If-None-Match': tag }, 304],
      [{ 'If-None-Match': `"x", W/${tag}` }, 304],
      [{ 'If-None-Match': '*' }, 304],
      [{ 'If-None-Match': '"x"' }, 200],
      [{ 'If-None-Match': '"x"', 'If-Modified-Since': date }, 200],
      [{ 'If-Modified-Since': date }, 304],
      [{ 'If-Modified-Since': earlier }, 200],
      [{ 'If-Modified-Since': 'yesterday' }, 200],
      [{ 'If-Match': tag }, 200],
      [{ 'If-Match': `W/${tag}` }, 412],
      [{ 'If-Match': '"x"' }, 412],
      [{ 'If-Unmodified-Since': date }, 200],
      [{ 'If-Unmodified-Since': earlier }, 412],
      [{ Range: 'bytes=0-9', 'If-Range': tag }, 206],
      [{ Range: 'bytes=0-9', 'If-Range': `W/${tag}` }, 200],
      [{ Range: 'bytes=0-9', 'If-Range': '"x"' }, 200],
      [{ Range: 'bytes=0-9', 'If-Range': date }, 206],
      [{ Range: 'bytes=0-9', 'If-Range': earlier }, 200],
    ];
    for (const [condition, status] of cases) {
      expect((await request(http.port, path, condition)).status, JSON.stringify(condition)).to.equal(status);
    }
  });

  it('answers HEAD like GET without a body', async () => {
    const answer = await request(http.port, `/media/synth/${large}`, {}, 'HEAD');
    expect(answer.status).to.equal(200);
    expect(answer.headers['content-length']).to.equal(String(8 * 1024 * 1024 + 17));
    expect(answer.body.length).to.equal(0);
  });

  it('refuses other methods, bodies and targets that are no paths', async () => {
    const post = await request(http.port, '/media/', {}, 'POST');
    expect([post.status, post.headers['allow']]).to.deep.equal([405, 'GET, HEAD']);
    expect((await request(http.port, '/media/', { 'Content-Length': '3' })).status).to.equal(413);
    for (const target of ['/%', '/%4', '/%zz', '/a%00b', '/%ff', '*']) {
      expect((await request(http.port, target)).status, target).to.equal(400);
    }
  });

  it('decodes once, keeps + literal, collapses slashes and never leaves the medium', async () => {
    const found = [
      '/media//synth///boot/xen.gz',
      '/media/synth/Packages/libstdc%2b%2B-1%7e2%5E3.x86_64.rpm',
      '/media/synth/Packages/libstdc++-1~2^3.x86_64.rpm',
      '/media/synth/boot/xen.gz?token=1',
      'http://media.example/media/synth/boot/xen.gz',
    ];
    for (const target of found) expect((await request(http.port, target)).status, target).to.equal(200);
    const encoded = '/media/synth/odd%20names/%c3%a4%20b%2520c+%22d%22.txt';
    expect((await request(http.port, encoded)).status).to.equal(200);
    // RFC 9112, 3.2: a target is ASCII.
    const raw = Buffer.from('/media/synth/odd%20names/ä').toString('latin1');
    expect((await request(http.port, raw)).status).to.equal(400);
    const lost = [
      '/media/synth/../synth/boot/xen.gz',
      '/media/synth/%2e%2e/%2e%2e/etc/passwd',
      '/media/synth/BOOT/xen.gz',
      '/media/synth/boot/xen.gz/',
      '/media/synth/boot%5cxen.gz',
      '/media/synth/odd%2520names',
    ];
    for (const target of lost) expect((await request(http.port, target)).status, target).to.equal(404);
  });

  it('serves HTTP/1.0 and closes, keeps alive where asked, and answers pipelined requests in order', async () => {
    const old = parseAnswer(await rawExchange(http.port, 'GET /media/synth/EULA HTTP/1.0\r\n\r\n'));
    expect([old.status, old.body.toString()]).to.deep.equal([200, 'Licence text\n']);
    const get = (path: string, close = ''): string => `GET /media/synth/${path} HTTP/1.1\r\nHost: x\r\n${close}\r\n`;
    const bytes = await rawExchange(
      http.port,
      get('EULA') + get(large) + get('RPM-GPG-KEY-synth') + get('empty.txt', 'Connection: close\r\n'),
    );
    let rest = bytes;
    for (const path of ['EULA', large, 'RPM-GPG-KEY-synth', 'empty.txt']) {
      const { status, headers, body } = parseAnswer(rest);
      const length = Number(headers['content-length']);
      expect(status).to.equal(200);
      expect(body.subarray(0, length).equals(catalogue.content('synth', path)), path).to.equal(true);
      rest = body.subarray(length);
    }
    expect(rest.length).to.equal(0);
  });

  it('lists folders for people below /media/ only, with dot files', async () => {
    const page = (await request(http.port, '/media/synth/')).body.toString();
    expect(page).to.include('href="/media/synth/.treeinfo"').and.to.include('href="/media/synth/odd%20names/"');
    expect((await request(http.port, '/media/')).body.toString()).to.include('/media/synth/');
    const base = await armedPath(api, { id: 'listing' });
    for (const target of [base, `${base}boot`, '/i/', '/i'])
      expect((await request(http.port, target)).status, target).to.equal(404);
  });

  it('tells that it is alive, and whether the store can be read', async () => {
    expect((await request(http.port, '/healthz')).status).to.equal(200);
    expect((await request(http.port, '/readyz')).body.toString()).to.equal('ready, 1 media\n');
    const broken = { ...catalogue, list: () => Promise.reject(new Error('no disk')) };
    const other = await listenHttp(testMediaServer(broken).resolve);
    expect((await request(other.port, '/readyz')).status).to.equal(503);
    expect((await request(other.port, '/healthz')).status).to.equal(200);
    other.close();
  });

  it('takes a dropped connection for a question, not an error', async () => {
    const base = await armedPath(api, { id: 'dropped' });
    const socket = connect(http.port, '127.0.0.1');
    socket.write(`GET ${base}${large} HTTP/1.1\r\nHost: x\r\n\r\n`);
    await once(socket, 'data');
    socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const again = await request(http.port, base + large);
    expect(again.body.equals(catalogue.content('synth', large))).to.equal(true);
    const { records } = await api.activity(0);
    const mine = records.filter((record) => record.grant === 'dropped');
    expect(mine.map((record) => record.complete)).to.deep.equal([false, true]);
    const { progress } = (await api.grant('dropped'))!;
    expect([progress.packages, progress.totalPackages, progress.bytes]).to.deep.equal([1, 3, again.body.length]);
  });

  it('ends a connection whose head does not arrive in time, and refuses a head that is too large', async () => {
    const server = testMediaServer(catalogue);
    const strict = await listenHttp(server.resolve, { headTimeout: 200 });
    const slow = await rawExchange(strict.port, 'GET / HTTP/1.1\r\nHost:');
    expect(slow.toString('latin1')).to.match(/^HTTP\/1.1 408/);
    strict.close();
    const huge = await rawExchange(http.port, `GET / HTTP/1.1\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`);
    expect(huge.toString('latin1')).to.match(/^HTTP\/1.1 431/);
  });
});
