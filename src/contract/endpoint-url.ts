/** How an endpoint of the media server is written for a host. */
import type { Endpoint } from './media-server.js';
import { nfsUrl } from './nfs-address.js';

const usualPorts = { http: 80, https: 443, ftp: 21 } as const;

/** Installers want a literal address and a closing slash; the usual port is left out, as people write it. */
export function endpointUrl({ protocol, address, port }: Endpoint): string {
  if (protocol === 'nfs') return nfsUrl(address, '/');
  return `${protocol}://${address}${port === usualPorts[protocol] ? '' : `:${port}`}/`;
}
