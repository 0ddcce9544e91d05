/** What is to be exported now: the medium of each grant to its host, and every medium to those of the configuration. */
import type { GrantState } from '../../contract/grants.js';
import type { MediaCatalogue } from '../../media/catalogue.js';
import type { GrantRecord } from '../../servers/grants/grant-record.js';
import { grantPath } from '../../servers/grants/token.js';
import type { NfsExport } from '../../servers/nfs/nfs-export.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';

/**
 * A folder cannot be shown in part, so under probe and staging a host finds the whole medium, where HTTP shows it boot
 * files alone: an installer that is booted while `main` runs would install. The shortness of staging is the protection, as
 * it is for the xs-repository layout everywhere (visibility.ts). A closed grant is exported to nobody.
 */
const exportedStates: readonly GrantState[] = ['probe', 'staging', 'armed', 'proof'];

export interface ExportSources {
  readonly grants: readonly GrantRecord[];
  readonly catalogue: MediaCatalogue;
  /** Who may mount every medium; empty: nobody. */
  readonly clients: readonly string[];
}

/** @throws MEDIA_NOT_FOUND for an armed grant whose medium cannot be opened: then nothing may be withdrawn */
export async function wantedExports({ grants, catalogue, clients }: ExportSources): Promise<NfsExport[]> {
  const exports: NfsExport[] = [];
  for (const { id, media, state, token, mountFrom } of grants) {
    if (mountFrom === undefined || !exportedStates.includes(state)) continue;
    const medium = await catalogue.open(media);
    if (medium !== undefined) {
      exports.push({ id, folder: medium.treeFolder, path: withoutSlash(grantPath(token)), clients: mountFrom });
    } else if (state === 'armed') {
      throw new DrydockError('MEDIA_NOT_FOUND', {
        attempted: 'exporting the medium of an armed grant',
        subject: media,
      });
    }
  }
  return clients.length === 0 ? exports : [...exports, ...(await plainExports(catalogue, clients))];
}

/** Every published medium under its own name, as HTTP shows it at /media/. */
export async function plainExports(catalogue: MediaCatalogue, clients: readonly string[]): Promise<NfsExport[]> {
  const exports: NfsExport[] = [];
  for (const id of await catalogue.list()) {
    const medium = await catalogue.open(id);
    // It may have been removed between the two looks. The blank keeps its name apart from every grant's.
    if (medium !== undefined)
      exports.push({ id: `medium ${id}`, folder: medium.treeFolder, path: `/media/${id}`, clients });
  }
  return exports;
}

function withoutSlash(path: string): string {
  return path.replace(/\/$/, '');
}
