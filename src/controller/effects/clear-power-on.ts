/** Clears the way of switching a host on through iLO, which releases from 8.2 on do not have. */
import { actWasDone, minutes, nothing, type Effect } from './effect.js';
import { repeatable } from './retry-class.js';
import { hostName } from './request-detail.js';

export const clearPowerOn: Effect = {
  name: 'clear-power-on',
  describe: (request) => `clear the way in which ${hostName(request)} is switched on`,
  refuses: nothing,
  act: async (request, tools) => {
    await tools.pool.fixes.clearPowerOn(request.key);
    return { handle: null };
  },
  confirm: (_request, view) => actWasDone(view),
  deadline: 2 * minutes,
  retry: repeatable('it sets a plain field of the host'),
};
