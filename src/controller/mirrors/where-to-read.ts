/** What a grant says of the way in: a mirror, what NFS needs, or nothing where hosts read at the media server itself. */
import type { CreateGrant } from '../../contract/grants.js';
import type { MediaServerApi } from '../../contract/media-server.js';
import type { Mirror } from '../../contract/mirror.js';
import { mountFrom } from '../mount-from.js';
import type { PoolPort } from '../pool/pool-port.js';

export interface ReadingTools {
  readonly mediaServer: MediaServerApi;
  readonly pool: Pick<PoolPort, 'hostInterfaces'>;
  /** Where the hosts of this run or check read; undefined: at the media server. */
  readonly mirror?: Mirror | undefined;
}

/** @throws NFS_HOST_UNKNOWN */
export async function whereToRead(
  { mediaServer, pool, mirror }: ReadingTools,
  host: { readonly uuid: string; readonly name: string },
): Promise<Pick<CreateGrant, 'mountFrom' | 'mirror'>> {
  return mirror === undefined ? mountFrom(mediaServer, pool, host) : { mirror };
}
