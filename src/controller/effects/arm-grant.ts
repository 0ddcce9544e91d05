/**
 * Opens the whole medium to the host, just before its reboot. From here to the proof nothing takes it away again. The
 * media server refuses an old epoch, so a controller that lost its lease arms nothing.
 */
import { confirmed, minutes, notYet, type Effect } from './effect.js';
import { repeatable } from './retry-class.js';
import { hostMayGoDown } from './host-is-empty.js';
import { detailNumber, detailText, hostName } from './request-detail.js';

export const armGrant: Effect = {
  name: 'arm-grant',
  looksAgain: true,
  describe: (request) => `arm the address of ${hostName(request)}`,
  refuses: (request, view) => hostMayGoDown(view, request.key),
  act: async (request, tools) => {
    await tools.mediaServer.changeGrant(detailText(request, 'grant'), {
      state: 'armed',
      epoch: detailNumber(request, 'epoch'),
    });
    return { handle: null };
  },
  confirm: (request, view) => {
    const grant = view.grants.find((candidate) => candidate.id === detailText(request, 'grant'));
    return grant?.state === 'armed' ? confirmed : notYet('the media server has not armed it');
  },
  deadline: 2 * minutes,
  retry: repeatable('asking for a state the grant has changes nothing'),
};
