/** Archives that lie about names, kinds and sizes, or hold more than they show. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { treeinfoTree, type FileTree } from '../../support/media-synthetic-tree.js';
import { longName, paxHeader, treeTarSpecs, writeTar, type TarSpec } from '../../support/media-tar-writer.js';
import { writeZip, zipOf, type ZipSpec } from '../../support/media-zip-writer.js';
import type { Outcome } from './changed-media.js';
import { canaryName, type HostileCase } from './hostile-case.js';

function archive(name: string, outcome: Outcome, make: (tree: FileTree) => Buffer): HostileCase {
  return {
    name,
    outcome,
    make: async (folder) => {
      const path = join(folder, 'source');
      await writeFile(path, make(await treeinfoTree()));
      return path;
    },
  };
}

/** Beside a whole medium. */
const zip = (name: string, more: readonly ZipSpec[], outcome: Outcome = 'MEDIA_ENTRY_REFUSED'): HostileCase =>
  archive(`zip: ${name}`, outcome, (tree) => writeZip([...zipSpecs(tree), ...more]).bytes);

const tar = (name: string, more: readonly TarSpec[], outcome: Outcome = 'MEDIA_ENTRY_REFUSED'): HostileCase =>
  archive(`tar: ${name}`, outcome, (tree) => writeTar([...treeTarSpecs(tree), ...more]));

const names: readonly (readonly [string, string])[] = [
  ['..', '..'],
  ['with a way out', `../${canaryName}`],
  ['with a way out further down', `a/../../${canaryName}`],
  ['as an absolute path', '/etc/drydock'],
  ['with a backslash', `..\\${canaryName}`],
  ['with 256 bytes', 'n'.repeat(256)],
  ['with control characters', 'a\nb\x1b[2Jc'],
];

const zeros = Buffer.alloc(1_000_000);

