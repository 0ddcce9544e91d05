/** The conformance medium: every boundary of size and every kind of name that a tree may have, as one table. */
import { createHash } from 'node:crypto';
import type { StubFile } from '../support/servers-media.js';

const kibi = 1024;
const mebi = 1024 * kibi;

/** Where reads, pages, buffers and kernel hand-overs change: each size with its neighbours. */
const sizes: readonly number[] = [
  ...[0, 1, 2],
  ...around(512),
  ...around(4 * kibi),
  ...around(16 * kibi),
  ...around(64 * kibi),
  ...around(256 * kibi),
  ...around(mebi),
  3 * mebi + 17,
  5 * mebi,
];

/** Names that some client, server or file system is known to change, hide, decode or refuse. */
const names: readonly string[] = [
  // What RPM names have (media-and-clients.md 2.4), and what must be decoded once and no more.
  'libstdc++-1.0-1~rc2^git3.x86_64.rpm',
  'plus+plus',
  'tilde~tilde',
  'caret^caret',
  'per%cent',
  '100%',
  '%41',
  '%2e%2e',
  '%2fetc%2fpasswd',
  '%00',
  'a b',
  ' leading blank',
  'trailing blank ',
  'two  blanks',
  'a+b',
  'ä ö ü ß.txt',
  // The same to the eye: composed, and decomposed.
  'caf\u00e9',
  'cafe\u0301',
  '目录/文件.rpm',
  '🚀.img',
  '.hidden',
  '.hidden folder/.hidden file',
  '...',
  '..double',
  'double..',
  'trailing dot.',
  'Case',
  'case',
  'CASE',
  'Folder/of',
  'folder/of',
  `long/${'n'.repeat(251)}.rpm`,
  `${'deep/'.repeat(40)}file`,
  'semi;colon',
  'amper&sand',
  'equals=',
  'hash#hash',
  "it's",
  '"quoted"',
  'back\\slash',
  'co:lon',
  'com,ma',
  '@at',
  '(round)',
  '[square]',
  '{curly}',
  '<angle>',
  'pi|pe',
  '$dollar',
  '`back quote`',
  '*',
  '-rf',
  '~root',
  'i/token/file',
  'media/synth/file',
  'index.html',
  'archive.tar.gz',
];

/** A `?` ends the path of an URL: libnfs has no way to say it. */
export const questioned = 'question?mark';

export const conformanceFiles: readonly StubFile[] = [
  ...sizes.map((size) => file(`sizes/${size}`, size)),
  ...[...names, questioned].map((name, index) => file(`names/${name}`, 100 + index)),
  file('.treeinfo', 300),
  file('Packages/base.rpm', 9000),
];

/** Paths at which there is no file, whatever stands around them. */
export const absences: readonly { readonly what: string; readonly path: string }[] = [
  { what: 'a missing file', path: 'missing' },
  { what: 'a missing file in a folder', path: 'Packages/missing.rpm' },
  { what: 'a missing folder', path: 'missing/base.rpm' },
  { what: 'a folder asked as a file', path: 'Packages' },
  { what: 'a file asked as a folder', path: '.treeinfo/x' },
  { what: 'a dot file in capitals', path: '.TREEINFO' },
  { what: 'a file in another case', path: 'Packages/Base.rpm' },
  { what: 'a folder in another case', path: 'packages/base.rpm' },
  { what: 'a name cut short', path: 'Packages/base.rp' },
  { what: 'a name that goes on', path: 'Packages/base.rpm.' },
  { what: 'a name with a blank for its plus', path: 'names/plus plus' },
  { what: 'a name that would be right if decoded twice', path: 'names/%43ase' },
  { what: 'a path that climbs out of the tree', path: '../../../../../../../../etc/hostname' },
  { what: 'a path that climbs out from a folder', path: 'Packages/../../../../../../../../../etc/hostname' },
  { what: 'a name of 255 bytes too many', path: `long/${'n'.repeat(254)}.rpm` },
];

function around(size: number): number[] {
  return [size - 1, size, size + 1];
}

/** Bytes that differ from file to file and from place to place, so that no mix-up of either goes unseen. */
function file(path: string, size: number): StubFile {
  const content = Buffer.alloc(size);
  let block = createHash('sha256').update(path).digest();
  for (let offset = 0; offset < size; offset += block.length) {
    block.copy(content, offset);
    if (offset % 4096 === 0) block = createHash('sha256').update(block).digest();
  }
  return { path, role: 'other', content };
}
