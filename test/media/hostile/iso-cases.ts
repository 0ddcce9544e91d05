/** Images whose structure lies: names, places, lengths, links, kinds. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ErrorCode } from '../../../src/shared/errors/registry.js';
import { writeIso, type IsoSpec, type IsoWriterOptions, type WrittenIso } from '../../support/media-iso-writer.js';
import { treeinfoTree, treeSpecs } from '../../support/media-synthetic-tree.js';
import { canaryName, type HostileCase } from './hostile-case.js';

interface IsoChange {
  /** Beside a whole medium. */
  readonly more?: readonly IsoSpec[];
  readonly options?: IsoWriterOptions;
  readonly spoil?: (written: WrittenIso) => Buffer | undefined;
}

const sector = 2048;

function image(name: string, outcome: ErrorCode | 'accepted', change: IsoChange): HostileCase {
  return {
    name: `image: ${name}`,
    outcome,
    make: async (folder) => {
      const specs = [...treeSpecs(await treeinfoTree()), ...(change.more ?? [])];
      const written = writeIso(specs, change.options);
      const path = join(folder, 'source.iso');
      await writeFile(path, change.spoil?.(written) ?? written.image);
      return path;
    },
  };
}

/** An extra file that is recorded under another name. */
const named = (name: string, recorded: string, outcome: ErrorCode | 'accepted' = 'MEDIA_ENTRY_REFUSED'): HostileCase =>
  image(`a file named ${name}`, outcome, {
    more: [{ path: 'innocent', content: 'x' }],
    options: { rename: { innocent: recorded } },
  });

const linked = (name: string, target: string, outcome: ErrorCode | 'accepted' = 'MEDIA_ENTRY_REFUSED'): HostileCase =>
  image(`a link ${name}`, outcome, { more: [{ path: 'd/link', target }] });

const ofKind = (name: string, mode: number, outcome: ErrorCode | 'accepted' = 'MEDIA_ENTRY_REFUSED'): HostileCase =>
  image(`an entry that is ${name}`, outcome, {
    more: [{ path: 'special', device: true }],
    spoil: ({ image: bytes, recordAt }) => put(bytes, bytes.indexOf('PX', recordAt('special'), 'latin1') + 4, mode),
  });

/** Spoils the record of a folder with a file in it, or of the file. */
const place = (name: string, outcome: ErrorCode | 'accepted', spoil: (written: WrittenIso) => void): HostileCase =>
  image(name, outcome, {
    more: [
      { path: 'a/b/file', content: 'x'.repeat(9000) },
      { path: 'other', content: 'y'.repeat(9000) },
    ],
    spoil: (written) => {
      spoil(written);
      return undefined;
    },
  });

const longName = 'n'.repeat(250);

/** Spoils the continuation of a name that is too long for its record; `at` is the byte of the CE entry. */
const continued = (name: string, spoil: (written: WrittenIso, at: number) => void): HostileCase =>
  image(`a continuation ${name}`, 'MEDIA_ISO_DAMAGED', {
    more: [{ path: longName, content: '' }],
    spoil: (written) => {
      spoil(written, written.image.indexOf('CE', written.recordAt(longName), 'latin1'));
      return undefined;
    },
  });

const descriptor = (name: string, outcome: ErrorCode, spoil: (bytes: Buffer) => unknown): HostileCase =>
  image(name, outcome, {
    spoil: ({ image: bytes }) => {
      spoil(bytes);
      return bytes;
    },
  });

const deepPath = Array.from({ length: 70 }, (_, index) => `d${index}`).join('/');
const longPath = Array.from({ length: 17 }, (_, index) => `${'p'.repeat(240)}${index}`).join('/');

