/** Media in memory with something changed, as images: what the corpus of metadata is made of. */
import { createHash } from 'node:crypto';
import type { ErrorCode } from '../../../src/shared/errors/registry.js';
import { imageOf } from '../../support/media-cases.js';
import { treeinfoTree, type FileTree, type SyntheticOptions } from '../../support/media-synthetic-tree.js';
import type { HostileCase } from './hostile-case.js';

export type Outcome = ErrorCode | 'accepted';

export function medium(
  name: string,
  outcome: Outcome,
  tree: () => FileTree | Promise<FileTree>,
  options?: HostileCase['options'],
): HostileCase {
  const make = async (folder: string): Promise<string> => imageOf(folder, await tree());
  return { name: `metadata: ${name}`, outcome, make, ...(options === undefined ? {} : { options }) };
}

export function changed(change: (tree: FileTree) => unknown): () => Promise<FileTree> {
  return async () => {
    const tree = await treeinfoTree();
    change(tree);
    return tree;
  };
}

export function edit(tree: FileTree, path: string, change: (text: string) => string): FileTree {
  return tree.set(path, Buffer.from(change(String(tree.get(path)))));
}

/** Another file of metadata, with its digest and size in repomd.xml as they should be. */
export async function withMetadata(
  end: string,
  change: (bytes: Buffer) => Buffer,
  options: SyntheticOptions,
): Promise<FileTree> {
  const honest = await treeinfoTree(options);
  const [path, before] = [...honest].find(([name]) => name.endsWith(end)) ?? ['', Buffer.alloc(0)];
  const bytes = change(before);
  const tree = await treeinfoTree({
    ...options,
    changeRepomd: (xml) =>
      xml
        .replace(`>${sha256(before)}<`, `>${sha256(bytes)}<`)
        .replace(`<size>${before.length}<`, `<size>${bytes.length}<`),
  });
  return tree.set(path, bytes);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Ten to the twentieth power of laughs. */
const laughs = `<!DOCTYPE l [<!ENTITY a "ha">${Array.from({ length: 20 }, (_, level) => {
  const before = level === 0 ? 'a' : `a${level - 1}`;
  return `<!ENTITY a${level} "${`&${before};`.repeat(10)}">`;
}).join('')}]>`;
const external = '<!DOCTYPE r SYSTEM "file:///etc/passwd" [<!ENTITY x SYSTEM "file:///etc/passwd">]>';

/** What is put into an XML document to exhaust its reader, or to make it read something else. */
export const xmlAttacks = {
  laughs: (xml: string): string => afterDeclaration(xml, laughs).replace(/(<\/\w+>\s*)$/, '&a19;$1'),
  external: (xml: string): string => afterDeclaration(xml, external).replace(/(<\/\w+>\s*)$/, '&x;$1'),
  depth: (xml: string): string => xml.replace(/(<\/\w+>\s*)$/, `${'<x>'.repeat(100_000)}$1`),
  attributes: (xml: string): string =>
    xml.replace(/<(\w+)/, `<$1 ${Array.from({ length: 100_000 }, (_, index) => `a${index}="v"`).join(' ')}`),
};

function afterDeclaration(xml: string, text: string): string {
  return xml.replace('?>', `?>${text}`);
}
