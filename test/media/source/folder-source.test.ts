import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { appendFile, link, mkdir, rename, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importMedia } from '../../../src/media/import-media.js';
import { inspectSource } from '../../../src/media/inspect-source.js';
import type { CopySink, TreeSource } from '../../../src/media/source/media-source.js';
import { expectError, expectNothingLeft, imageOf, temporaryFolder } from '../../support/media-cases.js';
import { copied, MemorySink, treeOpener, sha256Of, surroundingsIn, writeTree } from '../../support/media-sources.js';
import { treeinfoTree } from '../../support/media-synthetic-tree.js';

describe('A folder as a source', () => {
  const folder = temporaryFolder();
  const openTree = treeOpener();
  const root = (): string => join(folder(), 'tree');
  const cache = (): string => join(folder(), 'cache');
  const open = (): Promise<TreeSource> => openTree(root(), surroundingsIn(folder()));

  it('is imported as the image of the same tree is, file by file', async () => {
    const tree = await treeinfoTree();
    await writeTree(root(), tree);
    const fromFolder = await importMedia({ source: root(), mediaCache: cache() });
    const fromImage = await importMedia({ source: await imageOf(folder(), tree), mediaCache: join(folder(), 'other') });

    expect(fromFolder.manifest.source).to.deep.include({ kind: 'folder', label: 'tree' });
    expect(fromFolder.manifest.source.bytes).to.equal([...tree.values()].reduce((sum, file) => sum + file.length, 0));
    const facts = ({ manifest }: typeof fromFolder): unknown =>
      manifest.files.map(({ path, sha256, verifiedBy }) => [path, sha256, verifiedBy]);
    expect(facts(fromFolder)).to.deep.equal(facts(fromImage));
    expect(fromFolder.summary.verified).to.deep.equal(fromImage.summary.verified);
  });

  it('is known again by its content alone, and another one under the same id is refused', async () => {
    await writeTree(root(), await treeinfoTree());
    const first = await importMedia({ source: root(), mediaCache: cache() });
    await utimes(join(root(), 'EULA'), 1, 1);
    await mkdir(join(root(), 'empty'));
    expect((await importMedia({ source: root(), mediaCache: cache() })).alreadyPresent).to.equal(true);
    expect(
      (await importMedia({ source: root(), mediaCache: cache(), sha256: first.manifest.source.sha256 })).alreadyPresent,
    ).to.equal(true);

    await writeFile(join(root(), 'EULA'), 'changed');
    await expectError(importMedia({ source: root(), mediaCache: cache() }), 'MEDIA_NAME_TAKEN');
  });

  it('has the sha256 of the lines that sha256sum prints for its files, sorted by path', async () => {
    await writeTree(
      root(),
      new Map([
        ['b', Buffer.from('b')],
        ['a/c', Buffer.from('ac')],
        ['a-b', Buffer.alloc(0)],
        ['ä', Buffer.from('x')],
        ['\u{1f600}', Buffer.from('y')],
        ['\uffee', Buffer.from('z')],
      ]),
    );
    await symlink('../b', join(root(), 'a/link'));
    const lines = execFileSync(
      'sh',
      ['-c', 'find -L . -type f | cut -c3- | LC_ALL=C sort | while read -r name; do sha256sum "$name"; done'],
      { cwd: root() },
    );

    const source = await open();

    expect(await source.digest(undefined)).to.equal(sha256Of(lines));
    expect((await copied(source)).sha256).to.equal(sha256Of(lines));
  });

  it('shows links as links, devices as such, and hard links as the same bytes', async () => {
    await writeTree(
      root(),
      new Map([
        ['file', Buffer.from('content')],
        ['sub/other', Buffer.from('other')],
      ]),
    );
    await link(join(root(), 'file'), join(root(), 'sub/second'));
    await symlink('../file', join(root(), 'sub/link'));
    await symlink('/etc', join(root(), 'outside'));
    execFileSync('mkfifo', [join(root(), 'pipe')]);

    const { entries } = await open();

    const byPath = new Map(entries.map((entry) => [entry.path, entry]));
    expect([...byPath.keys()].sort()).to.deep.equal([
      'file',
      'outside',
      'pipe',
      'sub',
      'sub/link',
      'sub/other',
      'sub/second',
    ]);
    expect(byPath.get('sub/link')).to.include({ kind: 'symlink', target: '../file' });
    expect(byPath.get('outside')).to.include({ kind: 'symlink', target: '/etc' });
    expect(byPath.get('pipe')).to.include({ kind: 'special' });
    expect((byPath.get('sub/second') as { content: string }).content).to.equal(
      (byPath.get('file') as { content: string }).content,
    );
  });

  it('is told to lie one level down, where the folder above was given, in import and inspect', async () => {
    await writeTree(join(root(), 'xcp'), await treeinfoTree());
    const found = new RegExp(`one level down: ${join(root(), 'xcp')}`);
    await expectError(importMedia({ source: root(), mediaCache: cache() }), 'MEDIA_NOT_RECOGNISED', found);
    expect((await inspectSource({ source: root() })).refusal?.found).to.match(found);
  });

  it('is inspected without reading its packages', async () => {
    await writeTree(root(), await treeinfoTree());
    const inspection = await inspectSource({ source: root(), sha256: true });
    expect(inspection.source).to.deep.include({
      kind: 'folder',
      label: 'tree',
      sha256: await (await open()).digest(undefined),
    });
    expect(inspection.medium?.product.name).to.equal('Synth-ng');
    expect(inspection.bootRecords).to.deep.equal([]);
  });

  describe('is refused, leaving nothing behind,', () => {
    async function refused(code: Parameters<typeof expectError>[1], text: RegExp): Promise<void> {
      await expectError(importMedia({ source: root(), mediaCache: cache() }), code, text);
      await expectNothingLeft(cache());
    }

    beforeEach(async () => writeTree(root(), await treeinfoTree()));

    it('with a pipe in it, without waiting for a writer', async () => {
      execFileSync('mkfifo', [join(root(), 'pipe')]);
      await refused('MEDIA_ENTRY_REFUSED', /pipe/);
    });

    for (const target of ['/etc/passwd', '../../../etc/passwd']) {
      it(`with a link to ${target}`, async () => {
        await symlink(target, join(root(), 'link'));
        await refused('MEDIA_ENTRY_REFUSED', /link/);
      });
    }

    it('with a name that is not UTF-8', async () => {
      await writeFile(Buffer.concat([Buffer.from(`${root()}/`), Buffer.from([0x61, 0xff, 0x62])]), 'x');
      await refused('MEDIA_ENTRY_REFUSED', /not UTF-8/);
    });

    it('with a backslash in a name', async () => {
      await writeFile(join(root(), 'a\\b'), 'x');
      await refused('MEDIA_ENTRY_REFUSED', /backslash/);
    });

    it('with more levels than any medium', async () => {
      await mkdir(join(root(), ...Array.from({ length: 70 }, () => 'd')), { recursive: true });
      await refused('MEDIA_ENTRY_REFUSED', /levels/);
    });

    it('when it is not there', async () => {
      await rm(root(), { recursive: true });
      await refused('FILE_UNREADABLE', /tree/);
    });
  });

  describe('notices that a file is no longer the one that was listed:', () => {
    const changes: [string, RegExp, (path: string) => Promise<unknown>][] = [
      ['longer', /15 bytes/, (path) => appendFile(path, '12345')],
      ['shorter', /3 bytes/, (path) => truncate(path, 3)],
      ['written to', /written to since/, (path) => utimes(path, 1, 1)],
      [
        'replaced',
        /another file/,
        async (path) => {
          await writeFile(`${path}.new`, '0123456789');
          await rename(`${path}.new`, path);
        },
      ],
      [
        'a link now',
        /ELOOP|FILE_UNREADABLE/,
        async (path) => {
          await rename(path, `${path}.old`);
          await symlink(`${path}.old`, path);
        },
      ],
      [
        'a pipe now',
        /no regular file/,
        async (path) => {
          await rm(path);
          execFileSync('mkfifo', [path]);
        },
      ],
      ['gone', /file/, (path) => rm(path)],
    ];
    for (const [name, message, change] of changes) {
      it(name, async () => {
        await writeTree(root(), new Map([['file', Buffer.from('0123456789')]]));
        const source = await open();
        await change(join(root(), 'file'));
        await expectError(copied(source), 'FILE_UNREADABLE', message);
      });
    }

    it('longer while it is read', async () => {
      await writeTree(root(), new Map([['file', Buffer.alloc(3_000_000)]]));
      const source = await open();
      const sink = new (class extends MemorySink {
        override progress(bytes: number): void {
          super.progress(bytes);
          if (bytes === 1024 * 1024) execFileSync('sh', ['-c', `echo more >> '${join(root(), 'file')}'`]);
        }
      })();
      await expectError(source.copy([...source.tree.files.values()], sink), 'FILE_UNREADABLE', /3000005 bytes/);
    });
  });

  it('stops when it is told to, and at the first failure of the disk', async () => {
    await writeTree(root(), new Map(Array.from({ length: 100 }, (_, index) => [`f${index}`, Buffer.from('x')])));
    const source = await open();
    const stop = new AbortController();
    let opened = 0;
    const sink = (fail: () => void): CopySink => ({
      open: () => {
        opened += 1;
        if (opened === 10) fail();
        return Promise.resolve({ write: () => Promise.resolve(), finish: () => Promise.resolve() });
      },
      progress: () => undefined,
      signal: stop.signal,
    });
    const copying = (fail: () => void): Promise<unknown> =>
      source.copy([...source.tree.files.values()], sink(fail)).then(
        () => 'no error',
        (error: unknown) => (error as Error).message,
      );
    const thrown = (): void => {
      throw new Error('the disk is gone');
    };
    expect(await copying(thrown)).to.equal('the disk is gone');
    expect(opened).to.be.lessThan(30);
    opened = 0;
    expect(await copying(() => stop.abort(new Error('enough')))).to.equal('enough');
    expect(opened).to.be.lessThan(30);
  });
});
