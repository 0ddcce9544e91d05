/** Puts a host into service that was in maintenance when the run began; begin-maintenance takes it out again at the end. */
import { hostByUuid } from '../facts/pool-facts.js';
import { confirmed, failed, minutes, notYet, nothing, type Effect } from './effect.js';
import { repeatable } from './retry-class.js';
import { hostName } from './request-detail.js';

export const endMaintenance: Effect = {
  name: 'end-maintenance',
  describe: (request) => `put ${hostName(request)}, which is in maintenance, into service for the run`,
  refuses: nothing,
  act: async (request, tools) => {
    await tools.pool.fixes.endMaintenance(request.key);
    return { handle: null };
  },
  confirm: (request, view) => {
    const host = view.pool === undefined ? undefined : hostByUuid(view.pool, request.key);
    if (view.pool !== undefined && host === undefined) return failed('the host is no longer in the pool');
    return host?.enabled === true ? confirmed : notYet('the host is not enabled yet');
  },
  deadline: 10 * minutes,
  retry: repeatable('enabling an enabled host, and removing a mark that is not there, change nothing'),
};