export const archiveCases: readonly HostileCase[] = [
  ...names.map(([what, path]) => zip(`a file named ${what}`, [{ path, content: 'x' }])),
  zip('a file named with a NUL', [{ path: 'a\0b', content: 'x' }]),
  zip('the same name twice', [{ path: 'EULA', content: 'other' }]),
  zip('a link out of the tree', [{ path: 'link', content: `../${canaryName}`, mode: 0o120777 }]),
  zip('a link to an absolute path', [{ path: 'link', content: '/etc/passwd', mode: 0o120777 }]),
  zip('a file below a link', [
    { path: 'link', content: '..', mode: 0o120777 },
    { path: `link/${canaryName}`, content: 'x' },
  ]),
  zip('a file below a file', [{ path: 'EULA/x', content: 'x' }]),
  zip('a pipe', [{ path: 'pipe', mode: 0o010644 }]),
  zip('a device', [{ path: 'device', mode: 0o020666 }]),
  zip('a file with suid', [{ path: 'suid', content: 'x', mode: 0o104777 }], 'accepted'),
  zip('an encrypted entry', [{ path: 'x', content: 'x', flags: 0x0801 }], 'MEDIA_ARCHIVE_UNSUPPORTED'),
  zip('another compression', [{ path: 'x', content: 'x', lie: { method: 12 } }], 'MEDIA_ARCHIVE_UNSUPPORTED'),
  zip(
    'a file longer than it says',
    [{ path: 'x', content: zeros, deflate: true, lie: { size: 10 } }],
    'MEDIA_ARCHIVE_DAMAGED',
  ),
  zip(
    'a file shorter than it says',
    [{ path: 'x', content: 'x', deflate: true, lie: { size: 10 } }],
    'MEDIA_ARCHIVE_DAMAGED',
  ),
  zip('a file of another checksum', [{ path: 'x', content: 'x', lie: { crc32: 1 } }], 'MEDIA_ARCHIVE_DAMAGED'),
  zip(
    'a file that says 4 GiB',
    [{ path: 'x', content: 'x', deflate: true, lie: { size: 0xfffffff0 } }],
    'MEDIA_ARCHIVE_DAMAGED',
  ),
  zip('files that overlap', [{ path: 'x', content: 'x', lie: { offset: 0 } }], 'MEDIA_ARCHIVE_DAMAGED'),
  zip('a file behind the end', [{ path: 'x', content: 'x', lie: { offset: 0x7fffffff } }], 'MEDIA_ARCHIVE_DAMAGED'),
  archive(
    'zip: fewer entries counted than there are',
    'MEDIA_ARCHIVE_DAMAGED',
    (tree) => writeZip(zipSpecs(tree), { count: 3 }).bytes,
  ),
  archive(
    'zip: more entries counted than there are',
    'MEDIA_ARCHIVE_DAMAGED',
    (tree) => writeZip(zipSpecs(tree), { count: 3000 }).bytes,
  ),
  archive('zip: cut in the middle', 'MEDIA_ARCHIVE_DAMAGED', (tree) => zipOf(tree).subarray(0, 3000)),
  archive('zip: nothing but an end', 'MEDIA_NOT_RECOGNISED', () => writeZip([]).bytes),

  ...names.map(([what, path]) => tar(`a file named ${what}`, [longName(path), { path: 'x', content: 'x' }])),
  tar('a pax path with a way out', [paxHeader({ path: `../${canaryName}` }), { path: 'x', content: 'x' }]),
  tar(
    'a pax size without end',
    [paxHeader({ size: '99999999999999999999' }), { path: 'x', content: 'x' }],
    'MEDIA_ARCHIVE_DAMAGED',
  ),
  tar(
    'a pax record that is none',
    [
      { path: 'p', type: 'x', content: 'garbage' },
      { path: 'x', content: 'x' },
    ],
    'MEDIA_ARCHIVE_DAMAGED',
  ),
  tar('the same name twice', [{ path: 'EULA', content: 'other' }]),
  tar('a link out of the tree', [{ path: 'link', type: '2', target: `../${canaryName}` }]),
  tar('a link to an absolute path', [{ path: 'link', type: '2', target: '/etc/passwd' }]),
  tar('a hard link out of the tree', [{ path: 'link', type: '1', target: `../${canaryName}` }]),
  tar('a hard link to an absolute path', [{ path: 'link', type: '1', target: '/etc/passwd' }]),
  tar('a hard link to nothing', [{ path: 'link', type: '1', target: 'missing' }]),
  tar('a file below a link', [
    { path: 'link', type: '2', target: '..' },
    { path: `link/${canaryName}`, content: 'x' },
  ]),
  tar('a file below a file', [{ path: 'EULA/x', content: 'x' }]),
  tar('a character device', [{ path: 'device', type: '3' }]),
  tar('a block device', [{ path: 'device', type: '4' }]),
  tar('a pipe', [{ path: 'pipe', type: '6' }]),
  tar('a file with suid', [{ path: 'suid', content: 'x', mode: 0o4777 }], 'accepted'),
  tar('a file longer than the archive', [{ path: 'x', content: 'x', size: 0o7777777777 }], 'MEDIA_ARCHIVE_DAMAGED'),
  tar('a header of another checksum', [{ path: 'x', content: 'x', checksum: 1 }], 'MEDIA_ARCHIVE_DAMAGED'),
  archive('tar: cut in the middle', 'MEDIA_ARCHIVE_DAMAGED', (tree) => writeTar(treeTarSpecs(tree)).subarray(0, 5000)),
  archive('tar.gz: cut in the middle', 'MEDIA_ARCHIVE_DAMAGED', (tree) =>
    gzipSync(writeTar(treeTarSpecs(tree))).subarray(0, 3000),
  ),
  archive('tar.gz: a changed byte', 'MEDIA_ARCHIVE_DAMAGED', (tree) => {
    const bytes = gzipSync(writeTar(treeTarSpecs(tree)));
    bytes[bytes.length - 5] = (bytes[bytes.length - 5] ?? 0) ^ 1;
    return bytes;
  }),
  archive('gzip: nothing in it', 'MEDIA_SOURCE_UNSUPPORTED', () => gzipSync('')),
  archive('gzip: gzip in gzip', 'MEDIA_SOURCE_UNSUPPORTED', (tree) => gzipSync(gzipSync(writeTar(treeTarSpecs(tree))))),
  archive('no source at all', 'MEDIA_SOURCE_UNSUPPORTED', () => Buffer.from('none')),
  archive('nothing', 'MEDIA_SOURCE_UNSUPPORTED', () => Buffer.alloc(0)),
];

function zipSpecs(tree: FileTree): ZipSpec[] {
  return [...tree].map(([path, content]) => ({ path, content, deflate: true }));
}
