import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { importMedia, type ImportOptions } from '../../../src/media/import-media.js';
import { openSource } from '../../../src/media/source/open-source.js';
import { diskFiles, type StoreFiles } from '../../../src/media/store/store-files.js';
import { fileWriteError } from '../../../src/shared/durable-files.js';
import { expectError, expectNothingLeft, temporaryFolder } from '../../support/media-cases.js';
import { compressedTars, fromBase64, zstdStored } from '../../support/media-compressed.js';
import { treeinfoTree, treeSpecs, xsRepositoryTree, type FileTree } from '../../support/media-synthetic-tree.js';
import { writeIso } from '../../support/media-iso-writer.js';
import {
  longName,
  paxHeader,
  tarOfTree,
  treeTarSpecs,
  writeTar,
  writeTarEntry,
  type TarSpec,
} from '../../support/media-tar-writer.js';

const kernel = 'Packages/kernel-4.19.19-1.synth.noarch.rpm';

describe('Tar archives as sources', () => {
  const folder = temporaryFolder();
  const cache = (): string => join(folder(), 'cache');

  async function sourceOf(archive: Buffer): Promise<string> {
    const source = join(folder(), 'medium.download');
    await writeFile(source, archive);
    return source;
  }

  async function importTar(archive: Buffer, options: Partial<ImportOptions> = {}): ReturnType<typeof importMedia> {
    return importMedia({ source: await sourceOf(archive), mediaCache: cache(), ...options });
  }

  async function refused(
    archive: Buffer,
    code: Parameters<typeof expectError>[1],
    text?: RegExp,
    options: Partial<ImportOptions> = {},
  ): ReturnType<typeof expectError> {
    const error = await expectError(importTar(archive, options), code, text);
    await expectNothingLeft(cache());
    return error;
  }

  /** The medium as an archive, with more entries at its end. */
  async function withEntries(...specs: readonly TarSpec[]): Promise<Buffer> {
    return writeTar([...treeTarSpecs(await treeinfoTree()), ...specs]);
  }

  const published = (path: string, id = 'synth-ng-8.3.0'): string => join(cache(), 'v1', 'media', id, 'tree', path);

  async function expectTree(tree: FileTree, id?: string): Promise<void> {
    for (const [path, content] of tree)
      expect((await readFile(published(path, id))).equals(content), path).to.equal(true);
  }

  describe('of each compression', () => {
    const pack = { tar: (data: Buffer) => data, 'tar gz': gzipSync, 'tar zst': zstdStored } as const;

    for (const [kind, compress] of Object.entries(pack)) {
      it(`are imported from ${kind}, byte for byte, with the digest of the file as it was given`, async () => {
        const tree = await treeinfoTree();
        const archive = compress(tarOfTree(tree));
        const { manifest } = await importTar(archive);

        expect(manifest.source).to.deep.equal({
          kind,
          label: 'medium.download',
          bytes: archive.length,
          sha256: createHash('sha256').update(archive).digest('hex'),
        });
        await expectTree(tree);
        for (const { path, sha256 } of manifest.files)
          expect(sha256, path).to.equal(
            createHash('sha256')
              .update(tree.get(path) ?? '')
              .digest('hex'),
          );
        expect(manifest.files).to.have.length(tree.size);
        expect(manifest.verified).to.include({ packages: 5, signature: 'good' });
      });
    }

    for (const kind of ['bzip2', 'xz'] as const) {
      it(`are known in ${kind} data`, async () => {
        const error = await refused(fromBase64(compressedTars[kind]), 'MEDIA_NOT_RECOGNISED');
        expect(error.message).to.match(new RegExp(`a tar ${kind === 'xz' ? 'xz' : 'bz2'} archive of 1 files`));
      });
    }

    it('are refused, by what they are, where compressed data holds something else', () =>
      refused(gzipSync('a diary'.repeat(9000)), 'MEDIA_SOURCE_UNSUPPORTED', /gzip data that holds neither/));

    it('are imported with bytes behind their end that a decompressor does not read', async () => {
      const archive = Buffer.concat([gzipSync(tarOfTree(await treeinfoTree())), Buffer.alloc(3_000_000)]);
      const { manifest } = await importTar(archive);
      expect(manifest.source.sha256).to.equal(createHash('sha256').update(archive).digest('hex'));
    });
  });

  it('are imported from a compressed ISO image, with the digest of the file as it was given', async () => {
    const tree = await treeinfoTree();
    const archive = gzipSync(writeIso(treeSpecs(tree)).image);
    const { manifest } = await importTar(archive);

    expect(manifest.source).to.include({ kind: 'gzip iso', bytes: archive.length });
    expect(manifest.source.sha256).to.equal(createHash('sha256').update(archive).digest('hex'));
    await expectTree(tree);
    expect(await readdir(join(published('..')))).to.have.members(['manifest.json', 'tree']);
  });

  it('leave nothing behind where a compressed image is cut short or the disk is full', async () => {
    const archive = gzipSync(writeIso(treeSpecs(await treeinfoTree())).image);
    await refused(archive.subarray(0, -200), 'MEDIA_ARCHIVE_DAMAGED', /gzip/);
    const files: StoreFiles = { ...diskFiles, freeBytes: () => Promise.resolve(1000) };
    await refused(archive, 'DISK_FULL', undefined, { files });
  });

  it('are imported with the XS-REPOSITORY layout, each package against its MD5', async () => {
    const tree = xsRepositoryTree();
    const { manifest } = await importTar(tarOfTree(tree));
    expect(manifest.files.filter(({ verifiedBy }) => verifiedBy === 'xs-packages')).to.have.length(2);

    tree.set('packages.xs/xs.tar.bz2', Buffer.from('xz'.repeat(400)));
    const error = await expectError(importTar(tarOfTree(tree), { id: 'other' }), 'MEDIA_DIGEST_MISMATCH');
    expect(error.details.subject).to.equal('packages.xs/xs.tar.bz2');
  });

  it('are refused where a package differs from its metadata', async () => {
    const tree = await treeinfoTree();
    tree.set(kernel, Buffer.from('another kernel'));
    const error = await refused(tarOfTree(tree), 'MEDIA_DIGEST_MISMATCH');
    expect(error.details.subject).to.equal(kernel);
  });

  it('are imported from a single top folder, whose name nobody sees', async () => {
    const tree = await treeinfoTree();
    const specs: TarSpec[] = [
      { path: './xcp-ng-8.3/', type: '5' },
      ...treeTarSpecs(tree, './xcp-ng-8.3/'),
      { path: './xcp-ng-8.3/empty/', type: '5' },
      { path: './xcp-ng-8.3/kernel', type: '2', target: kernel },
      { path: './xcp-ng-8.3/EULA.copy', type: '1', target: 'xcp-ng-8.3/EULA' },
    ];
    const { manifest } = await importTar(writeTar(specs));

    await expectTree(tree);
    expect(manifest.emptyFolders).to.deep.equal(['empty']);
    expect(manifest.files.map(({ path }) => path)).to.include.members(['kernel', 'EULA.copy', '.treeinfo']);
    expect(await readdir(published('..'))).to.have.members(['manifest.json', 'tree']);
    expect(await readdir(published('')))
      .to.include('.treeinfo')
      .and.not.include('xcp-ng-8.3');
  });

  it('are refused where something lies beside the top folder', async () => {
    const specs = [...treeTarSpecs(await treeinfoTree(), 'xcp-ng-8.3/'), { path: 'README', content: 'read me' }];
    await refused(writeTar(specs), 'MEDIA_NOT_RECOGNISED');
  });

  it('are refused with a clear word where they hold an ISO image', () =>
    refused(writeTar([{ path: 'xcp-ng.iso', content: 'image' }]), 'MEDIA_NOT_RECOGNISED', /holds an ISO image/));

  it('keep empty files and folders, and take links for further names of a file', async () => {
    const archive = await withEntries(
      { path: './', type: '5' },
      { path: 'notes/', type: '5' },
      { path: 'nothing', content: '' },
      { path: 'links/hard', type: '1', target: './EULA' },
      { path: 'links/soft', type: '2', target: '../EULA' },
      { path: 'links/lost', type: '2', target: '../gone' },
      { path: 'links/empty', type: '1', target: 'nothing' },
    );
    const { manifest } = await importTar(archive);
    const file = (path: string): object | undefined => manifest.files.find((one) => one.path === path);

    expect(manifest.emptyFolders).to.deep.equal(['notes']);
    expect(file('nothing')).to.include({ size: 0 });
    expect(file('links/empty')).to.include({ size: 0 });
    expect(file('links/lost')).to.equal(undefined);
    expect(manifest.warnings.join()).to.match(/links\/lost points at \.\.\/gone/);
    const ids = await Promise.all(
      ['EULA', 'links/hard', 'links/soft'].map(async (path) => (await stat(published(path))).ino),
    );
    expect(new Set(ids).size).to.equal(1);
  });

  it('take names of any length from pax and from GNU headers', async () => {
    const folderName = 'a'.repeat(120);
    const archive = await withEntries(
      paxHeader({ path: `${folderName}/${'ü'.repeat(60)}`, mtime: '1600000000.25', 'SCHILY.xattr.user.a': 'b\nc' }),
      { path: 'cut', content: 'pax' },
      longName(`${folderName}/${'g'.repeat(110)}`),
      { path: 'cut', content: 'gnu' },
      longName(`${folderName}/${'g'.repeat(110)}`, 'K'),
      longName(`${folderName}/hard`),
      { path: 'cut', type: '1', target: 'cut' },
    );
    const { manifest } = await importTar(archive);
    const sizes = new Map(manifest.files.map(({ path, size }) => [path, size]));

    expect(sizes.get(`${folderName}/${'ü'.repeat(60)}`)).to.equal(3);
    expect(sizes.get(`${folderName}/${'g'.repeat(110)}`)).to.equal(3);
    expect(sizes.get(`${folderName}/hard`)).to.equal(3);
    const pax = manifest.files.find(({ path }) => path.endsWith('ü'));
    expect(pax?.modified).to.equal(1_600_000_000_250);
  });

  it('are read without the mark of POSIX, as archives before 1988 are', async () => {
    const specs = treeTarSpecs(await treeinfoTree()).map((spec) => ({ ...spec, old: true, type: '\0' }));
    const short = specs.filter(({ path }) => path.length < 100);
    expect(
      (await importTar(writeTar([...short, { path: 'notes/', old: true, type: '\0' }]))).manifest.emptyFolders,
    ).to.deep.equal(['notes']);
  });

  describe('refuse what is not safe, by its name', () => {
    const cases: readonly (readonly [string, readonly TarSpec[], RegExp])[] = [
      ['an absolute path', [{ path: '/etc/passwd' }], /\/etc\/passwd.*absolute path/],
      ['a path that leaves the tree', [{ path: 'a/../../b' }], /a\/\.\.\/\.\.\/b/],
      ['a backslash', [{ path: 'a\\b' }], /backslash/],
      ['a NUL in a pax path', [paxHeader({ path: 'good\0evil' }), { path: 'good' }], /NUL/],
      [
        'a line feed in a pax path',
        [paxHeader({ path: 'with\na line' }), { path: 'with' }],
        /with\\na line.*control character/,
      ],
      ['a NUL in a GNU name', [longName('good\0evil'), { path: 'good' }], /NUL/],
      ['a pax path that is absolute', [paxHeader({ path: '/etc/passwd' }), { path: 'good' }], /absolute/],
      ['the same name twice', [{ path: 'EULA', content: 'again' }], /the same name twice/],
      ['a file below a file', [{ path: 'EULA/more' }], /below EULA, which is a file/],
      ['a file in place of a folder', [{ path: 'boot' }], /the same name twice/],
      [
        'a file below a link',
        [
          { path: 'out', type: '2', target: '/tmp' },
          { path: 'out/file', content: 'x' },
        ],
        /below out, which is a symlink/,
      ],
      ['a link to an absolute path', [{ path: 'out', type: '2', target: '/etc/passwd' }], /absolute target/],
      ['a link that leaves the tree', [{ path: 'out', type: '2', target: '../../x' }], /leaves the tree/],
      ['a hard link to the outside', [{ path: 'out', type: '1', target: '../../x' }], /no path in the tree/],
      [
        'a hard link to what comes later',
        [{ path: 'out', type: '1', target: 'late' }, { path: 'late' }],
        /no file that/,
      ],
      [
        'a hard link to a link',
        [
          { path: 'a', type: '2', target: 'EULA' },
          { path: 'b', type: '1', target: 'a' },
        ],
        /no file that/,
      ],
      ['a device', [{ path: 'sda', type: '4' }], /device, pipe or socket/],
      ['a pipe', [{ path: 'pipe', type: '6' }], /device, pipe or socket/],
    ];
    for (const [what, specs, text] of cases)
      it(what, async () => {
        await refused(await withEntries(...specs), 'MEDIA_ENTRY_REFUSED', text);
      });

    it('a name that is not UTF-8', async () => {
      const archive = await withEntries({ path: 'caf?', content: '' });
      const at = archive.indexOf('caf?');
      archive[at + 3] = 0xe9;
      const checksum = Number.parseInt(archive.toString('latin1', at + 148, at + 154), 8) - 0x3f + 0xe9;
      archive.write(`${checksum.toString(8).padStart(6, '0')}\0`, at + 148, 'latin1');
      await refused(archive, 'MEDIA_ENTRY_REFUSED', /not UTF-8/);
    });
  });

  describe('refuse what they cannot read', () => {
    const cases: readonly (readonly [string, readonly TarSpec[], RegExp])[] = [
      ['a sparse file of GNU tar', [{ path: 'disk', type: 'S' }], /SparseFile/],
      ['a sparse file in pax form', [paxHeader({ 'GNU.sparse.major': '1', path: 'disk' }), { path: 'x' }], /sparse/],
      ['an unknown type', [{ path: 'odd', type: 'Z' }], /type/],
      ['a volume of a set', [{ path: 'part', type: 'M' }], /ContinuationFile/],
      ['a link with content', [{ path: 'odd', type: '1', target: 'EULA', content: 'x' }], /content of its own/],
      ['one name for all entries', [paxHeader({ path: 'same' }, 'g')], /for all entries/],
      ['attributes without bound', [{ path: 'pax', type: 'x', size: 2_000_000 }], /2000000 bytes/],
    ];
    for (const [what, specs, text] of cases)
      it(what, async () => {
        await refused(await withEntries(...specs), 'MEDIA_ARCHIVE_UNSUPPORTED', text);
      });

    it('a second archive behind the first, which would be left out', async () => {
      const archive = tarOfTree(await treeinfoTree());
      await refused(Buffer.concat([archive, archive]), 'MEDIA_ARCHIVE_UNSUPPORTED', /behind the end/);
    });
  });

  describe('refuse what is damaged', () => {
    const cases: readonly (readonly [string, readonly TarSpec[], RegExp])[] = [
      ['a wrong checksum of a header', [{ path: 'odd', checksum: 1 }], /checksum/],
      ['a pax record that cannot be', [{ path: 'pax', type: 'x', content: '9 path=xxx' }, { path: 'x' }], /record/],
      ['a size in a pax header that is no number', [paxHeader({ size: 'much' }), { path: 'x' }], /size of/],
      ['a pax header at the end', [paxHeader({ path: 'x' })], /an end behind/],
    ];
    for (const [what, specs, text] of cases)
      it(what, async () => {
        await refused(await withEntries(...specs), 'MEDIA_ARCHIVE_DAMAGED', text);
      });

    it('an archive that is cut short, at whatever place', async () => {
      const whole = tarOfTree(await treeinfoTree());
      for (const length of [whole.length - 512, whole.length - 1024, whole.length - 1500, 512 * 3 + 40, 700])
        await refused(whole.subarray(0, length), 'MEDIA_ARCHIVE_DAMAGED', /before the end of the archive/);
    });

    it('an archive whose first header is damaged, or of which there is only a part of it', async () => {
      const archive = tarOfTree(await treeinfoTree());
      archive[3] = 0x7e;
      await refused(archive, 'MEDIA_ARCHIVE_DAMAGED', /checksum/);
      await refused(archive.subarray(0, 300), 'MEDIA_ARCHIVE_DAMAGED');
      await refused(Buffer.from([0x1f, 0x8b, 8]), 'MEDIA_ARCHIVE_DAMAGED', /gzip/);
    });

    it('a single empty block between two entries', async () => {
      const [first, ...rest] = treeTarSpecs(await treeinfoTree());
      const archive = Buffer.concat([
        writeTarEntry(first ?? { path: '' }),
        Buffer.alloc(512),
        ...rest.map(writeTarEntry),
        Buffer.alloc(1024),
      ]);
      await refused(archive, 'MEDIA_ARCHIVE_DAMAGED', /empty block/);
    });

    it('a decompressed archive that is cut short inside whole gzip data', async () => {
      const whole = tarOfTree(await treeinfoTree());
      await refused(gzipSync(whole.subarray(0, -1024)), 'MEDIA_ARCHIVE_DAMAGED');
    });
  });

  it('are here already when they are imported again, and name the medium anew', async () => {
    const archive = gzipSync(tarOfTree(await treeinfoTree()));
    const first = await importTar(archive);
    const again = await importTar(archive, { alias: 'latest' });
    expect({ first: first.alreadyPresent, again: again.alreadyPresent }).to.deep.equal({ first: false, again: true });
    expect(again.manifest.importedAt).to.equal(first.manifest.importedAt);
  });

  it('are refused under an id that another source has', async () => {
    const tree = await treeinfoTree();
    await importTar(tarOfTree(tree));
    await expectError(importTar(gzipSync(tarOfTree(tree))), 'MEDIA_NAME_TAKEN');
    expect(await readdir(join(cache(), 'v1', 'staging'))).to.deep.equal([]);
  });

  it('are refused with another checksum than the one given', async () => {
    const archive = tarOfTree(await treeinfoTree());
    await refused(archive, 'MEDIA_SOURCE_DIGEST_MISMATCH', undefined, { sha256: '0'.repeat(64) });
  });

  it('leave nothing behind when the import is stopped in the middle', async () => {
    const stop = new AbortController();
    const archive = await withEntries({ path: 'large', content: Buffer.alloc(8_000_000, 7) });
    const onProgress: ImportOptions['onProgress'] = ({ phase, bytes }) => {
      if (phase === 'copying' && bytes > 0) stop.abort();
    };
    await refused(archive, 'INTERRUPTED', undefined, { signal: stop.signal, onProgress });
  });

  it('leave nothing behind when the disk is full in the middle', async () => {
    let written = 0;
    const files: StoreFiles = {
      ...diskFiles,
      create: async (path) => {
        const file = await diskFiles.create(path);
        return {
          ...file,
          write: async (data, position) => {
            written += data.length;
            if (written > 20_000) throw fileWriteError(Object.assign(new Error('no space'), { code: 'ENOSPC' }), path);
            await file.write(data, position);
          },
        };
      },
    };
    await refused(await withEntries({ path: 'large', content: Buffer.alloc(8_000_000, 7) }), 'DISK_FULL', undefined, {
      files,
    });
  });

  it('tell their progress in bytes of the file', async () => {
    const archive = tarOfTree(await treeinfoTree());
    const bytes: number[] = [];
    await importTar(archive, {
      onProgress: (progress) => {
        if (progress.phase === 'copying') bytes.push(progress.bytes);
      },
    });
    expect(bytes.at(-1)).to.equal(archive.length);
  });

  it('have the same digest when they are only hashed', async () => {
    const archive = gzipSync(tarOfTree(await treeinfoTree()));
    const source = await openSource(await sourceOf(archive), {
      spool: () => Promise.reject(new Error('nothing to be unpacked')),
      files: diskFiles,
      signal: undefined,
      onProgress: () => undefined,
    });
    expect(await source.digest(undefined)).to.equal(createHash('sha256').update(archive).digest('hex'));
    await source.close();
  });
});
