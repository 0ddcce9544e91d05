import { expect } from 'chai';
import { createHash, createHmac } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { cp, link, mkdir, open, readFile, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compressionOf, decompress } from '../../src/media/decompress/decompress.js';
import { importMedia } from '../../src/media/import-media.js';
import { inspectSource } from '../../src/media/inspect-source.js';
import { openCatalogue } from '../../src/media/store/open-catalogue.js';
import { run } from '../media-builder/programs.js';
import { demoImage, expectError, expectNothingLeft, temporaryFolder } from '../support/media-cases.js';
import { folderDigests, requirePrograms, sorted } from '../support/media-interop.js';

const programs = ['tar', 'bsdtar', 'gzip', 'bzip2', 'xz', 'zstd'];

/** Of the program, with what stands before `-f`; the kind that the source is to have. */
const packings: readonly (readonly [string, readonly string[], string])[] = [
  ['tar', ['--format=gnu'], 'tar'],
  ['tar', ['--format=oldgnu'], 'tar'],
  ['tar', ['--format=posix', '--xattrs'], 'tar'],
  ['tar', ['--format=gnu', '--gzip'], 'tar gz'],
  ['tar', ['--format=posix', '--bzip2'], 'tar bz2'],
  ['tar', ['--format=gnu', '--xz'], 'tar xz'],
  ['tar', ['--format=posix', '--zstd'], 'tar zst'],
  ['tar', ['--format=gnu', '--use-compress-program=bzip2 -1'], 'tar bz2'],
  ['tar', ['--format=gnu', '--use-compress-program=xz -0 -T2 --block-size=1MiB'], 'tar xz'],
  ['tar', ['--format=gnu', '--use-compress-program=xz -9'], 'tar xz'],
  ['tar', ['--format=gnu', '--use-compress-program=zstd -19'], 'tar zst'],
  ['tar', ['--format=gnu', '--blocking-factor=1'], 'tar'],
  ['bsdtar', ['--format=pax'], 'tar'],
  ['bsdtar', ['--format=gnutar', '-z'], 'tar gz'],
  ['bsdtar', ['--format=pax', '-j'], 'tar bz2'],
  ['bsdtar', ['--format=pax', '-J'], 'tar xz'],
  ['bsdtar', ['--format=pax', '--zstd'], 'tar zst'],
];

