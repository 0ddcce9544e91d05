/** How an endpoint of the media server is written for a host. */
import type { Endpoint } from './media-server.js';

/** Installers want a literal address and a closing slash; the usual port is left out, as people write it. */
export function endpointUrl({ protocol, address, port }: Endpoint): string {
  const usual = protocol === 'http' ? 80 : 21;
  return `${protocol}://${address}${port === usual ? '' : `:${port}`}/`;
}
