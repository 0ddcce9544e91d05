/** Takes a host out of service again that was so before the run. Guests that run there meanwhile stay, as XenCenter leaves them. */
import { hostByUuid } from '../facts/pool-facts.js';
import { confirmed, failed, minutes, notYet, nothing, type Effect } from './effect.js';
import { repeatable } from './retry-class.js';
import { hostName } from './request-detail.js';

export const beginMaintenance: Effect = {
  name: 'begin-maintenance',
  describe: (request) => `take ${hostName(request)} out of service again, as it was before the run`,
  refuses: nothing,
  act: async (request, tools) => {
    await tools.pool.disableHost(request.key);
    return { handle: null };
  },
  confirm: (request, view) => {
    const host = view.pool === undefined ? undefined : hostByUuid(view.pool, request.key);
    if (view.pool !== undefined && host === undefined) return failed('the host is no longer in the pool');
    return host?.enabled === false ? confirmed : notYet('the host is still enabled');
  },
  deadline: 5 * minutes,
  retry: repeatable('disabling a disabled host changes nothing'),
};
