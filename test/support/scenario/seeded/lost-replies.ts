// A media server whose answer never arrives: what was asked for is done, and the controller is told that nobody can be reached.
import type { MediaServerApi } from '../../../../src/contract/media-server.js';
import { DrydockError } from '../../../../src/shared/errors/drydock-error.js';

/**
 * @param lost which of all changes, counted from 1 over every process that takes the media server's place
 * @param counts whether changes count by now
 */
export function withLostReplies(
  lost: readonly number[],
  counts: () => boolean,
): (api: MediaServerApi) => MediaServerApi {
  let changes = 0;
  const change = async <T>(work: Promise<T>): Promise<T> => {
    if (counts()) changes++;
    const number = changes;
    const reply = await work;
    if (counts() && lost.includes(number)) {
      throw new DrydockError('MEDIA_SERVER_UNREACHABLE', {
        attempted: 'reading a reply',
        found: 'the connection ended',
      });
    }
    return reply;
  };
  return (api) => ({
    ...api,
    createGrant: (request) => change(api.createGrant(request)),
    changeGrant: (id, to) => change(api.changeGrant(id, to)),
    raiseEpoch: (pool, epoch) => change(api.raiseEpoch(pool, epoch)),
  });
}
