import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { appendFile, chmod, link, lstat, mkdir, open, readFile, readdir, readlink, stat } from 'node:fs/promises';
import { symlink, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { importMedia } from '../../src/media/import-media.js';
import { inspectSource } from '../../src/media/inspect-source.js';
import { openIsoImage, type IsoImage } from '../../src/media/iso9660/iso-image.js';
import { run } from '../media-builder/programs.js';
import { expectError, temporaryFolder } from '../support/media-cases.js';
import { requirePrograms } from '../support/media-interop.js';
import { treeinfoTree } from '../support/media-synthetic-tree.js';

const deep = 'a1/b2/c3/d4/e5/f6/g7/h8/i9/j10/k11';
const mebibyte = 1024 * 1024;

/** Names beyond ASCII are lost where the programs are told no character set. */
function program(name: string, options: readonly string[]): Promise<unknown> {
  return run('env', ['LC_ALL=C.UTF-8', name, ...options]);
}

type Maker = (tree: string, image: string) => Promise<unknown>;

const genisoimage =
  (...options: string[]): Maker =>
  (tree, image) =>
    program('genisoimage', ['-quiet', ...options, '-o', image, tree]);
const xorriso =
  (...options: string[]): Maker =>
  (tree, image) =>
    program('xorriso', ['-as', 'mkisofs', '-quiet', ...options, '-o', image, tree]);
const bsdtar =
  (...options: string[]): Maker =>
  (tree, image) =>
    program('bsdtar', ['-cf', image, '--format=iso9660', ...options, '-C', tree, '.']);

/** How images are made, and by which names they are read then. */
const images: readonly [string, Maker, IsoImage['names']][] = [
  ['genisoimage -R, which moves deep folders away', genisoimage('-R'), 'rock-ridge'],
  ['genisoimage -R -hide-rr-moved', genisoimage('-R', '-hide-rr-moved'), 'rock-ridge'],
  ['genisoimage -r -J', genisoimage('-r', '-J', '-joliet-long'), 'rock-ridge'],
  ['genisoimage -R -D, which leaves deep folders where they are', genisoimage('-R', '-D'), 'rock-ridge'],
  ['genisoimage -R -iso-level 4', genisoimage('-R', '-iso-level', '4'), 'rock-ridge'],
  ['genisoimage -R -udf', genisoimage('-R', '-udf'), 'rock-ridge'],
  ['xorriso -R', xorriso('-R'), 'rock-ridge'],
  ['xorriso -R -J', xorriso('-R', '-J', '-joliet-long'), 'rock-ridge'],
  ['xorriso -R with moved folders', xorriso('-R', '-rr_reloc_dir', 'rr_moved'), 'rock-ridge'],
  ['xorriso at ISO level 4', xorriso('-R', '-iso-level', '4'), 'rock-ridge'],
];

/** Programs that cannot hold so deep a tree, or no links. */
const flatImages: typeof images = [
  ['bsdtar', bsdtar(), 'rock-ridge'],
  ['bsdtar without Joliet', bsdtar('--options', '!joliet'), 'rock-ridge'],
  ['bsdtar with Joliet alone', bsdtar('--options', '!rockridge'), 'joliet'],
  ['genisoimage with Joliet alone', genisoimage('-input-charset', 'utf-8', '-J', '-joliet-long'), 'joliet'],
];

describe('ISO images of other programs', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const image = (): string => join(folder(), 'made.iso');

  before(function () {
    requirePrograms(this, ['genisoimage', 'xorriso', 'bsdtar']);
  });

  async function expectSameAsXorriso(path: string, names: IsoImage['names']): Promise<string[]> {
    const ours = await openIsoImage(path);
    try {
      expect(ours.names).to.equal(names);
      const entries = await entriesOf(ours);
      expect(entries).to.deep.equal(await extractedBy(path, join(folder(), 'extracted')));
      return entries;
    } finally {
      await ours.close();
    }
  }

  for (const [name, make, names] of images) {
    it(`${name}: every name, size, digest and link is what xorriso extracts`, async () => {
      await writeTree(join(folder(), 'tree'));
      await make(join(folder(), 'tree'), image());
      const entries = await expectSameAsXorriso(image(), names);

      expect(entries.filter((line) => line.startsWith(`file ${deep}/file `))).to.have.length(1);
      expect(entries.filter((line) => line.includes('rr_moved'))).to.deep.equal([]);
    });
  }

  for (const [name, make, names] of flatImages) {
    it(`${name}: every name, size and digest is what xorriso extracts`, async () => {
      const tree = join(folder(), 'tree');
      await writeFiles(tree, {
        '.treeinfo': 't',
        'Packages/libstdc++-4.8.5-1.rpm': 'x'.repeat(5000),
        'Ünïcode Ω': 'u',
      });
      await make(tree, image());
      expect(await expectSameAsXorriso(image(), names)).to.have.length(4);
    });
  }

  it('a hybrid image with a partition table before and a partition behind the volume, booting by BIOS and UEFI', async () => {
    const tree = join(folder(), 'tree');
    await writeFiles(tree, { 'boot/image': Buffer.alloc(4096, 'b'), file: 'content' });
    await writeFile(join(folder(), 'mbr'), Buffer.alloc(432, 'm'));
    await writeFile(join(folder(), 'tail'), Buffer.alloc(mebibyte, 't'));
    const boots = ['-b', 'boot/image', '-no-emul-boot', '-boot-load-size', '4', '-eltorito-alt-boot'];
    const hybrid = ['-isohybrid-mbr', join(folder(), 'mbr'), '-isohybrid-gpt-basdat', '-append_partition', '3', '0xef'];
    await xorriso(
      '-R',
      ...boots,
      '-e',
      'boot/image',
      '-no-emul-boot',
      ...hybrid,
      join(folder(), 'tail'),
    )(tree, image());
    await expectSameAsXorriso(image(), 'rock-ridge');

    const { bootRecords } = await inspectSource({ source: image() });
    expect(bootRecords.map(({ platform, bootable }) => `${platform} ${String(bootable)}`)).to.deep.equal([
      'bios true',
      'uefi true',
    ]);
  });

  describe('with more than one session', () => {
    beforeEach(async () => {
      await writeFiles(join(folder(), 'tree'), { first: 'first' });
      await writeFiles(join(folder(), 'more'), { second: 'second' });
      await genisoimage('-R')(join(folder(), 'tree'), image());
    });

    it('grown by xorriso, which renews the descriptors in their place: shows all of it', async () => {
      await program('xorriso', ['-dev', image(), '-map', join(folder(), 'more'), '/added', '-commit']);
      const entries = await expectSameAsXorriso(image(), 'rock-ridge');
      expect(entries.map((line) => line.split(' ').slice(0, 2).join(' '))).to.deep.equal([
        'file added/second',
        'file first',
        'folder added',
      ]);
    });

    // Where the last session begins is written on a disc, not in a file: a loop mount and xorriso show the first as well.
    it('put behind each other by genisoimage -M: shows the first', async () => {
      const start = Math.ceil((await stat(image())).size / 2048 / 16) * 16;
      const session = join(folder(), 'session');
      const options = ['-quiet', '-R', '-C', `0,${start}`, '-M', image(), '-o', session, join(folder(), 'more')];
      await program('genisoimage', options);
      await truncate(image(), start * 2048);
      await appendFile(image(), await readFile(session));
      const [only, ...others] = await expectSameAsXorriso(image(), 'rock-ridge');
      expect(only).to.match(/^file first 5 /);
      expect(others).to.deep.equal([]);
    });
  });

  it('zisofs is seen, and refused as soon as somebody wants the content', async () => {
    const tree = join(folder(), 'tree');
    await writeFiles(tree, { packed: 'z'.repeat(100_000) });
    await bsdtar('--options', 'zisofs')(tree, image());
    await expectError(importMedia({ source: image(), mediaCache: join(folder(), 'c') }), 'MEDIA_ISO_UNSUPPORTED');
  });

  // genisoimage writes the links' entries longer than their record; xorriso refuses to open that folder.
  it('links that genisoimage itself writes damaged are told as damage', async () => {
    const tree = join(folder(), 'tree');
    await writeFiles(tree, { file: 'f' });
    await symlink(`${'x'.repeat(250)}/${'y'.repeat(250)}/z`, join(tree, 'long'));
    await genisoimage('-R')(tree, image());
    await expectError(openIsoImage(image()), 'MEDIA_ISO_DAMAGED', /system use/);
  });

  describe('a file of more than 4 GiB', function () {
    // Writes some nine gigabytes, most of them zeros.
    this.timeout(600_000);

    it('is imported whole from its two extents', async () => {
      const tree = join(folder(), 'tree');
      await writeFiles(tree, Object.fromEntries(await treeinfoTree()));
      const huge = join(tree, 'huge');
      const size = (4 * 1024 + 64) * mebibyte + 12_345;
      await writeSparse(huge, size, [0, 4 * 1024 * mebibyte - 4096, 4 * 1024 * mebibyte, size - 10]);
      await xorriso('-R', '-iso-level', '3')(tree, image());

      const { manifest } = await importMedia({ source: image(), mediaCache: join(folder(), 'cache') });

      const file = manifest.files.find(({ path }) => path === 'huge');
      expect(file).to.deep.include({ size, sha256: await digestOf(huge) });
      const opened = await openIsoImage(image());
      const entry = opened.entries.find(({ path }) => path === 'huge');
      await opened.close();
      expect(entry?.kind === 'file' ? entry.extents.length : 0).to.equal(2);
    });
  });
});

