/** A proof at a mirror: over the names that real clients send, and with grants where it keeps them. */
import { expect } from 'chai';
import type { MediaServerApi } from '../../../src/contract/media-server.js';
import type { Mirror } from '../../../src/contract/mirror.js';
import { mirrorColumn } from '../../../src/daemon/prove/proof-columns.js';
import type { ProofCell } from '../../../src/daemon/prove/proof-report.js';
import { proveColumn } from '../../../src/daemon/prove/prove-column.js';
import type { Medium } from '../../../src/media/catalogue.js';
import { startS3Like, type S3Like } from '../../support/s3-like.js';
import { listenHttp, testMediaServer, type ListeningHttp } from '../../support/servers-http.js';
import { stubCatalogue, treeinfoFiles, type StubCatalogue } from '../../support/servers-media.js';

describe('The proof of a mirror', () => {
  let catalogue: StubCatalogue;
  let medium: Medium;
  let mediaServer: MediaServerApi;
  let http: ListeningHttp;
  let store: S3Like;

  before(async () => {
    catalogue = await stubCatalogue({ synth: { files: treeinfoFiles(1000) } });
    medium = (await catalogue.open('synth'))!;
  });
  beforeEach(async () => {
    const server = testMediaServer(catalogue);
    mediaServer = server.api;
    http = await listenHttp(server.resolve);
    store = await startS3Like([medium]);
  });
  afterEach(() => {
    http.close();
    store.close();
  });
  after(() => catalogue.remove());

  function prove(mirror: Mirror): Promise<readonly ProofCell[]> {
    const { signal } = new AbortController();
    const proof = { medium, mirror, mediaServer, installer: undefined, rows: [], signal, onCell: () => undefined };
    return proveColumn(mirrorColumn(mirror), proof);
  }

  const results = (cells: readonly ProofCell[]): string[] => cells.map(({ row, result }) => `${row} ${result}`);

  it('reads every file of an S3-compatible store by the name that a package manager sends', async () => {
    const cells = await prove({ name: 'store', kind: 'tree', url: store.url });
    expect(results(cells)).to.deep.equal(['every file proven']);
    expect(cells[0]).to.include({ mirror: 'store', address: '127.0.0.1', requests: medium.manifest.files.length });
    expect(store.asked).to.include('GET /bucket/synth/Packages/libstdc%2b%2b-1~2%5e3.x86_64.rpm');
  });

  it('names what a copy lost: a plus sign that became a blank', async () => {
    const key = 'synth/Packages/libstdc++-1~2^3.x86_64.rpm';
    store.objects.set(key.replaceAll('+', ' '), store.objects.get(key)!);
    store.objects.delete(key);
    const [cell] = await prove({ name: 'store', kind: 'tree', url: store.url });
    expect(cell?.result).to.equal('failed');
    expect(cell?.failure?.path).to.include('libstdc++');
  });

  it('asks a mirror that keeps grants once more, under the address that was withdrawn', async () => {
    // The media server itself does what such a mirror does.
    const cells = await prove({ name: 'berlin', kind: 'nginx', url: `http://127.0.0.1:${http.port}/` });
    expect(results(cells)).to.deep.equal(['every file proven', 'a withdrawn address proven']);
    expect((await mediaServer.grants()).every(({ state }) => state === 'ended')).to.equal(true);
    const tree = await prove({ name: 'berlin', kind: 'nginx', url: `${store.url}synth/` });
    expect(results(tree)).to.deep.equal(['every file failed', 'a withdrawn address proven']);
  });
});
