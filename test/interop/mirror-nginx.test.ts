/** The real nginx with the rendered configuration in front of the media server: same bytes, one copy, and grants that hold. */
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { expect } from 'chai';
import type { MediaServerApi } from '../../src/contract/media-server.js';
import type { HttpAnswer, HttpRequest } from '../../src/servers/http/answer.js';
import { readMirrorLog } from '../../src/daemon/mirrors/read-mirror-log.js';
import { nothingAround } from '../../src/servers/http/around.js';
import { mirrorDoor, mirrorFields } from '../../src/servers/mirror/mirror-door.js';
import { after as soonAfter } from '../../src/servers/site/soon.js';
import { nginxProgram, startMirrorNginx, type RunningNginx } from '../support/mirror-nginx.js';
import { testCertificate } from '../support/notify-certificate.js';
import { requirePrograms } from '../support/media-interop.js';
import {
  armedPath,
  grantRequest,
  listenHttp,
  request,
  testMediaServer,
  type ListeningHttp,
} from '../support/servers-http.js';
import { stubCatalogue, treeinfoFiles, type StubCatalogue } from '../support/servers-media.js';

describe('A mirror with the real nginx', function () {
  this.timeout(60_000);
  let work: string;
  let catalogue: StubCatalogue;
  let api: MediaServerApi;
  let origin: ListeningHttp;
  let mirror: RunningNginx;
  let asked: HttpRequest[];
  let lie: ((one: HttpRequest, answer: HttpAnswer) => HttpAnswer) | undefined;
  let listen: (port?: number, trusted?: string) => Promise<ListeningHttp>;

  before(function () {
    if (nginxProgram() === undefined) requirePrograms(this, ['nginx']);
  });
  beforeEach(async () => {
    work = await mkdtemp(join(tmpdir(), 'drydock-mirror-'));
    const files = treeinfoFiles();
    catalogue = await stubCatalogue({ synth: { files }, again: { files } });
    const server = testMediaServer(catalogue);
    api = server.api;
    asked = [];
    lie = undefined;
    listen = (port = 0, trusted = '127.0.0.1') => {
      const mirrors = [{ name: 'berlin', from: [trusted] }];
      const door = mirrorDoor({ mirrors, resolve: server.resolve, inner: nothingAround });
      const around: typeof door = (one, answer) => {
        asked.push(one);
        return soonAfter(door(one, answer), (given) => lie?.(one, given) ?? given);
      };
      return listenHttp(server.resolve, {}, { around }, port);
    };
    origin = await listen();
    mirror = await startMirrorNginx(join(work, 'nginx'), `http://127.0.0.1:${origin.port}`);
  });
  afterEach(async () => {
    await mirror.stop();
    origin.close();
    await catalogue.remove();
    await rm(work, { recursive: true });
  });

  const paths = (): string[] => treeinfoFiles(1).map(({ path }) => path);
  const encoded = (path: string): string => path.split('/').map(encodeURIComponent).join('/');
  const fills = (): HttpRequest[] => asked.filter(({ target }) => target.startsWith('/mirror/fill/'));
  const checks = (): HttpRequest[] => asked.filter(({ target }) => target.startsWith('/mirror/check/'));
  const large = 'Packages/kernel-6.6-1.x86_64.rpm';

  it('gives every file as the medium has it, in parts as well, whatever its name', async () => {
    const base = await armedPath(api);
    for (const round of ['filling', 'from the cache']) {
      for (const path of paths()) {
        const content = catalogue.content('synth', path);
        const whole = await request(mirror.port, base + encoded(path));
        expect(whole.status, `${path} ${round}`).to.equal(200);
        expect(whole.body.equals(content), `${path} ${round}`).to.equal(true);
        expect(whole.headers['content-length']).to.equal(String(content.length));
        const head = await request(mirror.port, base + encoded(path), {}, 'HEAD');
        expect([head.status, head.headers['content-length'], head.body.length]).to.deep.equal([
          200,
          String(content.length),
          0,
        ]);
        if (content.length < 100) continue;
        const part = await request(mirror.port, base + encoded(path), { Range: 'bytes=10-19' });
        expect([part.status, part.body.equals(content.subarray(10, 20))], path).to.deep.equal([206, true]);
        const tail = await request(mirror.port, base + encoded(path), { Range: 'bytes=-7' });
        expect([tail.status, tail.body.equals(content.subarray(-7))], path).to.deep.equal([206, true]);
      }
    }
    const lower = await request(mirror.port, `${base}Packages/libstdc%2b%2b-1~2%5e3.x86_64.rpm`);
    const plain = await request(mirror.port, `${base}Packages/libstdc++-1~2^3.x86_64.rpm`);
    expect([lower.status, plain.status]).to.deep.equal([200, 200]);
    expect((await request(mirror.port, base + large, { Range: 'bytes=999999999-' })).status).to.equal(416);
  });

  it('fetches each content once, for all hosts, grants and media, and asks at every request whether it may answer', async () => {
    const first = await armedPath(api);
    const second = await armedPath(api, { id: 'run1.host2', host: { uuid: 'uuid-2', name: 'host2' } });
    const other = await armedPath(api, { id: 'run2.host1', run: 'run2', media: 'again' });
    const bodies = new Set<string>();
    for (const base of [first, second, other, first]) {
      const answer = await request(mirror.port, base + large);
      expect(answer.status).to.equal(200);
      bodies.add(answer.body.toString('base64'));
    }
    // 8 MiB and 17 bytes: three slices. Both media were made of the same files.
    expect([bodies.size, fills().length, checks().length]).to.deep.equal([1, 3, 4]);
  });

  it('refuses a grant that was withdrawn at once, although the bytes lie in its cache', async () => {
    const grant = await api.createGrant(grantRequest({ state: 'probe' }));
    expect((await request(mirror.port, `${grant.path}.treeinfo`)).status).to.equal(200);
    expect((await request(mirror.port, grant.path + large)).status, 'what a probe does not show').to.equal(404);
    await api.changeGrant(grant.id, { state: 'ended', epoch: 1, reason: 'the test is over' });
    const fetched = fills().length;
    expect((await request(mirror.port, `${grant.path}.treeinfo`)).status).to.equal(404);
    expect(fills().length).to.equal(fetched);
  });

  it('answers 404 to what clients look for in vain, and to whatever is no address of a host', async () => {
    const base = await armedPath(api);
    for (const target of [
      `${base}XS-REPOSITORY`,
      `${base}boot/xen.gz/`,
      base,
      '/',
      '/media/synth/.treeinfo',
      '/mirror/check/media/synth/.treeinfo',
      `/_drydock_check`,
      `${base}../../media/synth/.treeinfo`,
      `/media/..${base}.treeinfo`,
      `/i/${'a'.repeat(26)}/.treeinfo`,
      '/metrics',
    ]) {
      expect((await request(mirror.port, target)).status, target).to.equal(404);
    }
    expect((await request(mirror.port, `${base}.treeinfo`, {}, 'DELETE')).status).to.equal(405);
    expect((await request(mirror.port, '/healthz')).status).to.equal(200);
  });

  it('keeps what hosts did as their activity, by their own addresses, as begun', async () => {
    const base = await armedPath(api);
    await request(mirror.port, `${base}.treeinfo`, { 'X-Forwarded-For': '203.0.113.9' });
    await request(mirror.port, base + large);
    await request(mirror.port, `${base}update.xml`);
    const { records } = await api.activity(0);
    expect(
      records.map(({ path, status, client, mirror: via, bytes }) => [path, status, client, via, bytes]),
    ).to.deep.equal([
      ['.treeinfo', 200, '127.0.0.1', 'berlin', 0],
      [large, 200, '127.0.0.1', 'berlin', 0],
      ['update.xml', 404, '127.0.0.1', 'berlin', 0],
    ]);
    const progress = (await api.grant('run1.host1'))?.progress;
    expect([progress?.phase, progress?.packages, progress?.lastFailure]).to.deep.equal(['packages', 1, null]);
  });

  it('lets one of many fetch what all of them ask for', async () => {
    const base = await armedPath(api);
    const answers = await Promise.all(Array.from({ length: 12 }, () => request(mirror.port, base + large)));
    const content = catalogue.content('synth', large);
    expect(answers.every(({ body }) => body.equals(content))).to.equal(true);
    expect(fills().length).to.equal(3);
  });

  it('shuts when nobody can say who may read, and opens again by itself', async () => {
    const base = await armedPath(api);
    expect((await request(mirror.port, `${base}install.img`)).status).to.equal(200);
    const { port } = origin;
    origin.close();
    const away = await request(mirror.port, `${base}install.img`);
    expect([away.status, away.headers['retry-after'], away.body.length < 100]).to.deep.equal([503, '5', true]);
    origin = await listen(port);
    const back = await request(mirror.port, `${base}install.img`);
    expect(back.status).to.equal(200);
  });

  it('gives nothing when the media server does not know it as a mirror', async () => {
    const base = await armedPath(api);
    origin.close();
    origin = await listen(origin.port, '192.0.2.1');
    expect((await request(mirror.port, `${base}.treeinfo`)).status).to.equal(503);
  });

  it('keeps nothing that is not the content it was told of', async () => {
    const base = await armedPath(api);
    // A medium that was replaced between the two questions.
    const target = `/mirror/check${base}.treeinfo`;
    lie = (one, answer) =>
      one.target === target
        ? { ...answer, headers: { ...answer.headers, [mirrorFields.object]: 'a'.repeat(64) } }
        : answer;
    expect((await request(mirror.port, `${base}.treeinfo`)).status).to.equal(412);
    lie = undefined;
    const whole = await request(mirror.port, `${base}.treeinfo`);
    expect([whole.status, whole.body.equals(catalogue.content('synth', '.treeinfo'))]).to.deep.equal([200, true]);
    const again = await request(mirror.port, `${base}.treeinfo`, { 'If-None-Match': whole.headers['etag'] ?? '' });
    expect(again.status, 'what clients ask on conditions is answered from the cache').to.equal(304);
  });

  it('reaches a media server over HTTPS, and refuses one whose certificate it does not trust', async () => {
    const { key, cert, other } = testCertificate();
    const tls = createServer({ key, cert }, (socket) => {
      const forward = connect(origin.port, '127.0.0.1');
      for (const end of [socket, forward]) end.on('error', () => undefined);
      socket.pipe(forward).pipe(socket);
    });
    tls.listen(0, '127.0.0.1');
    await once(tls, 'listening');
    const base = await armedPath(api);
    const statusWith = async (authority: string, name: string): Promise<number> => {
      const folder = join(work, name);
      await mkdir(folder);
      await writeFile(join(folder, 'ca.pem'), authority);
      const https = `https://localhost:${(tls.address() as AddressInfo).port}`;
      const own = await startMirrorNginx(folder, https, (config) =>
        config
          .replace('/etc/ssl/certs/ca-certificates.crt', join(folder, 'ca.pem'))
          // Else ::1 is tried as well, where nobody listens.
          .replace('server localhost:', 'server 127.0.0.1:'),
      );
      try {
        return (await request(own.port, `${base}.treeinfo`)).status;
      } finally {
        await own.stop();
      }
    };
    try {
      expect(await statusWith(cert, 'trusting')).to.equal(200);
      expect(await statusWith(other, 'wary')).to.equal(503);
    } finally {
      tls.close();
    }
  });

  it('writes a log without secrets that a program can read', async () => {
    const base = await armedPath(api);
    await request(mirror.port, `${base}odd%20names/%C3%A4%20b%2520c+%22d%22.txt`, { Range: 'bytes=0-1' });
    await request(mirror.port, `${base}nothing-here`);
    await mirror.stop();
    const [odd, missing] = await mirror.log();
    expect(odd).to.include({ grant: 'run1.host1', status: 206, bytes: 2, cache: 'MISS', complete: 'OK' });
    expect(decodeURI(String(odd?.['path']))).to.equal('odd names/ä b%20c+"d".txt');
    expect(missing).to.include({ status: 404 });
    expect(JSON.stringify([odd, missing])).not.to.include(base.split('/')[2]);
    const { readers, unreadable } = await readMirrorLog(mirror.logFile, new AbortController().signal);
    expect(unreadable).to.equal(0);
    expect(readers.map(({ grant, answers, bytes }) => [grant, answers, bytes])).to.deep.equal([
      ['run1.host1', 1, 2],
      [null, 1, 23],
    ]);
  });
});
