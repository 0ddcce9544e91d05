/** The address that a host is given: an endpoint of the media server, or a mirror, and the path of a grant, always with the slash at its end. */
import type { Grant } from '../contract/grants.js';
import type { Endpoint, MediaServerApi } from '../contract/media-server.js';
import { mirrorAddress } from '../contract/mirror.js';
import { nfsUrl } from '../contract/nfs-address.js';
import { DrydockError } from '../shared/errors/drydock-error.js';

/** HTTP where there is any: a small file survives the death of the serving process there, a dialogue over FTP does not. */
export async function grantUrl(mediaServer: MediaServerApi, grant: Grant): Promise<string> {
  if (grant.mirror !== undefined) return mirrorAddress(grant.mirror, grant);
  const { endpoints } = await mediaServer.status();
  const endpoint = hostEndpoint(endpoints);
  if (endpoint === undefined) {
    throw new DrydockError('GRANT_MISSING', {
      attempted: "making a host's address",
      found: 'the media server listens nowhere',
    });
  }
  return baseUrl(endpoint, endpoint.protocol === 'nfs' ? (grant.mountPath ?? grant.path) : grant.path);
}

/** NFS last: there the media server sees nothing of what a host reads. HTTPS never: no host can be told whom to trust. */
export function hostEndpoint(endpoints: readonly Endpoint[]): Endpoint | undefined {
  const preferred = ['http', 'ftp', 'nfs'] as const;
  return preferred.flatMap((protocol) => endpoints.find((one) => one.protocol === protocol) ?? [])[0];
}

const usualPorts = { http: 80, https: 443, ftp: 21 } as const;

export function baseUrl(endpoint: Endpoint, path: string): string {
  if (endpoint.protocol === 'nfs') return nfsUrl(endpoint.address, path);
  const port = endpoint.port === usualPorts[endpoint.protocol] ? '' : `:${endpoint.port}`;
  return `${endpoint.protocol}://${endpoint.address}${port}${path}`;
}
