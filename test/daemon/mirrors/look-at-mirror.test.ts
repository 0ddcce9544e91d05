/** The short look at a mirror before a host is armed: what it notices, and what it is called. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import type { MediaServerApi } from '../../../src/contract/media-server.js';
import type { Mirror } from '../../../src/contract/mirror.js';
import { lookAtMirror } from '../../../src/daemon/mirrors/look-at-mirror.js';
import type { Medium } from '../../../src/media/catalogue.js';
import type { Around } from '../../../src/servers/http/around.js';
import { textAnswer } from '../../../src/servers/http/answer.js';
import { after as soonAfter } from '../../../src/servers/site/soon.js';
import { expectError } from '../../support/media-cases.js';
import { startS3Like, type S3Like } from '../../support/s3-like.js';
import { listenHttp, testMediaServer, type ListeningHttp } from '../../support/servers-http.js';
import { stubCatalogue, treeinfoFiles, type StubCatalogue } from '../../support/servers-media.js';

describe('The look at a mirror', () => {
  let catalogue: StubCatalogue;
  let medium: Medium;
  let api: MediaServerApi;

  before(async () => {
    catalogue = await stubCatalogue({ synth: { files: treeinfoFiles(1000) } });
    medium = (await catalogue.open('synth'))!;
  });
  beforeEach(() => {
    api = testMediaServer(catalogue).api;
  });
  after(() => catalogue.remove());

  const look = (kind: Mirror['kind'], url: string, atMost?: number): Promise<void> =>
    lookAtMirror(
      { mirror: { name: 'berlin', kind, url }, medium, mediaServer: api, signal: new AbortController().signal },
      atMost,
    );

  describe('that is hostile, or broken in an odd way', () => {
    async function answering(answer: (response: ServerResponse) => void, looking: (url: string) => Promise<unknown>) {
      const server = createServer((_request, response) => answer(response)).listen(0, '127.0.0.1');
      await once(server, 'listening');
      await looking(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      server.closeAllConnections();
      server.close();
    }

    it('is over after a while, however slowly answers come', async () => {
      await answering(
        () => undefined,
        (url) => expectError(look('tree', url, 300), 'MIRROR_UNREACHABLE', /not done after/),
      );
    });

    it('reads no more of an answer than the file has', async () => {
      let sent = 0;
      const endless = (response: ServerResponse): void => {
        response.writeHead(200);
        const block = Buffer.alloc(64 * 1024);
        const more = (): void => {
          while (!response.destroyed && response.write(block)) sent += block.length;
          sent += block.length;
        };
        response.on('drain', more);
        more();
      };
      await answering(endless, (url) => expectError(look('tree', url), 'MIRROR_DIFFERS', /bytes|no size/));
      expect(sent).to.be.lessThan(256 * 1024 * 1024);
    });
  });

  describe('that is a tree in an S3-compatible store', () => {
    let store: S3Like;
    beforeEach(async () => {
      store = await startS3Like([medium]);
    });
    afterEach(() => store.close());

    it('finds every file, whatever its name, and reads only what an installer reads first', async () => {
      await look('tree', store.url);
      expect(store.asked).to.have.length(medium.manifest.files.length);
      const read = store.asked.filter((one) => one.startsWith('GET')).map((one) => one.split('/').at(-1));
      expect(read.sort()).to.deep.equal([
        '.treeinfo',
        '00-primary.xml.gz',
        'RPM-GPG-KEY-synth',
        'repomd.xml',
        'repomd.xml.asc',
      ]);
      expect((await api.grants()).length, 'a tree knows no grants').to.equal(0);
    });

    it('notices a file that was left out, cut short, or replaced', async () => {
      const change = async (key: string, content: Buffer | undefined): Promise<void> => {
        const before = store.objects.get(key)!;
        if (content === undefined) store.objects.delete(key);
        else store.objects.set(key, content);
        await expectError(look('tree', store.url), 'MIRROR_DIFFERS', new RegExp(key.split('/').at(-1)!.slice(0, 8)));
        store.objects.set(key, before);
      };
      await change('synth/.treeinfo', undefined);
      await change('synth/Packages/base-1.0-1.noarch.rpm', Buffer.alloc(8999));
      const other = Buffer.from(store.objects.get('synth/repodata/repomd.xml')!);
      other[3] = 0x21;
      await change('synth/repodata/repomd.xml', other);
      await look('tree', store.url);
    });

    it('notices one that does not answer', async () => {
      store.close();
      await expectError(look('tree', store.url), 'MIRROR_UNREACHABLE', /ECONNREFUSED/);
    });
  });

  describe('that asks before each answer', () => {
    let http: ListeningHttp | undefined;
    afterEach(() => http?.close());

    /** The media server itself, with what the mirror in front of it does. */
    async function mirrorThat(around?: Around): Promise<string> {
      const server = testMediaServer(catalogue);
      api = server.api;
      http = await listenHttp(server.resolve, {}, around === undefined ? {} : { around });
      return `http://127.0.0.1:${http.port}/`;
    }

    it('ends the address that it asked under, and sees that it is gone', async () => {
      await look('nginx', await mirrorThat());
      expect((await api.grants()).map(({ state }) => state)).to.deep.equal(['ended']);
      expect((await api.activity(0)).records, 'what happens under an ended address is still told').to.have.length(1);
    });

    it('notices a cache that answers without asking', async () => {
      const kept = new Map<string, Awaited<ReturnType<Around>>>();
      const url = await mirrorThat((request, answer) => {
        const known = kept.get(request.target);
        if (known !== undefined) return known;
        return soonAfter(answer(), (given) => {
          kept.set(request.target, given);
          return given;
        });
      });
      await expectError(look('nginx', url), 'MIRROR_IGNORES_GRANTS', /status 200/);
      expect((await api.grants()).map(({ state }) => state)).to.deep.equal(['ended']);
    });

    it('does not call it a cache that ignores grants when it has nobody to ask any more', async () => {
      const ended = (): Promise<boolean> =>
        api.grants().then((grants) => grants.some(({ state }) => state === 'ended'));
      const url = await mirrorThat(async (_request, answer) => ((await ended()) ? textAnswer(503, 'away') : answer()));
      await expectError(look('nginx', url), 'MIRROR_UNREACHABLE', /503/);
    });

    it('tells one that has nobody to ask from one that has another medium', async () => {
      await expectError(look('nginx', await mirrorThat(() => textAnswer(503, 'away'))), 'MIRROR_UNREACHABLE', /503/);
      http?.close();
      await expectError(look('nginx', await mirrorThat(() => textAnswer(404, 'no'))), 'MIRROR_DIFFERS', /404/);
      http?.close();
      const moved = textAnswer(302, 'there', { Location: 'http://192.0.2.1/' });
      await expectError(look('nginx', await mirrorThat(() => moved)), 'MIRROR_DIFFERS', /302/);
    });
  });
});