describe('Tar archives of other programs', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const tree = (): string => join(folder(), 'tree');
  const archive = (): string => join(folder(), 'archive');
  const cache = (name = 'cache'): string => join(folder(), name);

  before(function () {
    requirePrograms(this, programs);
  });

  /** The demo's files, with what archives have in many forms. */
  beforeEach(async () => {
    const { manifest } = await importMedia({ source: demoImage, mediaCache: cache('reference') });
    const medium = await openCatalogue(cache('reference')).open(manifest.id);
    await cp(medium?.treeFolder ?? '', tree(), { recursive: true });
    const deep = join(tree(), 'd'.repeat(90), 'e'.repeat(90));
    await mkdir(deep, { recursive: true });
    await mkdir(join(tree(), 'nothing in it'));
    await writeFile(join(deep, `${'f'.repeat(120)} ü.rpm`), noise(300_000));
    await writeFile(join(tree(), 'large'), Buffer.concat([noise(2_500_000), Buffer.alloc(500_000)]));
    await writeFile(join(tree(), 'empty'), '');
    await link(join(tree(), 'large'), join(tree(), 'large too'));
    await link(join(deep, `${'f'.repeat(120)} ü.rpm`), join(tree(), 'shallow'));
    await symlink('large', join(tree(), 'large link'));
  });

  /** Links of either kind are files of the medium. */
  async function expected(): Promise<string[]> {
    const digests = await folderDigests(tree());
    digests.set('large link', digests.get('large') ?? '');
    return sorted(digests);
  }

  for (const [program, options, kind] of packings) {
    it(`${[program, ...options].join(' ')}: every file arrives as it is in the folder`, async () => {
      await run(program, ['-c', ...options, '-f', archive(), '-C', tree(), '.']);
      const { manifest } = await importMedia({ source: archive(), mediaCache: cache() });

      expect(manifest.source.kind).to.equal(kind);
      expect(manifest.files.map(({ path, sha256 }) => `${path} ${sha256}`).sort()).to.deep.equal(await expected());
      expect(manifest.emptyFolders).to.deep.equal(['nothing in it']);
      const given = createHash('sha256')
        .update(await readFile(archive()))
        .digest('hex');
      expect(manifest.source.sha256).to.equal(given);
      expect((await inspectSource({ source: archive() })).medium).to.include({ layout: 'treeinfo', signature: 'good' });
    });
  }

  it('of a folder instead of what is in it give the same medium', async () => {
    await run('tar', ['-c', '--gzip', '-f', archive(), '-C', folder(), 'tree']);
    const { manifest } = await importMedia({ source: archive(), mediaCache: cache() });
    expect(manifest.files.map(({ path, sha256 }) => `${path} ${sha256}`).sort()).to.deep.equal(await expected());
  });

  for (const format of ['gnu', 'posix']) {
    it(`with a sparse file (${format}) are refused, as its holes would be left out`, async () => {
      await writeFile(join(tree(), 'disk'), 'start');
      await truncate(join(tree(), 'disk'), 4_000_000);
      await run('tar', ['-c', '-S', `--format=${format}`, '-f', archive(), '-C', tree(), '.']);
      const outcome = importMedia({ source: archive(), mediaCache: cache() });
      await expectError(outcome, 'MEDIA_ARCHIVE_UNSUPPORTED', /sparse/i);
      await expectNothingLeft(cache());
    });
  }

  it('with absolute names are refused', async () => {
    await run('tar', ['-c', '-P', '-f', archive(), join(tree(), '.treeinfo')]);
    await expectError(importMedia({ source: archive(), mediaCache: cache() }), 'MEDIA_ENTRY_REFUSED', /absolute path/);
  });

  for (const [program, ...options] of [
    ['gzip', '-9'],
    ['bzip2', '-9'],
    ['xz', '-T2'],
    ['zstd', '-q'],
  ] as const) {
    it(`of an image (${program}) are imported as the image is`, async () => {
      const packed = await run(program, [...options, '-c', demoImage]);
      await writeFile(archive(), packed);
      const { manifest } = await importMedia({ source: archive(), mediaCache: cache() });
      const { manifest: reference } = await importMedia({ source: demoImage, mediaCache: cache('of the image') });
      expect(manifest.files).to.deep.equal(reference.files);
      expect(manifest.source.sha256).to.equal(createHash('sha256').update(packed).digest('hex'));
    });
  }

  for (const command of [
    'gzip -1',
    'bzip2 -1',
    'bzip2 -9',
    'xz -0',
    'xz -6 --check=crc32',
    'zstd -q -1',
    'zstd -q -19',
    'zstd -q --no-check',
  ]) {
    it(`${command} is undone, also in many streams`, async () => {
      const text = Buffer.concat([noise(1_200_000), Buffer.alloc(1_500_000, 'word '), noise(100)]);
      const [program = '', ...options] = command.split(' ');
      const once = await run(program, [...options, '-c'], { input: text });
      await writeFile(archive(), Buffer.concat([once, once]));
      const kind = compressionOf(once);
      const hash = createHash('sha256');
      const packed = createReadStream(archive()) as AsyncIterable<Buffer>;
      if (kind === null) throw new Error('not recognised');
      for await (const piece of decompress(kind, packed, { limit: 1e8, subject: command })) hash.update(piece);
      expect(hash.digest('hex')).to.equal(createHash('sha256').update(text).update(text).digest('hex'));
    });
  }

  // Every kind of table and of repetition that the program makes, over several windows; no library decodes it here.
  for (const options of ['--fast=5', '-1', '-5 --long=23', '-9', '-15', '-19 --no-check', '--ultra -20']) {
    it(`zstd ${options} of machine code and of text is undone`, async () => {
      const code = await open(process.execPath);
      const { buffer } = await code.read(Buffer.alloc(1_500_000), 0, 1_500_000, 2_000_000);
      await code.close();
      const text = Buffer.concat([buffer, await readFile('package-lock.json'), await readFile('CHANGELOG.md'), buffer]);
      await writeFile(archive(), await run('zstd', ['-q', ...options.split(' '), '-c'], { input: text }));
      const hash = createHash('sha256');
      const packed = createReadStream(archive()) as AsyncIterable<Buffer>;
      for await (const piece of decompress('zstd', packed, { limit: 1e8, subject: options })) hash.update(piece);
      expect(hash.digest('hex')).to.equal(createHash('sha256').update(text).digest('hex'));
    });
  }
});

/** The same at every run, and nothing that can be made smaller. */
function noise(length: number): Buffer {
  const pieces: Buffer[] = [];
  for (let at = 0; at < length; at += 64) pieces.push(createHmac('sha512', 'noise').update(String(at)).digest());
  return Buffer.concat(pieces).subarray(0, length);
}
