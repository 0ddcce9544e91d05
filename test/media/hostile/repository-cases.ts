/** Media whose repository lies, leads out of the tree, or is made to exhaust its reader. */
import { gzipSync } from 'node:zlib';
import { treeinfoTree, type FileTree } from '../../support/media-synthetic-tree.js';
import { changed, edit, medium, withMetadata, xmlAttacks, type Outcome } from './changed-media.js';
import type { HostileCase } from './hostile-case.js';

const repomd = (
  name: string,
  changeRepomd: (xml: string) => string,
  outcome: Outcome = 'MEDIA_METADATA_INVALID',
): HostileCase => medium(`repomd.xml with ${name}`, outcome, () => treeinfoTree({ changeRepomd }));

const primary = (
  name: string,
  changePrimary: (xml: string) => string,
  outcome: Outcome = 'MEDIA_METADATA_INVALID',
): HostileCase => medium(`primary.xml.gz with ${name}`, outcome, () => treeinfoTree({ changePrimary }));

export const repositoryCases: readonly HostileCase[] = [
  repomd('two entries of primary', (xml) =>
    xml.replace('</repomd>', `${/<data[\s\S]*?<\/data>/.exec(xml)?.[0] ?? ''}</repomd>`),
  ),
  repomd('no entry of primary', (xml) => xml.replace('"primary"', '"other"')),
  repomd('a place out of the tree', (xml) => xml.replace(/href="/, 'href="../../')),
  repomd('an absolute place', (xml) => xml.replace(/href="/, 'href="/')),
  repomd('an address as a place', (xml) => xml.replace(/href="/, 'href="http://example.com/')),
  repomd('a place that is not there', (xml) => xml.replace(/href="/, 'href="x'), 'MEDIA_INCOMPLETE'),
  repomd('a negative size', (xml) => xml.replace(/<size>\d+/, '<size>-1')),
  repomd('a size without end', (xml) => xml.replace(/<size>\d+/, '<size>1e400')),
  repomd('a size that is too large', (xml) => xml.replace(/<size>\d+/, '<size>9007199254740993')),
  repomd('another size', (xml) => xml.replace(/<size>\d+/, '<size>1'), 'MEDIA_DIGEST_MISMATCH'),
  repomd('another digest', (xml) => xml.replace(/[0-9a-f]{64}</, `${'0'.repeat(64)}<`), 'MEDIA_DIGEST_MISMATCH'),
  repomd('a digest of MD5', (xml) => xml.replace('type="sha256"', 'type="md5"'), 'MEDIA_DIGEST_UNSUPPORTED'),
  repomd('a digest of another length', (xml) => xml.replace(/[0-9a-f]{64}</, 'abcd<'), 'MEDIA_DIGEST_UNSUPPORTED'),
  repomd('a digest that is none', (xml) => xml.replace(/[0-9a-f]{64}</, 'garbage<')),
  repomd('the billion laughs', xmlAttacks.laughs),
  repomd('an external document type', xmlAttacks.external),
  repomd('100,000 levels', xmlAttacks.depth),
  repomd('100,000 attributes', xmlAttacks.attributes),
  repomd('an attribute twice', (xml) => xml.replace('type="primary"', 'type="primary" type="other"')),
  repomd('more than one root', (xml) => `${xml}<repomd/>`),
  repomd('no end', (xml) => xml.slice(0, 150)),
  repomd('another root', (xml) => xml.replaceAll('repomd', 'metadata')),
  repomd('nothing in it', () => ''),
  repomd('a character that XML has not', (xml) => xml.replace('</repomd>', '&#0;</repomd>')),
  repomd('names of prototypes', (xml) => xml.replace('<data', '<data __proto__="x" constructor="y"'), 'accepted'),
  repomd('two megabytes', (xml) => xml.replace('</repomd>', `${' '.repeat(2_000_000)}</repomd>`)),

  primary('a package out of the tree', (xml) => xml.replace(/href="/, 'href="../../')),
  primary('a package at an absolute path', (xml) => xml.replace(/href="/, 'href="/')),
  primary('a package elsewhere', (xml) => xml.replace('<location ', '<location xml:base="http://example.com/" ')),
  primary('a package that is not there', (xml) => xml.replace(/href="/, 'href="x'), 'MEDIA_INCOMPLETE'),
  primary('a negative size', (xml) => xml.replace(/size package="\d+/, 'size package="-5')),
  primary('another size', (xml) => xml.replace(/size package="\d+/, 'size package="5'), 'MEDIA_DIGEST_MISMATCH'),
  primary('another digest', (xml) => xml.replace(/[0-9a-f]{64}</, `${'0'.repeat(64)}<`), 'MEDIA_DIGEST_MISMATCH'),
  primary(
    'digests of SHA-1',
    (xml) => xml.replaceAll('checksum type="sha256"', 'checksum type="sha"'),
    'MEDIA_DIGEST_UNSUPPORTED',
  ),
  primary('one file under two digests', (xml) =>
    xml.replace(/(<package [\s\S]*?<\/package>)/, (one) => one + one.replace(/[0-9a-f]{64}</, `${'0'.repeat(64)}<`)),
  ),
  primary('the billion laughs', xmlAttacks.laughs),
  primary('100,000 levels', xmlAttacks.depth),
  primary('a package without a name', (xml) => xml.replace(/<name>.*?<\/name>/, '')),
  primary('no packages', (xml) => xml.replace(/<package [\s\S]*<\/package>/, ''), 'MEDIA_INCOMPLETE'),
  primary(
    'repomd.xml as a package',
    (xml) => xml.replace(/href="[^"]*"/, 'href="repodata/repomd.xml"'),
    'MEDIA_DIGEST_MISMATCH',
  ),
  medium(
    'primary.xml.gz of other data',
    'MEDIA_DIGEST_MISMATCH',
    changed((tree) => {
      for (const path of tree.keys()) if (path.endsWith('primary.xml.gz')) tree.set(path, Buffer.from('none'));
    }),
  ),
  medium('a primary.xml.gz that ends early, with the right digest', 'MEDIA_METADATA_INVALID', () =>
    withPrimary((gz) => gz.subarray(0, -30)),
  ),
  medium('a primary.xml.gz with a wrong checksum of its own', 'MEDIA_METADATA_INVALID', () =>
    withPrimary((gz) => flip(gz, gz.length - 6)),
  ),
  medium('a primary.xml.gz that is not compressed', 'MEDIA_DIGEST_UNSUPPORTED', () =>
    withPrimary(() => Buffer.from('<metadata/>')),
  ),
  medium('a primary.xml.gz of gzip in gzip', 'MEDIA_METADATA_INVALID', () => withPrimary((gz) => gzipSync(gz))),

  medium('a group file of another root', 'MEDIA_METADATA_INVALID', () =>
    groups((text) => text.replaceAll('comps', 'other')),
  ),
  medium('a group file with the billion laughs', 'MEDIA_METADATA_INVALID', () => groups(xmlAttacks.laughs)),
  medium('a group file that is no XML', 'MEDIA_METADATA_INVALID', () => groups(() => '\0\x01garbage')),
  medium('a group without a name', 'accepted', () => groups((text) => text.replace(/<id>.*?<\/id>/, ''))),

  medium(
    'a key that is none',
    'MEDIA_KEY_UNREADABLE',
    changed((tree) => tree.set('RPM-GPG-KEY-synth', Buffer.from('garbage'))),
  ),
  medium(
    'a key of half its bytes',
    'MEDIA_KEY_UNREADABLE',
    changed((tree) => tree.set('RPM-GPG-KEY-synth', half(tree.get('RPM-GPG-KEY-synth')))),
  ),
  medium(
    'a signature that is none',
    'MEDIA_SIGNATURE_REFUSED',
    changed((tree) => tree.set('repodata/repomd.xml.asc', Buffer.from('garbage'))),
  ),
  medium(
    'a signature of half its bytes',
    'MEDIA_SIGNATURE_REFUSED',
    changed((tree) => tree.set('repodata/repomd.xml.asc', half(tree.get('repodata/repomd.xml.asc')))),
  ),
  medium(
    'a signature of something else',
    'MEDIA_SIGNATURE_REFUSED',
    changed((tree) => edit(tree, 'repodata/repomd.xml', (text) => `${text} `)),
  ),
  medium('a package that is none', 'MEDIA_PACKAGE_INVALID', () =>
    treeinfoTree({ packages: [{ name: 'xcp-ng-deps', file: Buffer.from('no package') }] }),
  ),
  medium(
    'a package that is not signed, where a good signature is asked for',
    'MEDIA_PACKAGE_SIGNATURE_REFUSED',
    () => treeinfoTree({ packages: [{ name: 'xcp-ng-deps', rpm: {} }] }),
    () => ({ requireSignature: true }),
  ),
  medium(
    'another checksum of the source than was given',
    'MEDIA_SOURCE_DIGEST_MISMATCH',
    () => treeinfoTree(),
    () => ({ sha256: '0'.repeat(64) }),
  ),
];

function half(bytes: Buffer | undefined): Buffer {
  return Buffer.from(bytes ?? '').subarray(0, (bytes?.length ?? 0) / 2);
}

function flip(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

function withPrimary(change: (bytes: Buffer) => Buffer): Promise<FileTree> {
  return withMetadata('primary.xml.gz', change, {});
}

function groups(change: (text: string) => string): Promise<FileTree> {
  const options = { groups: { xenserver_base_packages: ['xcp-ng-deps'] } };
  return withMetadata('group.xml', (bytes) => Buffer.from(change(bytes.toString())), options);
}
