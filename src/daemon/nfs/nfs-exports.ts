/** What `drydock nfs exports` prints: the published media as an NFS server would be told of them. */
import { openCatalogue } from '../../media/store/open-catalogue.js';
import { exportsLines } from '../../servers/nfs/exports-lines.js';
import { ganeshaConfig } from '../../servers/nfs/ganesha-config.js';
import type { PublishedTree } from '../../servers/nfs/published-tree.js';

export const nfsFormats = ['exports', 'ganesha'] as const;
export type NfsFormat = (typeof nfsFormats)[number];

export interface NfsExports {
  readonly trees: readonly PublishedTree[];
  readonly text: string;
}

/** @param clients addresses or networks that may mount; empty: everybody. @throws NFS_PATH_UNFIT */
export async function nfsExports(
  mediaCache: string,
  format: NfsFormat,
  clients: readonly string[],
  version3: boolean,
): Promise<NfsExports> {
  const trees = await publishedTrees(mediaCache);
  const text = format === 'exports' ? exportsLines(trees, clients) : ganeshaConfig(trees, { clients, version3 });
  return { trees, text };
}

async function publishedTrees(mediaCache: string): Promise<PublishedTree[]> {
  const catalogue = openCatalogue(mediaCache);
  const trees: PublishedTree[] = [];
  for (const id of await catalogue.list()) {
    const medium = await catalogue.open(id);
    // It may have been removed between the two looks.
    if (medium !== undefined) trees.push({ id, folder: medium.treeFolder });
  }
  return trees;
}
