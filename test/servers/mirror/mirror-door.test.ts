/** What a mirror may ask for its hosts, and what nobody else may. */
import { expect } from 'chai';
import type { MediaServerApi } from '../../../src/contract/media-server.js';
import { nothingAround } from '../../../src/servers/http/around.js';
import { mirrorDoor } from '../../../src/servers/mirror/mirror-door.js';
import {
  armedPath,
  grantRequest,
  listenHttp,
  request,
  testMediaServer,
  type ListeningHttp,
} from '../../support/servers-http.js';
import { stubCatalogue, treeinfoFiles, type StubCatalogue } from '../../support/servers-media.js';

describe('The door for mirrors', () => {
  let catalogue: StubCatalogue;
  let api: MediaServerApi;
  let http: ListeningHttp;
  let strangers: ListeningHttp;

  before(async () => {
    catalogue = await stubCatalogue({ synth: { files: treeinfoFiles(2_000_000) } });
  });
  beforeEach(async () => {
    const server = testMediaServer(catalogue);
    api = server.api;
    const doorFrom = (from: string) =>
      mirrorDoor({ mirrors: [{ name: 'berlin', from: [from] }], resolve: server.resolve, inner: nothingAround });
    http = await listenHttp(server.resolve, {}, { around: doorFrom('127.0.0.0/8') });
    strangers = await listenHttp(server.resolve, {}, { around: doorFrom('192.0.2.0/24') });
  });
  afterEach(() => {
    http.close();
    strangers.close();
  });
  after(() => catalogue.remove());

  const large = 'Packages/kernel-6.6-1.x86_64.rpm';

  it('tells which content a host may have, and sends no byte of it', async () => {
    const base = await armedPath(api);
    const answer = await request(http.port, `/mirror/check${base}odd%20names/%C3%A4%20b%2520c+%22d%22.txt`);
    expect([answer.status, answer.body.length]).to.deep.equal([200, 0]);
    expect(answer.headers).to.include({
      'drydock-grant': 'run1.host1',
      'drydock-path': 'odd%20names/%C3%A4%20b%2520c+%22d%22.txt',
    });
    expect(answer.headers['drydock-object']).to.match(/^[0-9a-f]{64}$/);
  });

  it('says 403 of everything that the host would find missing, which is recorded as 404', async () => {
    const { path, id } = await api.createGrant(grantRequest({ state: 'probe' }));
    const statusOf = async (target: string): Promise<number> => (await request(http.port, target)).status;
    const about = `/mirror/check${path}`;
    expect(await statusOf(`${about}.treeinfo`)).to.equal(200);
    for (const target of [`${about}${large}`, `${about}no-such`, about, `${about}.treeinfo/`, `${about}boot/`])
      expect(await statusOf(target), target).to.equal(403);
    for (const target of ['/mirror/check/media/synth/.treeinfo', '/mirror/check/healthz', '/mirror/check/%zz'])
      expect(await statusOf(target), target).to.equal(403);
    await api.changeGrant(id, { state: 'ended', epoch: 1, reason: 'over' });
    expect(await statusOf(`${about}.treeinfo`)).to.equal(403);
    const { records } = await api.activity(0);
    expect(new Set(records.map(({ status }) => status))).to.deep.equal(new Set([200, 404]));
  });

  it('records who asked the mirror, where one address is told, and the mirror where anything else is', async () => {
    const base = await armedPath(api);
    for (const forwarded of ['192.0.2.31', '192.0.2.31, 203.0.113.9', 'nonsense'])
      await request(http.port, `/mirror/check${base}.treeinfo`, { 'X-Forwarded-For': forwarded });
    const { records } = await api.activity(0);
    expect(records.map(({ client }) => client)).to.deep.equal(['192.0.2.31', '127.0.0.1', '127.0.0.1']);
    expect(records.every(({ mirror, complete }) => mirror === 'berlin' && complete)).to.equal(true);
  });

  it('gives bytes for a cache, in parts, without taking them for a host that reads', async () => {
    const base = await armedPath(api);
    const part = await request(http.port, `/mirror/fill${base}${large}`, { Range: 'bytes=0-99' });
    expect([part.status, part.body.length]).to.deep.equal([206, 100]);
    const empty = await request(http.port, `/mirror/fill${base}empty.txt`, { Range: 'bytes=0-99' });
    expect([empty.status, empty.headers['content-length']]).to.deep.equal([200, '0']);
    for (const target of [`${base}no-such`, '/media/synth/.treeinfo', '/healthz'])
      expect((await request(http.port, `/mirror/fill${target}`)).status, target).to.equal(404);
    expect((await request(http.port, `/mirror/fill${base}${large}`, { Range: 'bytes=9999999-' })).status).to.equal(416);
    expect((await api.activity(0)).records).to.deep.equal([]);
  });

  it('does not exist for anybody else, and nobody else is believed whom he asks for', async () => {
    const base = await armedPath(api);
    for (const asks of ['check', 'fill'])
      expect((await request(strangers.port, `/mirror/${asks}${base}.treeinfo`)).status).to.equal(404);
    await request(strangers.port, `${base}.treeinfo`, { 'X-Forwarded-For': '192.0.2.31' });
    const { records } = await api.activity(0);
    expect(records.map(({ client, mirror }) => [client, mirror])).to.deep.equal([['127.0.0.1', undefined]]);
  });

  it('counts packages as they are begun', async () => {
    const base = await armedPath(api);
    await request(http.port, `/mirror/check${base}${large}`);
    const progress = (await api.grant('run1.host1'))?.progress;
    expect([progress?.packages, progress?.phase]).to.deep.equal([1, 'packages']);
    expect(progress?.bytes).to.equal(2_000_000);
  });
});
