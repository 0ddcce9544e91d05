/** Attaches storage that was detached on a host when the run began. It stays attached: that is how it should have been. */
import { confirmed, failed, minutes, notYet, nothing, type Effect } from './effect.js';
import { repeatable } from './retry-class.js';
import { detailText } from './request-detail.js';

export const attachStorage: Effect = {
  name: 'attach-storage',
  describe: (request) => `attach the storage "${detailText(request, 'name')}" on ${detailText(request, 'host')}`,
  refuses: nothing,
  act: async (request, tools) => {
    await tools.pool.plugPbd(request.key);
    return { handle: null };
  },
  confirm: (request, view) => {
    const pbd = view.pool?.pbds.find((candidate) => candidate.uuid === request.key);
    if (view.pool !== undefined && pbd === undefined) return failed('the connection to the storage is gone');
    return pbd?.attached === true ? confirmed : notYet('it is still detached');
  },
  deadline: 10 * minutes,
  retry: repeatable('plugging what is plugged changes nothing'),
};
