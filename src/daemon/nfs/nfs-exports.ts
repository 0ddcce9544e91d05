/** What `drydock nfs exports` prints: the published media as an NFS server that somebody else runs would be told of them. */
import { openCatalogue } from '../../media/store/open-catalogue.js';
import { exportsLines } from '../../servers/nfs/exports-lines.js';
import { ganeshaConfig } from '../../servers/nfs/ganesha-config.js';
import { everybody, type NfsExport } from '../../servers/nfs/nfs-export.js';
import { plainExports } from './wanted-exports.js';

export const nfsFormats = ['exports', 'ganesha'] as const;
export type NfsFormat = (typeof nfsFormats)[number];

export interface NfsExports {
  readonly trees: readonly { readonly id: string; readonly folder: string; readonly path: string }[];
  readonly text: string;
}

/** @param clients addresses or networks that may mount; empty: everybody. @throws NFS_PATH_UNFIT */
export async function nfsExports(
  mediaCache: string,
  format: NfsFormat,
  clients: readonly string[],
  version3: boolean,
): Promise<NfsExports> {
  const exports = await plainExports(openCatalogue(mediaCache), clients.length === 0 ? [everybody] : clients);
  const text = format === 'exports' ? exportsLines(exports) : ganeshaConfig(exports, { version3 });
  return { trees: exports.map((one) => tree(one, format)), text };
}

/** The kernel shows a folder under its own path alone. */
function tree({ id, folder, path }: NfsExport, format: NfsFormat): NfsExports['trees'][number] {
  return { id: id.replace(/^medium /, ''), folder, path: format === 'exports' ? folder : path };
}