/** Deep folders, hidden and long names, names beyond ASCII, hard links, links of many parts, and nothing at all. */
async function writeTree(tree: string): Promise<void> {
  await writeFiles(tree, {
    '.treeinfo': 't',
    'Packages/libstdc++-4.8.5-1.x86_64.rpm': 'x'.repeat(5000),
    'Ünïcode Ω name': 'u',
    ['n'.repeat(240)]: 'long',
    [`${deep}/file`]: 'deep',
    [`${dirname(dirname(dirname(deep)))}/middle`]: 'middle',
    nothing: '',
  });
  await mkdir(join(tree, 'empty'));
  await link(join(tree, '.treeinfo'), join(tree, 'same'));
  await symlink('../.treeinfo', join(tree, 'Packages', 'link'));
  await symlink(`${'part/'.repeat(20)}end`, join(tree, 'parts'));
}

async function writeFiles(tree: string, files: Readonly<Record<string, string | Buffer>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(tree, path)), { recursive: true });
    await writeFile(join(tree, path), content);
  }
}

async function writeSparse(path: string, size: number, marks: readonly number[]): Promise<void> {
  const file = await open(path, 'w');
  await file.truncate(size);
  for (const mark of marks) await file.write(`mark ${mark}`.slice(0, size - mark), mark);
  await file.close();
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 4 * mebibyte })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function entriesOf(image: IsoImage): Promise<string[]> {
  const lines: string[] = [];
  for (const entry of image.entries) {
    if (entry.kind === 'symlink') lines.push(`symlink ${entry.path} ${entry.target}`);
    else if (entry.kind !== 'file') lines.push(`${entry.kind} ${entry.path}`);
    else lines.push(`file ${entry.path} ${entry.size} ${sha256(await image.content(entry))}`);
  }
  return lines.sort();
}

/** The same of what xorriso takes out; the empty folder of moved directories, which it shows, is left out. */
async function extractedBy(image: string, folder: string): Promise<string[]> {
  await program('xorriso', ['-osirrox', 'on', '-indev', image, '-extract', '/', folder]);
  return (await folderEntries(folder, '')).filter((line) => !/^folder \.?rr_moved$/.test(line)).sort();
}

async function folderEntries(folder: string, prefix: string): Promise<string[]> {
  await chmod(folder, 0o755);
  const lines: string[] = [];
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const status = await lstat(path);
    if (status.isSymbolicLink()) lines.push(`symlink ${prefix}${name} ${await readlink(path)}`);
    else if (status.isDirectory())
      lines.push(`folder ${prefix}${name}`, ...(await folderEntries(path, `${prefix}${name}/`)));
    else {
      await chmod(path, 0o644);
      lines.push(`file ${prefix}${name} ${status.size} ${sha256(await readFile(path))}`);
    }
  }
  return lines;
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
