/** Gives the host an address of its own at which boot files and metadata can be read while `main` runs, and nothing else. */
import { whereToRead } from '../mirrors/where-to-read.js';
import { confirmed, minutes, notYet, nothing, type Effect } from './effect.js';
import { repeatable } from './retry-class.js';
import { detailNumber, detailText, hostName } from './request-detail.js';

/** How long the grant stays open by itself: a controller that dies must not leave it open. */
const stagingLifetime = 30 * minutes;

export const openStagingGrant: Effect = {
  name: 'open-staging-grant',
  describe: (request) => `open an address for ${hostName(request)}`,
  refuses: nothing,
  act: async (request, tools) => {
    const grant = await tools.mediaServer.createGrant({
      id: detailText(request, 'grant'),
      pool: detailText(request, 'pool'),
      run: detailText(request, 'run'),
      epoch: detailNumber(request, 'epoch'),
      host: { uuid: request.key, name: hostName(request) },
      media: detailText(request, 'media'),
      state: 'staging',
      lifetime: stagingLifetime,
      ...(await whereToRead(tools, { uuid: request.key, name: hostName(request) })),
    });
    if (grant.state === 'closed') {
      await tools.mediaServer.changeGrant(grant.id, {
        state: 'staging',
        epoch: detailNumber(request, 'epoch'),
        lifetime: stagingLifetime,
      });
    }
    return { handle: null };
  },
  confirm: (request, view) => {
    const grant = view.grants.find((candidate) => candidate.id === detailText(request, 'grant'));
    return grant?.state === 'staging' ? confirmed : notYet('the media server has not opened it');
  },
  deadline: 2 * minutes,
  retry: repeatable('creating a grant that is there gives the one that is there'),
};
