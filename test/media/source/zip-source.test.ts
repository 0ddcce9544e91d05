import { expect } from 'chai';
import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { createMessage, readPrivateKey, sign } from 'openpgp';
import { importMedia } from '../../../src/media/import-media.js';
import { inspectSource } from '../../../src/media/inspect-source.js';
import { diskFiles } from '../../../src/media/store/store-files.js';
import { demoImage, expectError, expectNothingLeft, imageOf, temporaryFolder } from '../../support/media-cases.js';
import { copied, MemorySink, treeOpener, sha256Of, surroundingsIn } from '../../support/media-sources.js';
import { treeinfoTree, treeSpecs } from '../../support/media-synthetic-tree.js';
import { writeIso } from '../../support/media-iso-writer.js';
import { writeZip, zipOf, type ZipSpec, type ZipWriterOptions } from '../../support/media-zip-writer.js';

const symlinkMode = 0o120777;

describe('A zip archive as a source', () => {
  const folder = temporaryFolder();
  const openTree = treeOpener();
  const archive = (): string => join(folder(), 'medium.zip');
  const cache = (): string => join(folder(), 'cache');
  const importing = (options: Partial<Parameters<typeof importMedia>[0]> = {}): ReturnType<typeof importMedia> =>
    importMedia({ source: archive(), mediaCache: cache(), ...options });

  async function write(specs: readonly ZipSpec[], options: ZipWriterOptions = {}): Promise<Buffer> {
    const { bytes } = writeZip(specs, options);
    await writeFile(archive(), bytes);
    return bytes;
  }

  async function refused(code: Parameters<typeof expectError>[1], text: RegExp): ReturnType<typeof expectError> {
    const error = await expectError(importing(), code, text);
    await expectNothingLeft(cache());
    return error;
  }

  const synthetic = async (): Promise<ZipSpec[]> =>
    [...(await treeinfoTree())].map(([path, content]) => ({ path, content, deflate: true }));

  describe('of a tree', () => {
    for (const deflate of [true, false]) {
      it(`is imported as the image of the same tree is (${deflate ? 'deflated' : 'stored'})`, async () => {
        const tree = await treeinfoTree();
        const bytes = zipOf(tree, deflate);
        await writeFile(archive(), bytes);

        const { manifest } = await importing({ sha256: sha256Of(bytes) });
        const image = await importMedia({ source: await imageOf(folder(), tree), mediaCache: join(folder(), 'other') });

        expect(manifest.source).to.deep.equal({
          kind: 'zip',
          label: 'medium.zip',
          sha256: sha256Of(bytes),
          bytes: bytes.length,
        });
        const facts = (of: typeof manifest): unknown =>
          of.files.map(({ path, sha256, verifiedBy }) => [path, sha256, verifiedBy]);
        expect(facts(manifest)).to.deep.equal(facts(image.manifest));
        expect((await importing()).alreadyPresent).to.equal(true);
      });
    }

    it('is read with 64-bit sizes and places, a comment, and times that do not depend on the zone', async () => {
      await write(
        [
          { path: 'a/b', content: 'b' },
          { path: 'c', content: 'c'.repeat(1000), deflate: true },
        ],
        { zip64: true, comment: 'made by hand' },
      );
      const source = await openTree(archive(), surroundingsIn(folder()));
      expect([...(await copied(source)).files]).to.deep.equal([
        ['a/b', 'b'],
        ['c', 'c'.repeat(1000)],
      ]);
      const zone = process.env['TZ'];
      try {
        for (process.env['TZ'] of ['Asia/Tokyo', 'America/Lima']) {
          const { entries } = await openTree(archive(), surroundingsIn(folder()));
          expect(entries[0]?.modified).to.equal(Date.UTC(2024, 0, 1, 12));
        }
      } finally {
        if (zone === undefined) delete process.env['TZ'];
        else process.env['TZ'] = zone;
      }
    });

    it('loses a folder that everything lies in, when that folder looks like a medium', async () => {
      const tree = await treeinfoTree();
      await writeFile(archive(), zipOf(tree, true, 'xcp-ng/'));
      const { manifest } = await importing();
      expect(manifest.files.map((file) => file.path).sort()).to.deep.equal([...tree.keys()].sort());
    });

    it('keeps its top folder when something lies beside it, and is not recognised', async () => {
      await write([
        ...[...(await treeinfoTree())].map(([path, content]) => ({ path: `x/${path}`, content })),
        { path: 'note', content: 'n' },
      ]);
      await refused('MEDIA_NOT_RECOGNISED', /zip archive of \d+ files/);
    });

    it('gives links as links, also where their target is compressed', async () => {
      await write([
        { path: 'EULA', content: 'licence' },
        { path: 'boot/link', content: '../EULA', mode: symlinkMode },
        { path: 'boot/other', content: '../boot/link', mode: symlinkMode, deflate: true },
        { path: 'empty/', mode: 0o040755 },
        { path: './', mode: 0o040755 },
      ]);
      const source = await openTree(archive(), surroundingsIn(folder()));
      expect(source.entries.map(({ path, kind }) => [path, kind])).to.deep.equal([
        ['EULA', 'file'],
        ['boot/link', 'symlink'],
        ['boot/other', 'symlink'],
        ['empty', 'folder'],
      ]);
      expect(source.tree.files.get('boot/other')?.content).to.equal(source.tree.files.get('EULA')?.content);
    });

    it('tells progress up to its last byte, and stops when it is told to', async () => {
      await write([
        { path: 'a', content: Buffer.alloc(5_000_000, 'a') },
        { path: 'b', content: Buffer.alloc(5_000_000), deflate: true },
      ]);
      const source = await openTree(archive(), surroundingsIn(folder()));
      const { read } = await copied(source);
      expect(read).to.be.within(source.bytes - 400, source.bytes);
      const stop = new AbortController();
      const sink = new MemorySink(stop.signal);
      stop.abort(new Error('enough'));
      expect(
        await source.copy([...source.tree.files.values()], sink).catch((error: unknown) => (error as Error).message),
      ).to.equal('enough');
    });

    it('is inspected, with its sha256 when asked', async () => {
      const bytes = await write(await synthetic());
      const inspection = await inspectSource({ source: archive(), sha256: true });
      expect(inspection.source).to.deep.equal({
        kind: 'zip',
        label: 'medium.zip',
        bytes: bytes.length,
        sha256: sha256Of(bytes),
      });
      expect(inspection.medium?.packages).to.equal(5);
    });
  });

  describe('is refused, leaving nothing behind,', () => {
    const damaged: [string, Partial<ZipSpec>, RegExp][] = [
      ['a wrong checksum of a stored file', { lie: { crc32: 1 } }, /EULA.*expected CRC-32 00000001/],
      ['a wrong checksum of a deflated file', { deflate: true, lie: { crc32: 1 } }, /EULA.*CRC-32/],
      ['more bytes than declared', { deflate: true, lie: { size: 5 } }, /EULA.*expected 5 bytes; found more/],
      ['fewer bytes than declared', { deflate: true, lie: { size: 500 } }, /EULA.*expected 500 bytes; found 10 bytes/],
      ['a stored file of two sizes', { lie: { size: 500 } }, /EULA.*expected 500 bytes/],
      ['compressed bytes that are none', { lie: { method: 8 } }, /EULA/],
      [
        'compressed bytes that end early',
        {
          deflate: true,
          content: Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 251)),
          lie: { packedSize: 40 },
        },
        /EULA.*end of file/,
      ],
      ['a place that is no entry', { lie: { offset: 3 } }, /EULA|also belong/],
      ['a place behind the end', { lie: { offset: 900_000 } }, /EULA.*archive of/],
    ];
    for (const [name, changes, message] of damaged) {
      it(name, async () => {
        await write([
          ...(await synthetic()).filter(({ path }) => path !== 'EULA'),
          { path: 'EULA', content: '0123456789', ...changes },
        ]);
        await refused('MEDIA_ARCHIVE_DAMAGED', message);
      });
    }

    it('entries that share their bytes, which could fill any disk from a small archive', async () => {
      const bomb = { path: 'bomb', content: Buffer.alloc(100_000), deflate: true };
      const { length } = writeZip([bomb]).bytes;
      await write([bomb, { ...bomb, path: 'fuse', lie: { offset: 0 } }, { path: 'z', content: Buffer.alloc(length) }]);
      await refused('MEDIA_ARCHIVE_DAMAGED', /also belong to/);
    });

    it('a bomb by its declared size, before anything is unpacked', async () => {
      await write([
        ...(await synthetic()),
        { path: 'bomb', content: Buffer.alloc(100_000), deflate: true, lie: { size: 0xfffffffe } },
      ]);
      await expectError(
        importing({ files: { ...diskFiles, freeBytes: () => Promise.resolve(4_000_000_000) } }),
        'DISK_FULL',
        /before the import/,
      );
      await expectNothingLeft(cache());
    });

    it('fewer entries counted than there are, which others would see', async () => {
      await write(await synthetic(), { count: 3 });
      await refused('MEDIA_ARCHIVE_DAMAGED', /more entries/);
    });

    it('an archive that is cut short, anywhere', async () => {
      const bytes = await write(await synthetic());
      for (const length of [30, 1000, bytes.length - 500, bytes.length - 1]) {
        await writeFile(archive(), bytes);
        await truncate(archive(), length);
        await refused('MEDIA_ARCHIVE_DAMAGED', /medium\.zip/);
      }
    });

    it('an encrypted entry, and one of another compression, by name', async () => {
      await write([...(await synthetic()), { path: 'secret', content: 'x', flags: 0x0801 }]);
      await refused('MEDIA_ARCHIVE_UNSUPPORTED', /secret.*encrypted/);
      await write([...(await synthetic()), { path: 'secret', content: 'x', flags: 0x0841 }]);
      await refused('MEDIA_ARCHIVE_UNSUPPORTED', /encryption/);
      await write([...(await synthetic()), { path: 'strange', content: 'x', lie: { method: 12 } }]);
      await refused('MEDIA_ARCHIVE_UNSUPPORTED', /strange.*method 12/);
    });

    it('a part of a split archive, and one with more entries than any medium', async () => {
      await writeFile(archive(), Buffer.from('PK\x07\x08PK\x03\x04'));
      await refused('MEDIA_SOURCE_UNSUPPORTED', /split/);
      await write([{ path: 'a' }], { zip64: true, count: 300_000 });
      await refused('MEDIA_ARCHIVE_UNSUPPORTED', /300000 entries/);
    });

    const names: [string | Buffer, RegExp][] = [
      ['../outside', /\.\./],
      ['a/../../outside', /\.\./],
      ['/etc/passwd', /absolute/],
      ['a\\b', /backslash/],
      ['a\0b', /NUL/],
      [Buffer.from([0x61, 0xff]), /not UTF-8/],
      ['a//b', /named ""/],
      ['n'.repeat(300), /300 bytes/],
      ['EULA', /same name twice/],
    ];
    for (const [path, message] of names) {
      it(`an entry named ${JSON.stringify(path.toString('latin1' as never)).slice(0, 30)}`, async () => {
        await write([...(await synthetic()), { path, content: 'x' }]);
        await refused('MEDIA_ENTRY_REFUSED', message);
      });
    }

    it('links that lead out, devices, and files below a link', async () => {
      for (const [path, target] of [
        ['up', '../../etc/passwd'],
        ['root', '/etc/passwd'],
        ['long', 'x'.repeat(5000)],
      ] as const) {
        await write([...(await synthetic()), { path, content: target, mode: symlinkMode }]);
        await refused('MEDIA_ENTRY_REFUSED', /link/);
      }
      await write([...(await synthetic()), { path: 'link', content: Buffer.from([0xff]), mode: symlinkMode }]);
      await refused('MEDIA_ENTRY_REFUSED', /not UTF-8/);
      await write([...(await synthetic()), { path: 'dev', mode: 0o020666 }]);
      await refused('MEDIA_ENTRY_REFUSED', /device/);
      await write([
        ...(await synthetic()),
        { path: 'link', content: 'boot', mode: symlinkMode },
        { path: 'link/x', content: 'x' },
      ]);
      await refused('MEDIA_ENTRY_REFUSED', /link/);
    });
  });

  it('whose compressed bytes are followed by others ends where they end', async () => {
    await write([{ path: 'a', content: 'a'.repeat(9000), deflate: true, trailing: Buffer.alloc(3_000_000, 'z') }]);
    const source = await openTree(archive(), surroundingsIn(folder()));
    expect((await copied(source)).files.get('a')).to.equal('a'.repeat(9000));
  });

  describe('of an image', () => {
    const demo = (): Promise<Buffer> => readFile(demoImage);

    for (const deflate of [true, false]) {
      const how = deflate ? 'deflated' : 'stored';

      it(`is imported as the image is, and goes by the size and sha256 of the archive (${how})`, async () => {
        const bytes = await write([
          { path: 'readme.txt', content: 'hello' },
          { path: 'folder/image.bin', content: await demo(), deflate },
        ]);
        const { manifest } = await importing({ sha256: sha256Of(bytes) });
        const plain = await importMedia({ source: demoImage, mediaCache: join(folder(), 'other') });

        expect(manifest.source).to.deep.equal({
          kind: 'zip iso',
          label: 'medium.zip',
          sha256: sha256Of(bytes),
          bytes: bytes.length,
        });
        expect(manifest.files).to.deep.equal(plain.manifest.files);
        expect(manifest.warnings).to.deep.equal([
          'The zip archive holds 1 more file beside the image; it was left out.',
        ]);
        expect((await importing()).alreadyPresent).to.equal(true);
      });

      it(`is inspected as the image is (${how})`, async () => {
        const bytes = await write([{ path: 'image.iso', content: await demo(), deflate }]);
        const inspection = await inspectSource({ source: archive(), sha256: true });
        expect(inspection.medium).to.deep.equal((await inspectSource({ source: demoImage })).medium);
        expect(inspection.source).to.deep.include({ kind: 'zip iso', bytes: bytes.length, sha256: sha256Of(bytes) });
      });

      it(`is refused when the checksum of the image is wrong (${how})`, async () => {
        await write([{ path: 'image.iso', content: await demo(), deflate, lie: { crc32: 7 } }]);
        await refused('MEDIA_ARCHIVE_DAMAGED', /image\.iso.*CRC-32 00000007/);
      });
    }

    it('leaves nothing behind when the disk has no room for unpacking it', async () => {
      await write([{ path: 'image.iso', content: await demo(), deflate: true }]);
      await expectError(
        importing({ files: { ...diskFiles, freeBytes: () => Promise.resolve(1000) } }),
        'DISK_FULL',
        /spool/,
      );
      await expectNothingLeft(cache());
    });

    it('tells its progress while it is unpacked', async () => {
      await write([{ path: 'image.iso', content: await demo(), deflate: true }]);
      const fetched: [number, number][] = [];
      await importing({
        onProgress: ({ phase, bytes, totalBytes }) => phase === 'fetching' && fetched.push([bytes, totalBytes]),
      });
      const size = (await demo()).length;
      expect(fetched.at(-1)).to.deep.equal([size, size]);
    });

    it('is refused with the names where there are several', async () => {
      const other = writeIso(treeSpecs(await treeinfoTree())).image;
      await write([
        { path: 'two.iso', content: other, deflate: true },
        { path: 'one.iso', content: await demo() },
      ]);
      const error = await refused('MEDIA_SOURCE_UNSUPPORTED', /2 images: one\.iso, two\.iso/);
      expect(error.remedy).to.match(/the one image/);
    });

    it('is not looked for in the tree of a medium', async () => {
      await write([...(await synthetic()), { path: 'tools/extra.iso', content: await demo() }]);
      expect((await importing()).manifest.source.kind).to.equal('zip');
    });
  });

  describe('of a hotfix', () => {
    async function hotfix(compressed: boolean): Promise<Buffer> {
      const armoredKey = await readFile(new URL('../../fixtures/media/test-signing-key.asc', import.meta.url), 'utf8');
      const signed = Buffer.from(
        await sign({
          message: await createMessage({ binary: Buffer.alloc(50_000, 'program') }),
          signingKeys: await readPrivateKey({ armoredKey }),
          format: 'binary',
        }),
      );
      if (!compressed) return signed;
      return Buffer.concat([Buffer.from([0xa3, 1]), deflateRawSync(signed)]);
    }

    for (const compressed of [true, false]) {
      const how = compressed ? 'compressed' : 'plain';
      it(`says what it is and where it belongs (${how})`, async () => {
        await write([
          { path: 'sources.tar.bz2', content: Buffer.alloc(100_000) },
          { path: 'XS62E001', content: await hotfix(compressed) },
        ]);
        const error = await refused('MEDIA_SOURCE_UNSUPPORTED', /XS62E001.*hotfixes/);
        expect(error.remedy).to.match(/patch-upload/);
      });

      it(`also when it is given without the archive (${how})`, async () => {
        await writeFile(archive(), await hotfix(compressed));
        const error = await refused('MEDIA_SOURCE_UNSUPPORTED', /medium\.zip.*hotfixes/);
        expect(error.remedy).to.match(/patch-upload/);
      });
    }

    it('is known armoured too, and not taken for one by two bytes alone', async () => {
      await writeFile(archive(), `-----BEGIN PGP MESSAGE-----\n${'x'.repeat(40_000)}`);
      await refused('MEDIA_SOURCE_UNSUPPORTED', /hotfixes/);
      await writeFile(archive(), Buffer.concat([Buffer.from([0xa3, 1]), Buffer.alloc(40_000)]));
      await refused('MEDIA_SOURCE_UNSUPPORTED', /other data/);
    });
  });

  it('of 70,000 entries is listed within seconds', async function () {
    this.timeout(20_000);
    await write(
      Array.from({ length: 70_000 }, (_, index) => ({ path: `folder/file-${index}`, content: 'x' })),
      { zip64: true },
    );
    const source = await openTree(archive(), surroundingsIn(folder()));
    expect(source.entries).to.have.length(70_000);
  });
});
