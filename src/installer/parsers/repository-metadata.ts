/** The metadata of a package repository, as the package manager reads it: repomd.xml, primary and comps. */
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { childNamed, childrenNamed, parseXmlTree, type XmlElement } from './xml-tree.js';

export interface Checksum {
  readonly type: string;
  readonly hex: string;
}

/** One file that repomd.xml names. */
export interface MetadataFile {
  /** `primary`, `group`, `primary_db`, … */
  readonly type: string;
  readonly path: string;
  readonly checksum: Checksum;
}

export interface RepositoryPackage {
  readonly name: string;
  readonly path: string;
  readonly size: number;
  readonly checksum: Checksum;
  readonly provides: readonly string[];
  readonly requires: readonly string[];
  /** The files that primary lists; the rest stand in filelists. */
  readonly files: readonly string[];
}

/** A list far beyond any medium: a compressed file that claims more is refused instead of filling the memory. */
const largestMetadata = 512 * 1024 * 1024;

/** @throws Error when it is not a repomd.xml or a location is missing. */
export function parseRepomd(body: Uint8Array): readonly MetadataFile[] {
  const root = parseXmlTree(asText(body));
  if (root.name !== 'repomd') throw new Error(`not a repomd.xml but <${root.name}>`);
  return childrenNamed(root, 'data').map((data) => ({
    type: data.attributes['type'] ?? '',
    path: requiredAttribute(data, 'location', 'href'),
    checksum: checksumOf(data),
  }));
}

/** @throws Error when it is not gzip, not XML or not complete. */
export function parsePrimary(body: Uint8Array): readonly RepositoryPackage[] {
  const root = parseXmlTree(asText(gunzipSync(body, { maxOutputLength: largestMetadata })));
  if (root.name !== 'metadata') throw new Error(`not a primary.xml but <${root.name}>`);
  return childrenNamed(root, 'package').map(parsePackage);
}

/** Group id to the packages that an installation of the group takes: mandatory and default ones. */
export function parseComps(body: Uint8Array, compressed: boolean): ReadonlyMap<string, readonly string[]> {
  const root = parseXmlTree(asText(compressed ? gunzipSync(body, { maxOutputLength: largestMetadata }) : body));
  if (root.name !== 'comps') throw new Error(`not a comps.xml but <${root.name}>`);
  return new Map(
    childrenNamed(root, 'group').map((group) => [childNamed(group, 'id')?.text ?? '', groupPackages(group)]),
  );
}

export function matchesChecksum(body: Uint8Array, checksum: Checksum): boolean {
  const algorithm = checksum.type === 'sha' ? 'sha1' : checksum.type;
  return createHash(algorithm).update(body).digest('hex') === checksum.hex;
}

function groupPackages(group: XmlElement): readonly string[] {
  return childrenNamed(group, 'packagelist')
    .flatMap((list) => childrenNamed(list, 'packagereq'))
    .filter((entry) => ['mandatory', 'default'].includes(entry.attributes['type'] ?? 'mandatory'))
    .map((entry) => entry.text);
}

function parsePackage(element: XmlElement): RepositoryPackage {
  const format = childNamed(element, 'format');
  return {
    name: childNamed(element, 'name')?.text ?? '',
    path: requiredAttribute(element, 'location', 'href'),
    size: Number(childNamed(element, 'size')?.attributes['package'] ?? 0),
    checksum: checksumOf(element),
    provides: entryNames(format, 'provides'),
    requires: entryNames(format, 'requires'),
    files: format === undefined ? [] : childrenNamed(format, 'file').map((file) => file.text),
  };
}

function entryNames(format: XmlElement | undefined, list: 'provides' | 'requires'): readonly string[] {
  const found = format === undefined ? undefined : childNamed(format, list);
  return found === undefined ? [] : childrenNamed(found, 'entry').map((entry) => entry.attributes['name'] ?? '');
}

function checksumOf(element: XmlElement): Checksum {
  const checksum = childNamed(element, 'checksum');
  if (checksum === undefined) throw new Error(`<${element.name}> without a checksum`);
  return { type: checksum.attributes['type'] ?? '', hex: checksum.text };
}

function requiredAttribute(element: XmlElement, child: string, attribute: string): string {
  const value = childNamed(element, child)?.attributes[attribute];
  if (value === undefined) throw new Error(`<${element.name}> without <${child} ${attribute}>`);
  return value;
}

function asText(body: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(body);
}
