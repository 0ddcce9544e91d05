/** Closes the host's address after staging: from here a reboot by anybody finds nothing, and un-stages the host by itself. */
import { confirmed, minutes, notYet, nothing, type Effect } from './effect.js';
import { repeatable } from './retry-class.js';
import { detailNumber, detailText, hostName } from './request-detail.js';

export const closeGrant: Effect = {
  name: 'close-grant',
  describe: (request) => `close the address of ${hostName(request)}`,
  refuses: nothing,
  act: async (request, tools) => {
    await tools.mediaServer.changeGrant(detailText(request, 'grant'), {
      state: 'closed',
      epoch: detailNumber(request, 'epoch'),
    });
    return { handle: null };
  },
  confirm: (request, view) => {
    const grant = view.grants.find((candidate) => candidate.id === detailText(request, 'grant'));
    return grant?.state === 'closed' ? confirmed : notYet('the address is still open');
  },
  deadline: 2 * minutes,
  retry: repeatable('asking for a state the grant has changes nothing'),
};
