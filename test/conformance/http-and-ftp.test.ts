/** HTTP and FTP give the same bytes of the same tree: the conformance suite over both, under a grant. */
import { expect } from 'chai';
import { armedPath, listenHttp, testMediaServer, type ListeningHttp } from '../support/servers-http.js';
import { listenFtp, type ListeningFtp } from '../support/servers-ftp.js';
import { stubCatalogue, type StubCatalogue } from '../support/servers-media.js';
import type { ConformanceClient } from './client.js';
import { ftpClient, ftpKind, type FtpClient } from './ftp-client.js';
import { httpClient, httpKind } from './http-client.js';
import { conformanceFiles } from './medium.js';
import { conformanceChecks, conformanceSuite } from './suite.js';

describe('Conformance', () => {
  let catalogue: StubCatalogue;
  let http: ListeningHttp;
  let ftp: ListeningFtp;
  let base: string;
  before(async () => {
    catalogue = await stubCatalogue({ synth: { files: conformanceFiles } });
    const { api, resolve } = testMediaServer(catalogue);
    base = await armedPath(api);
    [http, ftp] = [await listenHttp(resolve), await listenFtp(resolve)];
  });
  after(async () => {
    http.close();
    ftp.close();
    await catalogue.remove();
  });

  describe('over HTTP', () => {
    conformanceSuite(httpKind, () => httpClient(http.port, base));
  });

  describe('over FTP', () => {
    let client: FtpClient;
    before(async () => {
      client = await ftpClient(ftp.port, base);
    });
    after(() => client.close());
    conformanceSuite(ftpKind, () => client);
  });

  // What the suite itself would say of a server that is wrong: a check that cannot fail proves nothing.
  describe('on a planted defect', () => {
    const defects: readonly [string, (client: ConformanceClient) => Partial<ConformanceClient>][] = [
      ['a last byte is lost', (client) => ({ read: async (path) => (await client.read(path))?.subarray(0, -1) })],
      ['a size is one too many', (client) => ({ size: async (path) => plusOne(await client.size(path)) })],
      ['names are taken in any case', (client) => ({ read: (path) => client.read(path.replace('Base', 'base')) })],
      ['names are decoded twice', (client) => ({ read: (path) => client.read(path.replace('%43', 'C')) })],
      ['a plus is taken for a blank', (client) => ({ read: (path) => client.read(path.replace('s p', 's+p')) })],
      ['dot files are hidden', (client) => ({ read: (path) => client.read(path.replace(/^\./, 'dot.')) })],
    ];
    for (const [defect, plant] of defects) {
      it(`fails when ${defect}`, async () => {
        const good = httpClient(http.port, base);
        expect(await failing({ ...good, ...plant(good) })).to.not.deep.equal([]);
      });
    }
    it('passes without one', async () => {
      expect(await failing(httpClient(http.port, base))).to.deep.equal([]);
    });
  });
});

function plusOne(size: number | undefined): number | undefined {
  return size === undefined ? undefined : size + 1;
}

async function failing(client: ConformanceClient): Promise<string[]> {
  const titles: string[] = [];
  for (const { title, check } of conformanceChecks(httpKind)) await check(client).catch(() => titles.push(title));
  return titles;
}
