import { expect } from 'chai';
import { mkdtemp, readdir } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createServer as createPlainServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { importMedia } from '../../../src/media/import-media.js';
import { inspectSource } from '../../../src/media/inspect-source.js';
import type { MediaSource } from '../../../src/media/source/media-source.js';
import { openSource } from '../../../src/media/source/open-source.js';
import { shownSource } from '../../../src/media/source/url/address.js';
import { redirectTarget } from '../../../src/media/source/url/redirect-target.js';
import { openUrlSource } from '../../../src/media/source/url/url-source.js';
import type { UrlLimits } from '../../../src/media/source/url/url-limits.js';
import type { SourceSurroundings } from '../../../src/media/source/source-surroundings.js';
import { systemClock, type Clock } from '../../../src/shared/clock.js';
import { freePort } from '../../bench/peer-process.js';
import { demoImage, expectError, expectNothingLeft, temporaryFolder } from '../../support/media-cases.js';
import { fileServers, type FileServer, type FileServerOptions } from '../../support/media-http-server.js';
import { sha256Of, surroundingsIn } from '../../support/media-sources.js';
import { treeinfoTree, treeSpecs } from '../../support/media-synthetic-tree.js';
import { writeIso } from '../../support/media-iso-writer.js';
import { zipOf, writeZip } from '../../support/media-zip-writer.js';
import { testCertificate } from '../../support/xapi-https-server.js';

