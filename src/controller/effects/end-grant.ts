/** Ends the host's address: only when the host is proven, or a person has given it up by name. */
import { confirmed, minutes, notYet, nothing, type Effect } from './effect.js';
import { repeatable } from './retry-class.js';
import { detailNumber, detailText, hostName } from './request-detail.js';

export const endGrant: Effect = {
  name: 'end-grant',
  describe: (request) => `end the address of ${hostName(request)}`,
  refuses: nothing,
  act: async (request, tools) => {
    await tools.mediaServer.changeGrant(detailText(request, 'grant'), {
      state: 'ended',
      epoch: detailNumber(request, 'epoch'),
      reason: detailText(request, 'reason'),
    });
    return { handle: null };
  },
  confirm: (request, view) => {
    const grant = view.grants.find((candidate) => candidate.id === detailText(request, 'grant'));
    return grant === undefined || grant.state === 'ended' ? confirmed : notYet('the address has not ended');
  },
  deadline: 5 * minutes,
  retry: repeatable('asking for a state the grant has changes nothing'),
};
