/** Which folders of a tree the hosts and installers up to 7.0 look for repositories in. */
import { parseRepositoryList, xsMetadataLimit } from '../formats/xs-repository.js';
import type { SourceTree } from '../source/source-tree.js';
import { marks } from './evidence.js';

/** Looked at in any case, before those that the list names (reference: 1.3; python-libs and host-installer, repository.py). */
export const alwaysTried = ['', 'packages', 'packages.main', 'packages.linux', 'packages.site'] as const;

export interface XsFolders {
  /** In the order of the clients, each once: those of the fixed names that hold something, then those of the list. */
  readonly looked: readonly string[];
  /** Null where there is no list. */
  readonly listed: readonly string[] | null;
  /** Folders with a repository that no client looks into. */
  readonly overlooked: readonly string[];
}

/** @throws MEDIA_METADATA_INVALID */
export async function findXsFolders(tree: SourceTree): Promise<XsFolders> {
  const listed = tree.files.has(marks.repositoryList)
    ? parseRepositoryList(await tree.read(marks.repositoryList, xsMetadataLimit))
    : null;
  const holding = new Set([...tree.files.keys()].flatMap((path) => folderOfRepository(path)));
  const looked = [...new Set([...alwaysTried.filter((folder) => holding.has(folder)), ...(listed ?? [])])];
  return { looked, listed, overlooked: [...holding].filter((folder) => !looked.includes(folder)).sort() };
}

export function joined(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

function folderOfRepository(path: string): readonly string[] {
  const match = /^(?:(?<folder>.+)\/)?XS-(?:REPOSITORY|PACKAGES)$/.exec(path);
  return match === null ? [] : [match.groups?.['folder'] ?? ''];
}
