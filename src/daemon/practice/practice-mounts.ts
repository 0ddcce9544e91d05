/** Lets practice hosts read over NFS on the machine that serves it: what the export file of the configuration grants them. */
import { join } from 'node:path';
import type { NfsMounts } from '../../installer/transports/nfs.js';
import { readExportsLines } from '../../servers/nfs/read-exports-lines.js';
import { ganeshaExports, readGaneshaConfig } from '../../servers/nfs/read-ganesha-config.js';
import type { NfsExport } from '../../servers/nfs/nfs-export.js';
import type { Settings } from '../config/schema.js';
import { contentOf } from '../nfs/apply-exports.js';
import { nfsEndpoint } from '../nfs/nfs-endpoint.js';
import { mountsOf } from '../simulator/exported-mounts.js';
import { stateLayout } from '../state-layout.js';

/** The file is read at each mount: the keeper of the exports changes it while a run goes on. */
export function practiceMounts(settings: Settings): NfsMounts {
  const { nfs } = settings.servers;
  const endpoint = nfsEndpoint(nfs);
  if (endpoint === undefined) {
    return () => Promise.resolve({ outcome: 'refused', reason: 'servers.nfs.mode is off here' });
  }
  return mountsOf({
    address: endpoint.address,
    // The kernel's server has a configuration of its own, which serves both unless told otherwise.
    versions: nfs.mode === 'kernel' || nfs.version3 ? [3, 4] : [4],
    exports: async () =>
      nfs.mode === 'kernel'
        ? exportedByKernel((await contentOf(nfs.exportsFile)) ?? '')
        : exportedByGanesha((await contentOf(join(stateLayout(settings.state).nfs, 'ganesha.conf'))) ?? ''),
  });
}

/** The kernel shows a folder under its own path. */
function exportedByKernel(text: string): Omit<NfsExport, 'id'>[] {
  return readExportsLines(text).map(({ folder, clients }) => ({
    folder,
    path: folder,
    clients: clients.map(({ client }) => client),
  }));
}

function exportedByGanesha(text: string): Omit<NfsExport, 'id'>[] {
  return ganeshaExports(readGaneshaConfig(text) ?? []).map(({ folder, path, access, clients }) => ({
    folder,
    path,
    clients: access === 'RO' ? ['*'] : clients.flatMap((one) => one.clients),
  }));
}
