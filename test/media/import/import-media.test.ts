import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { access, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { diskFiles, type StoreFiles } from '../../../src/media/store/store-files.js';
import type { ImportProgress } from '../../../src/media/import/progress.js';
import { importMedia, type ImportOptions } from '../../../src/media/import-media.js';
import { fileWriteError } from '../../../src/shared/durable-files.js';
import { openCatalogue } from '../../../src/media/store/open-catalogue.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';
import { demoImage, expectError, expectNothingLeft, imageOf, temporaryFolder } from '../../support/media-cases.js';
import { treeinfoTree, treeSpecs, xsRepositoryTree } from '../../support/media-synthetic-tree.js';
import { writeIso } from '../../support/media-iso-writer.js';

const importer = fileURLToPath(new URL('../../support/media-importer.ts', import.meta.url));
const testFingerprint = '3CC8CF2C4C004B6B1E96F347BE086D9B41BEBB8F';
const kernel = 'Packages/kernel-4.19.19-1.synth.noarch.rpm';

describe('Importing a medium', () => {
  const folder = temporaryFolder();
  const cache = (): string => join(folder(), 'cache');

  const importDemo = (options: Partial<ImportOptions> = {}): ReturnType<typeof importMedia> =>
    importMedia({ source: demoImage, mediaCache: cache(), ...options });

  async function refused(
    options: Partial<ImportOptions>,
    code: Parameters<typeof expectError>[1],
    text?: RegExp,
  ): ReturnType<typeof expectError> {
    const error = await expectError(importDemo(options), code, text);
    await expectNothingLeft(cache());
    return error;
  }

  /** An image of the synthetic medium with one byte of a file changed. */
  async function flipped(path: string, tree = treeinfoTree()): Promise<string> {
    const written = writeIso(treeSpecs(await tree));
    const at = written.contentAt(path);
    written.image[at] = (written.image[at] ?? 0) ^ 0x01;
    const source = join(folder(), 'flipped.iso');
    await writeFile(source, written.image);
    return source;
  }

  it('publishes the image that the demo ships, verified, and reports what the interface promises', async () => {
    const { summary, alreadyPresent } = await importDemo({ alias: 'latest' });

    expect(alreadyPresent).to.equal(false);
    expect(summary).to.deep.equal({
      id: 'synth-ng-8.3.0',
      product: { name: 'Synth-ng', version: '8.3.0', build: 'cloud' },
      platform: { name: 'XCP', version: '3.4.0' },
      layout: 'treeinfo',
      files: 48,
      bytes: summary.bytes,
      source: {
        kind: 'iso',
        sha256: createHash('sha256')
          .update(await readFile(demoImage))
          .digest('hex'),
      },
      verified: {
        packages: 25,
        metadata: 6,
        signature: 'good',
        signedBy: testFingerprint,
        packageSignatures: { good: 25, absent: 0, untrustedKey: 0 },
        packagesSignedBy: [testFingerprint],
        sourceChecksum: false,
      },
      warnings: [],
    });
    expect((await openCatalogue(cache()).open('latest'))?.manifest.id).to.equal('synth-ng-8.3.0');
  });

  it('writes each file byte for byte, world readable, with the digests of the shipped listing', async () => {
    const { manifest } = await importDemo({ clock: new VirtualClock(1_000) });
    const listing = await readFile(demoImage.replace(/iso$/, 'txt'), 'utf8');
    const medium = await openCatalogue(cache()).open(manifest.id);

    expect(manifest.importedAt).to.equal(1_000);
    expect(
      manifest.files.map((file) => `${file.sha256} ${String(file.size).padStart(8)} ${file.path}\n`).join(''),
    ).to.equal(listing);
    for (const file of manifest.files) {
      const path = medium?.location(file) ?? '';
      expect(
        createHash('sha256')
          .update(await readFile(path))
          .digest('hex'),
      ).to.equal(file.sha256);
      expect((await stat(path)).mode & 0o777).to.equal(0o644);
    }
  });

  it('tells its progress, from the first byte to the last file', async () => {
    const seen: ImportProgress[] = [];
    await importDemo({ onProgress: (progress) => seen.push(progress) });

    expect(seen.length).to.be.greaterThan(48);
    expect(seen.at(-1)).to.deep.include({ phase: 'publishing', files: 48, totalFiles: 48 });
    expect(seen.at(-1)?.bytes).to.equal(seen.at(-1)?.totalBytes);
    expect(seen.map((progress) => progress.files)).to.deep.equal(
      seen.map((progress) => progress.files).sort((a, b) => a - b),
    );
  });

  it('keeps links to files as files, and leaves out links to nothing with a warning', async () => {
    const specs = [
      ...treeSpecs(await treeinfoTree()),
      { path: 'boot/link', target: '../EULA' },
      { path: 'boot/nothing', target: 'gone' },
    ];
    const { manifest } = await importDemo({ source: await imageOf(folder(), specs) });
    const byPath = new Map(manifest.files.map((file) => [file.path, file]));

    expect(byPath.get('boot/link')?.sha256).to.equal(byPath.get('EULA')?.sha256);
    expect(byPath.has('boot/nothing')).to.equal(false);
    expect(manifest.warnings.join()).to.match(/boot\/nothing/);
  });

  it('keeps files that share their bytes, empty files and empty folders', async () => {
    const specs = [
      ...treeSpecs(await treeinfoTree()),
      { path: 'copy', content: '', sameAs: 'EULA' },
      { path: 'nothing', content: '' },
      { path: 'hollow/inner', folder: true as const },
    ];
    const { manifest } = await importDemo({ source: await imageOf(folder(), specs) });
    const medium = await openCatalogue(cache()).open(manifest.id);

    expect(await readFile(join(medium?.treeFolder ?? '', 'copy'), 'utf8')).to.match(/^content of EULA/);
    expect(medium?.file('nothing')?.size).to.equal(0);
    expect(manifest.emptyFolders).to.deep.equal(['hollow/inner']);
    expect(medium?.folder('hollow')).to.deep.equal(['inner/']);
  });

  it('takes thousands of small files without opening more than a process may', async () => {
    const small = Array.from({ length: 3000 }, (_, index) => ({ path: `small/${index}`, content: `number ${index}` }));
    const most = { open: 0, now: 0 };
    const files: StoreFiles = {
      ...diskFiles,
      create: async (path) => {
        const file = await diskFiles.create(path);
        most.open = Math.max(most.open, ++most.now);
        return { ...file, close: () => file.close().finally(() => (most.now -= 1)) };
      },
    };
    const { summary } = await importDemo({
      source: await imageOf(folder(), [...treeSpecs(await treeinfoTree()), ...small]),
      files,
    });

    expect(summary.files).to.equal(3016);
    expect(most.now).to.equal(0);
    // Many systems let a process open 1,024.
    expect(most.open).to.be.lessThan(700);
  });

  describe('refuses, leaving nothing behind,', () => {
    it('one flipped bit in a package, by name', async () => {
      await refused({ source: await flipped(kernel) }, 'MEDIA_DIGEST_MISMATCH', /kernel-4\.19\.19/);
    });

    it('one flipped bit in a package of 6.x, whose digest is MD5', async () => {
      await refused(
        { source: await flipped('packages.main/base.tar.bz2', Promise.resolve(xsRepositoryTree())) },
        'MEDIA_DIGEST_MISMATCH',
        /base\.tar\.bz2.*md5/,
      );
    });

    it('one flipped bit in repomd.xml, by its signature', async () => {
      const source = await flipped('repodata/repomd.xml');
      await expectError(importDemo({ source }), 'MEDIA_METADATA_INVALID');
      const tree = await treeinfoTree();
      tree.set('repodata/repomd.xml', Buffer.from(`${tree.get('repodata/repomd.xml')?.toString() ?? ''}\n`));
      await refused({ source: await imageOf(folder(), tree) }, 'MEDIA_SIGNATURE_REFUSED', /bad/);
    });

    it('an image that is cut short', async () => {
      const source = join(folder(), 'short.iso');
      await writeFile(source, await readFile(demoImage));
      await truncate(source, 1_000_000);
      await refused({ source }, 'MEDIA_ISO_DAMAGED', /cut short/);
    });

    it('an image of another sha256 than the one given', async () => {
      await refused({ sha256: 'a'.repeat(64) }, 'MEDIA_SOURCE_DIGEST_MISMATCH');
    });

    it('other archives, folders, addresses and files, saying what they are', async () => {
      const cases: [string, Buffer, RegExp][] = [
        ['a.7z', Buffer.from('7z\xbc\xaf', 'latin1'), /7z archive/],
        ['a.rpm', Buffer.from('\xed\xab\xee\xdb', 'latin1'), /an RPM package/],
        ['a.tar.gz', gzipSync('no archive'), /gzip data that holds neither/],
        ['a.txt', Buffer.alloc(50_000), /other data/],
      ];
      for (const [name, content, message] of cases) {
        await writeFile(join(folder(), name), content);
        await refused({ source: join(folder(), name) }, 'MEDIA_SOURCE_UNSUPPORTED', message);
      }
      await refused({ source: '/dev/null' }, 'MEDIA_SOURCE_UNSUPPORTED', /\/dev\/null.*a device/);
      await refused({ source: 'ftp://example.test/a.iso' }, 'MEDIA_SOURCE_UNSUPPORTED', /address of the kind ftp/);
      await refused({ source: join(folder(), 'missing.iso') }, 'FILE_UNREADABLE');
    });

    for (const target of ['/etc/passwd', '../../outside', '..', 'boot']) {
      it(`a link to ${target}`, async () => {
        const specs = [...treeSpecs(await treeinfoTree()), { path: 'link', target }];
        await refused({ source: await imageOf(folder(), specs) }, 'MEDIA_ENTRY_REFUSED', /link/);
      });
    }

    it('a circle of links, a device, and a compressed file', async () => {
      const tree = treeSpecs(await treeinfoTree());
      await refused(
        { source: await imageOf(folder(), [...tree, { path: 'a', target: 'b' }, { path: 'b', target: 'a' }]) },
        'MEDIA_ENTRY_REFUSED',
        /in a row/,
      );
      await refused(
        { source: await imageOf(folder(), [...tree, { path: 'dev', device: true }]) },
        'MEDIA_ENTRY_REFUSED',
        /device/,
      );
      await refused(
        { source: await imageOf(folder(), [...tree, { path: 'z', content: 'z', zisofs: true }]) },
        'MEDIA_ISO_UNSUPPORTED',
        /zisofs/,
      );
    });

    it('files that overlap, which could fill any disk from a small image', async () => {
      const written = writeIso([
        ...treeSpecs(await treeinfoTree()),
        { path: 'bomb', content: 'x'.repeat(9000) },
        { path: 'fuse', content: 'y'.repeat(9000) },
      ]);
      const at = written.recordAt('fuse') + 2;
      written.image.writeUInt32LE(written.contentAt('bomb') / 2048 + 1, at);
      written.image.writeUInt32BE(written.contentAt('bomb') / 2048 + 1, at + 4);
      await writeFile(join(folder(), 'bomb.iso'), written.image);
      await refused({ source: join(folder(), 'bomb.iso') }, 'MEDIA_ISO_DAMAGED', /also belong/);
    });

    it('names that cannot stand in an address', async () => {
      await refused({ id: 'A/B' }, 'MEDIA_NAME_INVALID');
      await refused({ alias: '../x' }, 'MEDIA_NAME_INVALID');
      await refused({ id: 'same', alias: 'same' }, 'MEDIA_NAME_TAKEN');
    });

    it('a disk that has too little room, before anything is written', async () => {
      await refused(
        { files: { ...diskFiles, freeBytes: () => Promise.resolve(1000) } },
        'DISK_FULL',
        /before the import/,
      );
    });

    it('a disk that fills up in the middle of a file, and one that fails at the sync', async () => {
      await refused({ files: diskThatFails('write', 12) }, 'DISK_FULL');
      await refused({ files: diskThatFails('sync', 3) }, 'DISK_FULL');
      await refused({ files: diskThatFails('create', 5) }, 'DISK_FULL');
    });

    it('a store that cannot be written', async () => {
      await writeFile(join(folder(), 'file'), '');
      await expectError(importDemo({ mediaCache: join(folder(), 'file') }), 'FILE_WRITE_FAILED');
    });

    it('to go on after it was told to stop', async () => {
      const controller = new AbortController();
      const onProgress = (progress: ImportProgress): void => {
        if (progress.files === 10) controller.abort();
      };
      const error = await refused({ signal: controller.signal, onProgress }, 'INTERRUPTED');
      expect(error.exitCode).to.equal(130);
    });
  });

  it('does nothing when the same image is there already, and refuses another under its id', async () => {
    const first = await importDemo();
    const again = await importDemo({ alias: 'again' });
    expect(again).to.deep.include({ alreadyPresent: true });
    expect(again.summary).to.deep.equal(first.summary);
    expect((await openCatalogue(cache()).open('again'))?.manifest.id).to.equal('synth-ng-8.3.0');

    const other = await imageOf(folder(), await treeinfoTree());
    await expectError(importDemo({ source: other }), 'MEDIA_NAME_TAKEN', /another source/);
    expect((await importDemo({ source: other, id: 'other' })).summary.id).to.equal('other');
  });

  it('is not kept from its work by the damaged manifest of another medium', async () => {
    const other = await imageOf(folder(), await treeinfoTree());
    await importDemo({ source: other, id: 'other' });
    await writeFile(join(cache(), 'v1', 'media', 'other', 'manifest.json'), '{"format":2}');

    expect((await importDemo()).summary.id).to.equal('synth-ng-8.3.0');
  });

  it('lets two imports run at the same time, and publishes each', async () => {
    const other = await imageOf(folder(), await treeinfoTree());
    await Promise.all([importDemo(), importDemo({ source: other, id: 'other' })]);
    expect(await openCatalogue(cache()).list()).to.deep.equal(['other', 'synth-ng-8.3.0']);
  });

  it('publishes once when the same medium is imported twice at the same time', async () => {
    const outcomes = await Promise.allSettled([importDemo(), importDemo()]);
    expect(outcomes.some((outcome) => outcome.status === 'fulfilled')).to.equal(true);
    expect(await openCatalogue(cache()).list()).to.deep.equal(['synth-ng-8.3.0']);
    expect(await readdir(join(cache(), 'v1', 'staging'))).to.deep.equal([]);
  });

  for (const [phase, files] of [
    ['copying', 0],
    ['copying', 20],
    ['syncing', 48],
  ] as const) {
    it(`killed while ${phase} after ${files} files, leaves nothing to see, and the next import cleans up`, async () => {
      const child = spawn(process.execPath, ['--import=tsx', importer, demoImage, cache(), phase, String(files)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(child.stdout, 'data');

      expect(await openCatalogue(cache()).list()).to.deep.equal([]);
      const staged = join(cache(), 'v1', 'staging');
      const [living] = (await readdir(staged)).filter((name) => !name.includes('.'));
      // The living importer's staging is left alone by another import.
      await importDemo({ source: await imageOf(folder(), await treeinfoTree()), id: 'meanwhile' });
      await access(join(staged, living ?? 'none'));

      child.kill('SIGKILL');
      await once(child, 'exit');
      expect(await openCatalogue(cache()).list()).to.deep.equal(['meanwhile']);
      expect((await readdir(staged)).length).to.be.greaterThan(0);

      await importDemo();
      expect(await openCatalogue(cache()).list()).to.deep.equal(['meanwhile', 'synth-ng-8.3.0']);
      expect(await readdir(staged)).to.deep.equal([]);
    });
  }
});

/** A disk on which the n-th operation of a kind, and all after it, find no room. */
function diskThatFails(kind: 'write' | 'sync' | 'create', after: number): StoreFiles {
  let left = after;
  const guard = (): void => {
    left -= 1;
    if (left < 0) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  };
  return {
    ...diskFiles,
    create: async (path) => {
      if (kind === 'create') full(path, guard);
      const file = await diskFiles.create(path);
      return {
        ...file,
        write: async (data, position) => {
          if (kind === 'write') full(path, guard);
          await file.write(data, position);
        },
      };
    },
    createFilled: async (path, make) => {
      if (kind !== 'sync') full(path, guard);
      return diskFiles.createFilled(path, make);
    },
    sync: async (path) => {
      if (kind === 'sync') full(path, guard);
      await diskFiles.sync(path);
    },
  };
}

function full(path: string, guard: () => void): void {
  try {
    guard();
  } catch (error) {
    throw fileWriteError(error, path);
  }
}
