/** The metadata of media up to 6.5: XS-REPOSITORY-LIST, XS-REPOSITORY and XS-PACKAGES (media-and-clients.md 1.4). */
import { childNamed, childrenNamed, parseXmlTree } from './xml-tree.js';

export interface XsRepository {
  /** `originator:name`; the main one is `xcp:main`, on media of 5.6 `xs:main`. */
  readonly id: string;
  readonly version: string;
  readonly product: string;
  readonly build: string | undefined;
}

export interface XsPackage {
  readonly label: string;
  /** Relative to the repository's directory. */
  readonly file: string;
}

/** One directory on each line; blanks are stripped. */
export function parseRepositoryList(body: Uint8Array): readonly string[] {
  return new TextDecoder()
    .decode(body)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** @throws Error when a mandatory part is missing. */
export function parseXsRepository(body: Uint8Array): XsRepository {
  const root = parseXmlTree(new TextDecoder().decode(body));
  const { originator, name, product, version, build } = root.attributes;
  if (root.name !== 'repository' || childNamed(root, 'description') === undefined) throw new Error('not a repository');
  if (originator === undefined || name === undefined || product === undefined || version === undefined) {
    throw new Error('a repository without originator, name, product or version');
  }
  return { id: `${originator}:${name}`, version, product, build };
}

/** In the order of the file, which is the order of installation. @throws Error when it is not well-formed. */
export function parseXsPackages(body: Uint8Array): readonly XsPackage[] {
  const root = parseXmlTree(new TextDecoder().decode(body));
  return childrenNamed(root, 'package').map(({ attributes, text }) => ({
    label: attributes['label'] ?? text,
    file: text,
  }));
}