describe('An address as a source', () => {
  const folder = temporaryFolder();
  const cache = (): string => join(folder(), 'cache');
  const serve = fileServers();
  let image: Buffer = Buffer.alloc(0);
  /** Several MiB, so that a connection can be cut in the middle of it, and what tells the medium lies behind them. */
  let large: Buffer = Buffer.alloc(0);
  const pauses: number[] = [];
  const clock: Clock = {
    now: () => systemClock.now(),
    sleep: (duration) => {
      pauses.push(duration);
      return Promise.resolve();
    },
  };

  before(async () => {
    const specs = treeSpecs(await treeinfoTree());
    image = writeIso(specs).image;
    large = writeIso([{ path: 'large', content: randomBytes(5_000_000) }, ...specs]).image;
  });
  beforeEach(() => pauses.splice(0));

  async function serveLarge(options: Partial<FileServerOptions> = {}): Promise<FileServer> {
    return serve({ content: large, ...options });
  }

  /** Downloads, and gives what arrived. */
  async function fetched(
    address: string,
    limits: Partial<UrlLimits> = {},
    changes: Partial<SourceSurroundings> = {},
  ): Promise<{ bytes: Buffer; label: string; kind: string }> {
    const spool = (): Promise<string> => mkdtemp(join(folder(), 'spool-'));
    const surroundings = surroundingsIn(folder(), { clock, spool, ...changes });
    let source: MediaSource | undefined;
    const bytes: Buffer[] = [];
    try {
      source = await openUrlSource(address, {
        surroundings,
        limits,
        openReader: async (reader) => {
          const buffer = Buffer.alloc(reader.size);
          await reader.read(buffer, 0, reader.size, 0);
          bytes.push(buffer);
          await reader.close();
          return openSource(demoImage, surroundings);
        },
      });
      return { bytes: bytes[0] ?? Buffer.alloc(0), label: source.label, kind: source.kind };
    } finally {
      await source?.close();
    }
  }

  const failing = (address: string, text: RegExp, limits: Partial<UrlLimits> = {}): ReturnType<typeof expectError> =>
    expectError(fetched(address, limits), 'MEDIA_DOWNLOAD_FAILED', text);

  describe('imported', () => {
    it('is what the same image is, named after the file, without credentials or query', async () => {
      const server = await serve({
        content: image,
        answer: (request, response) => {
          if (request.headers.authorization === `Basic ${Buffer.from('me:s%cret').toString('base64')}`)
            return undefined;
          response.writeHead(401).end();
          return true;
        },
      });
      const address = `${server.address.replace('//', '//me:s%25cret@')}/dir/xcp.iso?token=secret`;
      const seen: string[] = [];
      const { manifest } = await importMedia({
        source: address,
        mediaCache: cache(),
        sha256: sha256Of(image),
        onProgress: ({ phase, bytes, totalBytes }) => phase === 'fetching' && seen.push(`${bytes} of ${totalBytes}`),
      });
      expect(manifest.source).to.deep.equal({
        kind: 'url iso',
        label: 'xcp.iso',
        sha256: sha256Of(image),
        bytes: image.length,
      });
      expect(seen.at(-1)).to.equal(`${image.length} of ${image.length}`);
      expect((await importMedia({ source: address, mediaCache: cache() })).alreadyPresent).to.equal(true);
      expect(await readdir(join(cache(), 'v1/staging'))).to.deep.equal([]);
    });

    it('may be an archive, or an image in one', async () => {
      const tree = await serve({ content: zipOf(await treeinfoTree()) });
      const zipped = await serve({ content: writeZip([{ path: 'x', content: image, deflate: true }]).bytes });
      expect(
        (await importMedia({ source: `${tree.address}/a.zip`, mediaCache: cache() })).manifest.source.kind,
      ).to.equal('url zip');
      expect(
        (await importMedia({ source: `${zipped.address}/b.zip`, mediaCache: cache(), id: 'second' })).manifest.source
          .kind,
      ).to.equal('url zip iso');
    });

    it('leaves nothing behind when the download fails, and shows no secret in any error', async () => {
      const server = await serve({
        content: image,
        answer: (_request, response) => (response.writeHead(403).end(), true),
      });
      const address = `${server.address.replace('//', '//me:secret@')}/x.iso?token=secret`;
      const forbidden = await expectError(
        importMedia({ source: address, mediaCache: cache() }),
        'MEDIA_DOWNLOAD_FAILED',
        /status 403/,
      );
      expect(JSON.stringify(forbidden)).not.to.match(/secret/);
      expect(forbidden.remedy).to.match(/password/);
      await expectNothingLeft(cache());

      const other = await serve({ content: image });
      const secret = `${other.address.replace('//', '//me:secret@')}/x.iso?token=secret`;
      for (const error of [
        await expectError(
          importMedia({ source: secret, mediaCache: cache(), sha256: 'a'.repeat(64) }),
          'MEDIA_SOURCE_DIGEST_MISMATCH',
        ),
        await expectError(
          importMedia({ source: secret, mediaCache: cache(), signal: AbortSignal.abort() }),
          'INTERRUPTED',
        ),
      ])
        expect(JSON.stringify(error)).not.to.match(/secret/);
    });

    it('that is no medium is told by its address', async () => {
      const server = await serve({ content: Buffer.from('<html>Not here</html>'.repeat(3000)) });
      const error = await expectError(
        importMedia({ source: `${server.address}/x.iso?a=b`, mediaCache: cache() }),
        'MEDIA_SOURCE_UNSUPPORTED',
        /other data/,
      );
      expect(error.details.subject).to.equal(`${server.address}/x.iso`);
    });
  });

  describe('downloading', () => {
    it('goes on where it was cut, as often as it gets on, and asks that the file be the same', async () => {
      const server = await serveLarge({ cutAfter: (count) => (count < 3 ? 1_500_000 : undefined) });
      const { bytes } = await fetched(`${server.address}/x.iso`, { attempts: 2 });
      expect(bytes.equals(large)).to.equal(true);
      // What was on its way when the connection was cut may be lost.
      const starts = server.requests.map(({ headers }) => Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0));
      expect(starts).to.have.length(4);
      for (const [index, start] of starts.entries()) expect(start).to.be.within(index * 1_200_000, index * 1_500_000);
      expect(server.requests[1]?.headers['if-range']).to.equal('"one"');
      expect(pauses).to.deep.equal([1000, 1000, 1000]);
    });

    it('goes by the date of the last change where the tag is weak', async () => {
      const lastModified = 'Mon, 01 Jan 2024 12:00:00 GMT';
      const server = await serveLarge({
        etag: 'W/"weak"',
        lastModified,
        cutAfter: (count) => (count === 0 ? 2_000_000 : undefined),
      });
      expect((await fetched(`${server.address}/x`)).bytes.equals(large)).to.equal(true);
      expect(server.requests[1]?.headers['if-range']).to.equal(lastModified);
    });

    const beginsAgain: [string, Partial<FileServerOptions>][] = [
      ['the server cannot send parts', { ranges: false }],
      ['the server gives no way to know the file again', { etag: null }],
    ];
    for (const [name, options] of beginsAgain) {
      it(`begins again where ${name}, but not for ever`, async () => {
        const once = await serveLarge({ ...options, cutAfter: (count) => (count === 0 ? 2_000_000 : undefined) });
        expect((await fetched(`${once.address}/x`)).bytes.equals(large)).to.equal(true);
        const always = await serveLarge({ ...options, cutAfter: () => 2_000_000 });
        await failing(`${always.address}/x`, /cannot go on where it was cut/);
        expect(always.requests.length).to.be.within(3, 6);
        for (const name of await readdir(folder())) expect(await readdir(join(folder(), name))).to.have.length(1);
      });
    }

    it('begins again when the file was changed meanwhile, and never mixes the two', async () => {
      const changed = Buffer.from(large).fill(7, 40_000);
      const server = await serveLarge({
        cutAfter: (count) => (count === 0 ? 2_000_000 : undefined),
        answer: (_request, _response, count) => {
          if (count === 1) Object.assign(server.options, { content: changed.subarray(0, 3_000_000), etag: '"two"' });
          return undefined;
        },
      });
      expect((await fetched(`${server.address}/x`)).bytes.equals(changed.subarray(0, 3_000_000))).to.equal(true);
    });

    it('begins again when the part is not the one that was asked for', async () => {
      const lies: ((response: ServerResponse, start: number) => void)[] = [
        (response) => response.writeHead(206, { 'content-range': `bytes 5-9/${large.length}` }).end('12345'),
        (response, start) =>
          response
            .writeHead(206, { 'content-range': `bytes ${start}-${start + 4}/${start + 5}`, etag: '"one"' })
            .end('12345'),
        (response, start) =>
          response
            .writeHead(206, { 'content-range': `bytes ${start}-${start + 4}/${large.length}`, etag: '"two"' })
            .end('12345'),
        (response) => response.writeHead(206).end('12345'),
        (response) => response.writeHead(416, { 'content-range': 'bytes */100' }).end(),
      ];
      for (const lie of lies) {
        const server = await serveLarge({
          cutAfter: (count) => (count === 0 ? 2_000_000 : undefined),
          answer: ({ headers }, response, count) => {
            if (count !== 1) return undefined;
            lie(response, Number(headers.range?.slice('bytes='.length, -1)));
            return true;
          },
        });
        expect((await fetched(`${server.address}/x`)).bytes.equals(large)).to.equal(true);
        expect(server.requests[2]?.headers.range).to.equal(undefined);
      }
    });

    it('ends where the server says that there is nothing more', async () => {
      const server = await serveLarge({
        saysLength: false,
        cutAfter: (count) => (count === 0 ? large.length : undefined),
      });
      expect((await fetched(`${server.address}/x`)).bytes.equals(large)).to.equal(true);
      expect(server.requests).to.have.length(2);
    });

    it('takes a file whose length nobody says, and an empty one', async () => {
      const server = await serveLarge({ saysLength: false });
      const totals: (number | null)[] = [];
      expect(
        (await fetched(`${server.address}/x`, {}, { onProgress: (_bytes, total) => totals.push(total) })).bytes.equals(
          large,
        ),
      ).to.equal(true);
      expect(new Set(totals)).to.deep.equal(new Set([null]));
      const empty = await serve({ content: Buffer.alloc(0) });
      expect((await fetched(`${empty.address}/x`)).bytes).to.have.length(0);
    });

    it('looks for room before it begins', async () => {
      const server = await serveLarge();
      const files = { ...surroundingsIn(folder()).files, freeBytes: () => Promise.resolve(20_000_000) };
      await expectError(fetched(`${server.address}/x`, {}, { files }), 'DISK_FULL');
      expect(server.requests).to.have.length(1);
    });

    it('is tried again after a passing error of the server, with pauses that grow and are bounded', async () => {
      const server = await serveLarge({
        answer: (_request, response, count) => (count < 7 ? (response.writeHead(503).end(), true) : undefined),
      });
      expect((await fetched(`${server.address}/x`)).bytes.equals(large)).to.equal(true);
      expect(pauses).to.deep.equal([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000]);
    });

    it('is given up after so many errors, saying how far it came and what is missing', async () => {
      const server = await serveLarge({ cutAfter: (count) => (count === 0 ? 2_000_000 : 100) });
      const error = await failing(`${server.address}/x`, /cut after \d+ bytes, \d+ missing/, { attempts: 4 });
      expect(error.details.data).to.deep.include({ total: large.length, attempts: 4 });
      expect(error.details.data?.['received']).to.be.within(1_800_000, 2_000_300);
    });

    it('is not tried again where that cannot help', async () => {
      for (const status of [404, 403, 401, 400, 410]) {
        const server = await serveLarge({ answer: (_request, response) => (response.writeHead(status).end(), true) });
        const error = await failing(`${server.address}/x`, new RegExp(`status ${status}`));
        expect(error.details.data).to.deep.include({ status });
        expect(server.requests).to.have.length(1);
      }
    });

    it('says in words that nobody is there', async () => {
      const port = await freePort();
      await failing(`http://127.0.0.1:${port}/x.iso`, /nobody listening there/);
      await failing('http://name.invalid/x.iso', /no computer of that name|no answer from the name server/);
      expect(pauses).to.deep.equal([]);
    });

    it('says in words that the other side speaks no HTTP, or no TLS', async () => {
      const server = createPlainServer((socket) => {
        socket.on('error', () => undefined);
        socket.end('220 ftp.example.test ready\r\n');
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      await failing(`http://127.0.0.1:${port}/x.iso`, /not HTTP/);
      await failing(`https://127.0.0.1:${port}/x.iso`, /not TLS/);
      server.close();
    });

    it('says in words that a certificate is not trusted', async () => {
      const server = createSecureServer(testCertificate('host'), (_request, response) => response.end(image));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      const error = await failing(`https://127.0.0.1:${port}/x.iso`, /a certificate/);
      expect(error.remedy).to.match(/NODE_EXTRA_CA_CERTS/);
      server.closeAllConnections();
      server.close();
    });

    it('does not wait for ever for a server that falls silent, before or within the file', async () => {
      const within = await serveLarge({ stallAfter: (count) => (count === 0 ? 1_500_000 : undefined) });
      expect((await fetched(`${within.address}/x`, { idle: 150 })).bytes.equals(large)).to.equal(true);
      const before = await serveLarge({ answer: () => true });
      await failing(`${before.address}/x`, /silence/, { idle: 100, attempts: 2 });
      expect(before.requests).to.have.length(2);
    });

    it('has a deadline for all of it', async () => {
      const server = await serveLarge({ stallAfter: () => 1000 });
      await failing(`${server.address}/x`, /no end within 0\.2 s after 1000 bytes/, { total: 200 });
    });

    it('stops at once when it is told to, also in a pause', async () => {
      const stop = new AbortController();
      const server = await serveLarge({ stallAfter: () => 1000 });
      const outcome = fetched(
        `${server.address}/x`,
        {},
        { signal: stop.signal, onProgress: () => stop.abort(new Error('enough')) },
      );
      expect(await outcome.catch((error: unknown) => (error as Error).message)).to.equal('enough');
      const pausing = new AbortController();
      const busy = await serveLarge({ answer: (_request, response) => (response.writeHead(503).end(), true) });
      const waiting = fetched(`${busy.address}/x`, {}, { signal: pausing.signal, clock: systemClock });
      setTimeout(() => pausing.abort(new Error('enough')), 100);
      expect(await waiting.catch((error: unknown) => (error as Error).message)).to.equal('enough');
    });
  });

  describe('that redirects', () => {
    it('is followed, and credentials stay with the server they were given for', async () => {
      const target = await serveLarge();
      const server = await serveLarge({
        answer: (request, response) => {
          const location = request.url === '/here' ? '/there' : `${target.address.replace('//', '//evil:pass@')}/x.iso`;
          response.writeHead(request.url === '/here' ? 301 : 307, { location }).end();
          return true;
        },
      });
      const { bytes } = await fetched(`${server.address.replace('//', '//me:secret@')}/here`);
      expect(bytes.equals(large)).to.equal(true);
      expect(server.requests.map(({ headers }) => headers.authorization !== undefined)).to.deep.equal([true, true]);
      expect(target.requests[0]?.headers.authorization).to.equal(undefined);
    });

    it('in a circle, or to nowhere, is refused', async () => {
      const circle = await serveLarge({
        answer: (_request, response) => (response.writeHead(302, { location: '/again' }).end(), true),
      });
      await failing(`${circle.address}/x`, /more than 10 redirects/);
      expect(circle.requests).to.have.length(11);
      const nowhere = await serveLarge({ answer: (_request, response) => (response.writeHead(302).end(), true) });
      await failing(`${nowhere.address}/x`, /nowhere/);
      const file = await serveLarge({
        answer: (_request, response) => (response.writeHead(302, { location: 'file:///etc/passwd' }).end(), true),
      });
      await failing(`${file.address}/x`, /redirect to file:/);
    });

    it('from https to http is refused, without showing the query', () => {
      const from = new URL('https://example.test/a');
      expect(() => redirectTarget(from, 'http://example.test/b?token=secret')).to.throw(
        /^a redirect from https to http: http:\/\/example\.test\/b$/,
      );
      expect(redirectTarget(from, '../c?d').href).to.equal('https://example.test/c?d');
      expect(redirectTarget(new URL('http://example.test/a'), 'https://me:secret@example.test/').href).to.equal(
        'https://example.test/',
      );
    });
  });

  describe('inspected', () => {
    it('is read where it is: of a large image only the parts that tell what it is', async () => {
      const server = await serveLarge();
      const inspection = await inspectSource({ source: `${server.address}/dir/x.iso?token=1` });
      expect(inspection.medium?.product.name).to.equal('Synth-ng');
      expect(inspection.source).to.deep.include({ kind: 'url iso', bytes: large.length, sha256: null });
      expect(server.sent()).to.be.lessThan(large.length / 3);
    });

    it('is fetched where the server cannot send parts, and for its sha256', async () => {
      const server = await serveLarge({ ranges: false });
      expect((await inspectSource({ source: `${server.address}/x` })).medium?.packages).to.equal(5);
      const other = await serveLarge();
      expect((await inspectSource({ source: `${other.address}/x`, sha256: true })).source.sha256).to.equal(
        sha256Of(large),
      );
      expect(other.requests).to.have.length(1);
    });

    it('may be an archive: its directory stands at the end', async () => {
      const specs = [...(await treeinfoTree())].map(([path, content]) => ({ path, content, deflate: true }));
      const server = await serve({ content: writeZip([...specs, { path: 'large', content: large }]).bytes });
      expect((await inspectSource({ source: `${server.address}/x.zip` })).medium?.product.name).to.equal('Synth-ng');
      expect(server.sent()).to.be.lessThan(2_000_000);
    });

    it('asks for a part again that was cut, and refuses a file that changed meanwhile', async () => {
      const cut = await serveLarge({ cutAfter: (count) => (count === 1 ? 1000 : undefined) });
      expect((await inspectSource({ source: `${cut.address}/x`, clock })).medium).not.to.equal(null);
      const changed = await serveLarge({
        answer: (_request, _response, count) => {
          if (count === 1) changed.options.etag = '"two"';
          return undefined;
        },
      });
      await expectError(
        inspectSource({ source: `${changed.address}/x`, clock }),
        'MEDIA_DOWNLOAD_FAILED',
        /changed while it was read/,
      );
    });

    it('refuses a part that is not the one asked for', async () => {
      const server = await serveLarge({
        answer: (_request, response, count) =>
          count === 1
            ? (response.writeHead(206, { 'content-range': `bytes 0-4/${large.length}` }).end('12345'), true)
            : undefined,
      });
      await expectError(inspectSource({ source: `${server.address}/x` }), 'MEDIA_DOWNLOAD_FAILED', /another part/);
    });
  });

  it('is shown without credentials and query, also when it cannot be read', async () => {
    expect(shownSource('https://me:pw@example.test:8443/a/b.iso?token=1#x')).to.equal(
      'https://example.test:8443/a/b.iso',
    );
    expect(shownSource('http://me:p/w@exa mple.test/a?b')).to.equal('http://exa mple.test/a');
    expect(shownSource('/a path/with@sign?.iso')).to.equal('/a path/with@sign?.iso');
    const error = await expectError(
      importMedia({ source: 'http://me:p/w@exa mple.test/a?b', mediaCache: cache() }),
      'MEDIA_SOURCE_UNSUPPORTED',
      /cannot be read/,
    );
    expect(JSON.stringify(error)).not.to.match(/p\/w/);
    await expectError(
      importMedia({ source: 'http://me:%zz@example.test/a', mediaCache: cache() }),
      'MEDIA_SOURCE_UNSUPPORTED',
      /%40/,
    );
    await expectError(
      importMedia({ source: 'ftp://me:secret@example.test/a.iso', mediaCache: cache() }),
      'MEDIA_SOURCE_UNSUPPORTED',
      /\(ftp:\/\/example\.test\/a\.iso\).*kind ftp/,
    );
  });
});
