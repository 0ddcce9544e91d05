/** What an NFS server would answer to a simulated host that mounts from it: decided from its exports, as the server decides. */
import { BlockList } from 'node:net';
import { join } from 'node:path';
import type { NfsVersion } from '../../installer/client-script.js';
import type { NfsMountAnswer, NfsMountRequest, NfsMounts } from '../../installer/transports/nfs.js';
import { everybody, type NfsExport } from '../../servers/nfs/nfs-export.js';

export interface ExportingServer {
  /** What hosts are given for it. */
  readonly address: string;
  readonly versions: readonly NfsVersion[];
  /** What it exports at this moment, at the paths under which clients find it. */
  readonly exports: () => Promise<readonly Omit<NfsExport, 'id'>[]>;
}

export function mountsOf(server: ExportingServer): NfsMounts {
  return async (request) => {
    if (request.server !== server.address) return refused(`${request.server} answers no NFS`);
    if (!request.versions.some((version) => server.versions.includes(version))) {
      return refused(`the server does not serve version ${request.versions.join(' or ')}`);
    }
    return answer(await server.exports(), request);
  };
}

/** A folder below an export can be mounted as well. Who may not mount is told nothing else than of a path that is not there. */
function answer(exports: readonly Omit<NfsExport, 'id'>[], { path, client }: NfsMountRequest): NfsMountAnswer {
  const wanted = withSlash(path);
  const containing = exports.filter((one) => wanted.startsWith(withSlash(one.path)));
  if (containing.length === 0) return refused('no such file or directory');
  const open = containing.find(({ clients }) => clients.some((allowed) => includes(allowed, client)));
  if (open === undefined) return refused('access denied by server');
  return { outcome: 'mounted', folder: join(open.folder, wanted.slice(withSlash(open.path).length)) };
}

function includes(allowed: string, client: string): boolean {
  if (allowed === everybody || allowed === client) return true;
  const [network = '', bits] = allowed.split('/');
  if (bits === undefined) return false;
  const subnet = new BlockList();
  subnet.addSubnet(network, Number(bits));
  return subnet.check(client);
}

function withSlash(path: string): string {
  return path.endsWith('/') ? path : `${path}/`;
}

function refused(reason: string): NfsMountAnswer {
  return { outcome: 'refused', reason };
}