export const isoCases: readonly HostileCase[] = [
  named('..', '..'),
  named('.', '.'),
  named('with a slash', 'a/b'),
  named('with a way out', `../${canaryName}`),
  named('as an absolute path', '/etc/passwd'),
  named('with a NUL', 'x\0y'),
  named('with a backslash', `..\\${canaryName}`),
  named('nothing', ''),
  named('with 256 bytes', 'n'.repeat(256)),
  named('with control characters', 'a\nb\x1b[2Jc'),
  named('like another but for its case', 'eula', 'accepted'),
  named('as another file is', 'EULA'),
  named('as a folder is', 'Packages'),
  image('a path of 4,000 bytes', 'MEDIA_ENTRY_REFUSED', { more: [{ path: `${longPath}/f`, content: '' }] }),
  image('seventy levels', 'MEDIA_ISO_DAMAGED', { more: [{ path: `${deepPath}/f`, content: '' }] }),
  image('a name that is not UTF-8', 'MEDIA_ENTRY_REFUSED', {
    more: [{ path: 'abcd', content: 'x' }],
    spoil: ({ image: bytes, recordAt }) => {
      bytes[bytes.indexOf('abcd', recordAt('abcd'), 'latin1')] = 0xff;
      return bytes;
    },
  }),
  linked('to an absolute path', '/etc/passwd'),
  linked('out of the tree', `../../${canaryName}`),
  linked('out of the tree and back', '../../tree/EULA'),
  linked('to itself', 'link'),
  linked('to a folder', '../Packages'),
  linked('to nothing', 'missing', 'accepted'),
  linked('through a file', '../EULA/x', 'accepted'),
  linked('without a target', '.', 'MEDIA_ENTRY_REFUSED'),
  image('a circle of links', 'MEDIA_ENTRY_REFUSED', {
    more: [
      { path: 'one', target: 'two' },
      { path: 'two', target: 'one' },
    ],
  }),
  image('a link to a device', 'MEDIA_ENTRY_REFUSED', {
    more: [
      { path: 'device', device: true },
      { path: 'link', target: 'device' },
    ],
  }),
  ofKind('a character device', 0o020666),
  ofKind('a block device', 0o060666),
  ofKind('a pipe', 0o010666),
  ofKind('a socket', 0o140777),
  ofKind('of no kind at all', 0o000644),
  ofKind('a folder by its mode and a file by its record', 0o040755),
  ofKind('a file with every permission and suid', 0o107777, 'accepted'),
  place('a folder that is its own parent', 'MEDIA_ISO_DAMAGED', ({ image: bytes, recordAt, contentAt }) =>
    put(bytes, recordAt('a/b') + 2, contentAt('a') / sector),
  ),
  place('a folder that is the root', 'MEDIA_ISO_DAMAGED', ({ image: bytes, recordAt, contentAt }) =>
    put(bytes, recordAt('a') + 2, contentAt('') / sector),
  ),
  place('a folder behind the end', 'MEDIA_ISO_DAMAGED', ({ image: bytes, recordAt }) =>
    put(bytes, recordAt('a') + 2, 0x7fffffff),
  ),
  place('a folder of 1 GiB', 'MEDIA_ISO_DAMAGED', ({ image: bytes, recordAt }) =>
    put(bytes, recordAt('a') + 10, 0x40000000),
  ),
  place('a folder of no bytes', 'accepted', ({ image: bytes, recordAt }) => put(bytes, recordAt('a') + 10, 0)),
  place('a folder in the content of a file', 'MEDIA_ISO_DAMAGED', ({ image: bytes, recordAt, contentAt }) =>
    put(bytes, recordAt('a') + 2, contentAt('other') / sector),
  ),
  place('a folder that ends within a record', 'MEDIA_ISO_DAMAGED', ({ image: bytes, recordAt }) =>
    put(bytes, recordAt('a') + 10, 100),
  ),
  place('a record too short for its name', 'MEDIA_ISO_DAMAGED', ({ image: bytes, recordAt }) => {
    bytes[recordAt('a/b/file') + 32] = 0xff;
  }),
  place('a file behind the end', 'MEDIA_ISO_DAMAGED', ({ image: bytes, recordAt }) =>
    put(bytes, recordAt('other') + 2, 0x7fffffff),
  ),
  place('a file of 4 GiB in a small image', 'MEDIA_ISO_DAMAGED', ({ image: bytes, recordAt }) =>
    put(bytes, recordAt('other') + 10, 0xffffffff),
  ),
  place('files that overlap', 'MEDIA_ISO_DAMAGED', ({ image: bytes, recordAt, contentAt }) =>
    put(bytes, recordAt('other') + 2, contentAt('a/b/file') / sector + 1),
  ),
  place('files with the same bytes', 'accepted', ({ image: bytes, recordAt, contentAt }) =>
    put(bytes, recordAt('other') + 2, contentAt('a/b/file') / sector),
  ),
  place('a file in the descriptors of the volume', 'accepted', ({ image: bytes, recordAt }) =>
    put(bytes, recordAt('other') + 2, 16),
  ),
  place('a place that differs in its two byte orders', 'MEDIA_ISO_DAMAGED', ({ image: bytes, recordAt }) => {
    bytes.writeUInt32BE(7, recordAt('other') + 6);
  }),
  place('a length that differs in its two byte orders', 'MEDIA_ISO_DAMAGED', ({ image: bytes, recordAt }) => {
    bytes.writeUInt32BE(7, recordAt('other') + 14);
  }),
  place('a file whose last part is missing', 'MEDIA_ISO_DAMAGED', ({ image: bytes, recordAt }) => {
    bytes[recordAt('a/b/file') + 25] = 0x80;
  }),
  place('an interleaved file', 'MEDIA_ISO_UNSUPPORTED', ({ image: bytes, recordAt }) => {
    bytes[recordAt('other') + 26] = 4;
  }),
  image('a compressed file', 'MEDIA_ISO_UNSUPPORTED', { more: [{ path: 'z', content: 'z', zisofs: true }] }),
  {
    name: 'image: plain names alone',
    outcome: 'MEDIA_ISO_UNSUPPORTED',
    make: async (folder) => {
      const written = writeIso([{ path: 'treeinfo.txt', content: 't' }], { rockRidge: false });
      await writeFile(join(folder, 'plain.iso'), written.image);
      return join(folder, 'plain.iso');
    },
  },
  image('a moved directory that is above itself', 'MEDIA_ISO_DAMAGED', {
    more: [{ path: 'a/deep', content: '', childLink: 'a' }],
  }),
  image('a moved directory that is a file', 'MEDIA_ISO_DAMAGED', {
    more: [{ path: 'a/deep', content: '', childLink: 'EULA' }],
    spoil: ({ image: bytes, recordAt, contentAt }) =>
      put(bytes, bytes.indexOf('CL', recordAt('a/deep'), 'latin1') + 4, contentAt('EULA') / sector),
  }),
  image('two ways to one moved directory', 'MEDIA_ISO_DAMAGED', {
    more: [
      { path: 'rr_moved/deep', folder: true, relocated: true },
      { path: 'one', content: '', childLink: 'rr_moved/deep' },
      { path: 'two', content: '', childLink: 'rr_moved/deep' },
    ],
  }),
  continued('that leads back to itself', ({ image: bytes }, at) => {
    const area = bytes.readUInt32LE(at + 4) * sector;
    bytes.copy(bytes, area, at, at + 28);
    put(bytes, area + 20, 28);
    put(bytes, at + 20, 28);
  }),
  continued('behind the end', ({ image: bytes }, at) => put(bytes, at + 4, 0x7fffffff)),
  continued('of 1 GiB', ({ image: bytes }, at) => put(bytes, at + 20, 0x40000000)),
  continued('with an entry of no length', ({ image: bytes }, at) => {
    bytes[bytes.readUInt32LE(at + 4) * sector + 2] = 0;
  }),
  continued('of which nothing is there', ({ image: bytes }, at) => {
    bytes.fill(0, bytes.readUInt32LE(at + 4) * sector, bytes.readUInt32LE(at + 4) * sector + 200);
    bytes.write('NM', bytes.readUInt32LE(at + 4) * sector, 'latin1');
  }),
  descriptor('blocks of no bytes', 'MEDIA_ISO_DAMAGED', (bytes) => bytes.fill(0, 16 * sector + 128, 16 * sector + 132)),
  descriptor('a volume larger than its image', 'MEDIA_ISO_DAMAGED', (bytes) =>
    put(bytes, 16 * sector + 80, 0x7fffffff),
  ),
  descriptor('a root behind the end', 'MEDIA_ISO_DAMAGED', (bytes) => put(bytes, 16 * sector + 158, 0x7fffffff)),
  descriptor('a root of 1 GiB', 'MEDIA_ISO_DAMAGED', (bytes) => put(bytes, 16 * sector + 166, 0x40000000)),
  descriptor('a root in two byte orders', 'MEDIA_ISO_DAMAGED', (bytes) => bytes.writeUInt32BE(3, 16 * sector + 162)),
  descriptor('a boot catalogue behind the end', 'MEDIA_ISO_DAMAGED', (bytes) => {
    bytes.copyWithin(18 * sector, 17 * sector, 18 * sector);
    bytes.fill(0, 17 * sector, 18 * sector);
    bytes.write('\0CD001\x01EL TORITO SPECIFICATION', 17 * sector, 'latin1');
    bytes.writeUInt32LE(0x7fffffff, 17 * sector + 71);
  }),
  {
    name: 'image: UDF alone',
    outcome: 'MEDIA_ISO_UNSUPPORTED',
    make: async (folder) => {
      const bytes = Buffer.alloc(40 * sector);
      bytes.write('BEA01', 16 * sector + 1);
      bytes.write('NSR02', 17 * sector + 1);
      await writeFile(join(folder, 'udf'), bytes);
      return join(folder, 'udf');
    },
  },
];

/** A number in both byte orders. */
function put(bytes: Buffer, at: number, value: number): undefined {
  bytes.writeUInt32LE(value >>> 0, at);
  bytes.writeUInt32BE(value >>> 0, at + 4);
  return undefined;
}
