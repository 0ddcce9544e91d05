/** The address that a host is given: an endpoint of the media server and the path of a grant, always with the slash at its end. */
import type { Grant } from '../contract/grants.js';
import type { Endpoint, MediaServerApi } from '../contract/media-server.js';
import { DrydockError } from '../shared/errors/drydock-error.js';

/** HTTP where there is any: a small file survives the death of the serving process there, a dialogue over FTP does not. */
export async function grantUrl(mediaServer: MediaServerApi, grant: Grant): Promise<string> {
  const { endpoints } = await mediaServer.status();
  const endpoint = endpoints.find(({ protocol }) => protocol === 'http') ?? endpoints[0];
  if (endpoint === undefined) {
    throw new DrydockError('GRANT_MISSING', {
      attempted: "making a host's address",
      found: 'the media server listens nowhere',
    });
  }
  return baseUrl(endpoint, grant.path);
}

const usualPorts = { http: 80, https: 443, ftp: 21 } as const;

export function baseUrl(endpoint: Endpoint, path: string): string {
  const port = endpoint.port === usualPorts[endpoint.protocol] ? '' : `:${endpoint.port}`;
  return `${endpoint.protocol}://${endpoint.address}${port}${path}`;
}
