/** What a grant needs besides when its host is pointed at NFS; nothing where hosts are pointed at HTTP or FTP. */
import type { CreateGrant } from '../contract/grants.js';
import type { MediaServerApi } from '../contract/media-server.js';
import { DrydockError } from '../shared/errors/drydock-error.js';
import { hostEndpoint } from './base-url.js';
import { mountClients } from './pool/mount-clients.js';
import type { PoolPort } from './pool/pool-port.js';

/** @throws NFS_HOST_UNKNOWN */
export async function mountFrom(
  mediaServer: MediaServerApi,
  pool: Pick<PoolPort, 'hostInterfaces'>,
  host: { readonly uuid: string; readonly name: string },
): Promise<Pick<CreateGrant, 'mountFrom'>> {
  const endpoint = hostEndpoint((await mediaServer.status()).endpoints);
  if (endpoint?.protocol !== 'nfs') return {};
  const clients = mountClients(await pool.hostInterfaces(host.uuid), endpoint.address);
  if (clients !== undefined) return { mountFrom: [...clients] };
  throw new DrydockError('NFS_HOST_UNKNOWN', {
    attempted: 'exporting a medium to a host',
    subject: host.name,
    expected: `an interface that leads to ${endpoint.address}`,
  });
}
