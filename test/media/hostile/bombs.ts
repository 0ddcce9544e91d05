/** Small sources that become large when they are read. Imported in a process of their own, whose memory is measured. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { writeIso } from '../../support/media-iso-writer.js';
import { treeinfoTree, treeSpecs } from '../../support/media-synthetic-tree.js';
import { tarOfTree, writeTarEntry } from '../../support/media-tar-writer.js';
import { zipOf } from '../../support/media-zip-writer.js';
import { withMetadata, type Outcome } from './changed-media.js';

export interface Bomb {
  readonly name: string;
  readonly outcome: Outcome;
  /** One of those that every `npm test` imports. */
  readonly isQuick?: true;
  readonly make: () => Promise<Buffer>;
}

const mebibyte = 1024 * 1024;

/** An image whose list of packages unpacks to something else. */
const packageList = (name: string, outcome: Outcome, text: () => Buffer): Bomb => ({
  name: `a list of packages ${name}`,
  outcome,
  make: async () => {
    const tree = await withMetadata('primary.xml.gz', () => gzipSync(text()), {});
    return writeIso(treeSpecs(tree)).image;
  },
});

const longAttribute = Buffer.from(`<a b="${'x'.repeat(900_000)}"/>`);
const root = '<metadata xmlns="http://linux.duke.edu/metadata/common">';

/** Members of gzip follow each other: the same one a thousand times is a stream a thousand times as long. */
function repeatedGzip(piece: Buffer, times: number): Buffer {
  const member = gzipSync(piece);
  return Buffer.concat(Array.from({ length: times }, () => member));
}

export const bombs: readonly Bomb[] = [
  packageList('of 200 MiB of blanks', 'MEDIA_METADATA_INVALID', () =>
    Buffer.concat([Buffer.from(root), Buffer.alloc(200 * mebibyte, ' ')]),
  ),
  packageList('of 120,000 packages', 'MEDIA_METADATA_INVALID', () => Buffer.from(root + onePackage.repeat(120_000))),
  packageList('of 5 million tags', 'MEDIA_METADATA_INVALID', () =>
    Buffer.concat([Buffer.from(root), Buffer.alloc(20 * mebibyte, '<a/>')]),
  ),
  packageList('of 200 MiB of attributes', 'MEDIA_METADATA_INVALID', () =>
    Buffer.concat([Buffer.from(root), ...Array.from({ length: 230 }, () => longAttribute)]),
  ),
  {
    name: 'a group file of 300 MiB in gzip',
    outcome: 'MEDIA_METADATA_INVALID',
    isQuick: true,
    make: async () => {
      const options = { groups: { xenserver_base_packages: ['xcp-ng-deps'] } };
      const text = (): Buffer => repeatedGzip(Buffer.alloc(mebibyte, '<id>x</id>'), 300);
      return writeIso(treeSpecs(await withMetadata('group.xml', text, options))).image;
    },
  },
  {
    name: 'a tar archive in gzip whose .treeinfo is 200 MiB of zeros',
    outcome: 'MEDIA_METADATA_INVALID',
    make: async () => {
      const tree = await treeinfoTree();
      tree.delete('.treeinfo');
      const header = writeTarEntry({ path: '.treeinfo', size: 200 * mebibyte }).subarray(0, 512);
      const zeros = repeatedGzip(Buffer.alloc(mebibyte), 200);
      return Buffer.concat([gzipSync(header), zeros, gzipSync(tarOfTree(tree))]);
    },
  },
  {
    name: 'a tar archive in gzip of 31,000 folders',
    outcome: 'MEDIA_ARCHIVE_UNSUPPORTED',
    make: () => {
      const entry = (_: unknown, index: number): Buffer => writeTarEntry({ path: `f${index}`, type: '5' });
      return Promise.resolve(gzipSync(Buffer.concat(Array.from({ length: 31_000 }, entry)), { level: 1 }));
    },
  },
  {
    name: 'a zip archive whose list of packages is 400 MiB of zeros',
    outcome: 'MEDIA_METADATA_INVALID',
    make: async () => {
      const tree = await withMetadata('primary.xml.gz', () => gzipSync(Buffer.alloc(400 * mebibyte)), {});
      return zipOf(tree);
    },
  },
  {
    name: 'an image of 250,000 files in one folder',
    outcome: 'MEDIA_ISO_DAMAGED',
    isQuick: true,
    make: () => Promise.resolve(wideImage(250_000)),
  },
];

const digest = createHash('sha256').update('').digest('hex');
const onePackage = `<package type="rpm"><name>x</name><arch>noarch</arch><version epoch="0" ver="1" rel="1"/><checksum type="sha256" pkgid="YES">${digest}</checksum><size package="1"/><location href="x.rpm"/></package>`;

/** One folder, written by hand: the writer of images is made for small ones. */
function wideImage(count: number): Buffer {
  const sector = 2048;
  const { image } = writeIso([{ path: 'file', content: '' }]);
  const rootAt = image.readUInt32LE(16 * sector + 158) * sector;
  const start = Buffer.from(image.subarray(rootAt, rootAt + 2 * (image[rootAt] ?? 0)));
  const length = Math.ceil(count / 40) * sector + sector;
  const folder = Buffer.alloc(length);
  start.copy(folder);
  for (let index = 0, at = sector; index < count; index++, at += 50) {
    if (at % sector > sector - 50) at = (Math.floor(at / sector) + 1) * sector;
    folder[at] = 50;
    folder.writeUInt16LE(1, at + 28);
    folder.writeUInt16BE(1, at + 30);
    folder[at + 32] = 1;
    folder.write('F', at + 33);
    folder.write('NM', at + 34, 'latin1');
    folder[at + 36] = 12;
    folder[at + 37] = 1;
    folder.write(String(index).padStart(7, '0'), at + 39);
  }
  const whole = Buffer.concat([image, folder]);
  both(whole, 16 * sector + 158, image.length / sector);
  both(whole, 16 * sector + 166, length);
  both(whole, image.length + 2, image.length / sector);
  both(whole, image.length + 10, length);
  return whole;
}

function both(bytes: Buffer, at: number, value: number): void {
  bytes.writeUInt32LE(value, at);
  bytes.writeUInt32BE(value, at + 4);
}
