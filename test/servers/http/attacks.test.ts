/** The attack suites against the real server, which lets nothing through, and against planted defects, which they notice. */
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { realpathSync, statSync } from 'node:fs';
import { join, resolve as resolvePath } from 'node:path';
import { expect } from 'chai';
import { parseRanges } from '../../../src/servers/http/range.js';
import { parseRequestHead, type HeadParser } from '../../../src/servers/http/request-head.js';
import { unobserved, type Resolve } from '../../../src/servers/site/resolution.js';
import {
  headerFloodFindings,
  rangeBombFindings,
  smugglingFindings,
  traversalFindings,
  type AttackTarget,
} from '../../support/http-attacks.js';
import { listenHttp, testMediaServer, type ListeningHttp } from '../../support/servers-http.js';
import { stubCatalogue, type StubCatalogue } from '../../support/servers-media.js';

const secret = 'what nobody may have';

describe('Attacks on HTTP', () => {
  let catalogue: StubCatalogue;
  let resolve: Resolve;
  let opened: ListeningHttp[] = [];

  before(async () => {
    catalogue = await stubCatalogue({ m: { files: [{ path: 'allowed', role: 'other', content: 'allowed' }] } });
    resolve = testMediaServer(catalogue).resolve;
    await writeFile(join(catalogue.folder, 'outside'), secret);
    await mkdir(join(catalogue.folder, 'm-private'));
    await writeFile(join(catalogue.folder, 'm-private', 'outside'), secret);
    await symlink('..', join(catalogue.folder, 'm', 'link'));
  });
  afterEach(() => {
    for (const http of opened) http.close();
    opened = [];
  });
  after(() => catalogue.remove());

  const target = async (...parts: Parameters<typeof listenHttp>): Promise<AttackTarget> => {
    const http = await listenHttp(...parts);
    opened.push(http);
    return { port: http.port, allowed: '/media/m/allowed', secret };
  };

  describe('by smuggled requests', () => {
    it('are refused, each shape with one answer and the end of the connection', async () => {
      expect(await smugglingFindings(await target(resolve))).to.deep.equal([]);
    });

    const defects: Readonly<Record<string, HeadParser>> = {
      'takes content for the next request': (bytes, limits) => {
        const parsed = parseRequestHead(bytes, limits);
        return parsed.kind === 'request' ? { ...parsed, head: { ...parsed.head, hasBody: false } } : parsed;
      },
      'overlooks a field with a blank before its colon': rewriting((head) => head.replace(/\r\n\S+[ \t]+:.*/g, '')),
      'overlooks a folded line': rewriting((head) => head.replace(/\r\n[ \t].*/g, '')),
      'believes the first of two lengths': rewriting((head) =>
        head.replace(/(\r\nContent-Length: 0)(\r\nContent-Length: .*)/, '$1'),
      ),
      'takes a bare LF for the end of a line': rewriting((head) => head.replace(/\r?\n/g, '\r\n')),
      'throws control bytes away': rewriting((head) => head.replace(/[\0\x01\x0b]|\r(?!\n)/g, '')),
    };
    for (const [defect, parseHead] of Object.entries(defects)) {
      it(`are noticed in a server that ${defect}`, async () => {
        expect(await smugglingFindings(await target(resolve, {}, { parseHead }))).not.to.deep.equal([]);
      });
    }
  });

  describe('by paths that lead out', () => {
    it('find nothing', async () => {
      expect(await traversalFindings(await target(resolve), 'outside')).to.deep.equal([]);
    });

    it('find nothing in a server that maps paths to a disk, as long as it does so well', async () => {
      expect(await traversalFindings(await target(diskSite(catalogue.folder, {})), 'outside')).to.deep.equal([]);
    });

    const defects: Readonly<Record<string, DiskDefects>> = {
      'does not look where a path leads': { unchecked: true },
      'decodes twice': { decodesAgain: true },
      'takes a backslash for a slash': { backslash: true },
      'compares the beginning of a path only': { prefix: true },
      'follows links': { links: true },
    };
    for (const [defect, defects_] of Object.entries(defects)) {
      it(`are noticed in a server that ${defect}`, async () => {
        const findings = await traversalFindings(await target(diskSite(catalogue.folder, defects_)), 'outside');
        expect(findings.join('\n')).to.include('led out of the medium');
      });
    }
  });

  describe('by sets of ranges', () => {
    it('cost no more than the file', () => {
      expect(rangeBombFindings(parseRanges)).to.deep.equal([]);
    });

    it('are noticed where ranges may overlap, or be as many as one likes', () => {
      const careless = (header: string | undefined, size: number): ReturnType<typeof parseRanges> =>
        (header ?? '')
          .slice('bytes='.length)
          .split(',')
          .flatMap((spec) => {
            const range = parseRanges(`bytes=${spec}`, size);
            return typeof range === 'string' ? [] : range;
          });
      const findings = rangeBombFindings(careless);
      expect(findings.join('\n')).to.include('the whole file twice').and.to.include('the first byte of everything');
    });
  });

  describe('by floods of header fields', () => {
    it('are refused before they have cost anything', async () => {
      expect(await headerFloodFindings((await target(resolve)).port)).to.deep.equal([]);
    });

    it('are noticed in a server without a bound on a head, or on its fields', async () => {
      const boundless = await target(resolve, { headSize: 1e9 });
      expect((await headerFloodFindings(boundless.port)).join('\n')).to.include('one field that does not end: taken');
      const countless = await target(resolve, { headSize: 64 * 1024, headerCount: 1e9 });
      expect(await headerFloodFindings(countless.port)).to.deep.equal(['two thousand fields: taken']);
    });
  });
});

/** A reader that first makes the head what it takes it for: planted defects. */
function rewriting(rewrite: (head: string) => string): HeadParser {
  return (bytes, limits) => {
    const end = /\r?\n\r?\n/.exec(bytes.toString('latin1'));
    if (end === null) return parseRequestHead(bytes, limits);
    const head = rewrite(bytes.toString('latin1', 0, end.index));
    const parsed = parseRequestHead(Buffer.from(`${head}\r\n\r\n`, 'latin1'), limits);
    return parsed.kind === 'request' ? { ...parsed, length: end.index + end[0].length } : parsed;
  };
}

interface DiskDefects {
  readonly unchecked?: true;
  readonly decodesAgain?: true;
  readonly backslash?: true;
  readonly prefix?: true;
  readonly links?: true;
}

/** What our server is not: a tree on disk, with the mistakes that such servers have been found with. */
function diskSite(folder: string, defects: DiskDefects): Resolve {
  const root = realpathSync(join(folder, 'm'));
  return (components) => {
    let path = components.slice(2).join('/');
    const climbs = path.split('/').includes('..');
    if (defects.decodesAgain === true) path = decodeURIComponent(path);
    if (defects.backslash === true) path = path.replaceAll('\\', '/');
    const wanted = resolvePath(root + (components[1]?.slice(1) ?? ''), path);
    const inside = (place: string): boolean =>
      defects.prefix === true ? place.startsWith(root) : place === root || place.startsWith(`${root}/`);
    try {
      const location = realpathSync(wanted);
      const careless = (defects.decodesAgain ?? defects.backslash) === true && !climbs;
      const good = defects.unchecked === true || careless || inside(defects.links === true ? wanted : location);
      const { size } = statSync(location);
      if (!good || !statSync(location).isFile()) return Promise.resolve({ kind: 'missing', observer: unobserved });
      const file = { name: path, size, sha256: '0'.repeat(64), modified: 0, location, generation: {} };
      return Promise.resolve({ kind: 'file', file, observer: unobserved });
    } catch {
      return Promise.resolve({ kind: 'missing', observer: unobserved });
    }
  };
}
