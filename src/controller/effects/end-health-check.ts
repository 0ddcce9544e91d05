/** Ends the enrolment in Health Check, which releases after 8.2 do not have; there is nothing to put back then. */
import { actWasDone, minutes, nothing, type Effect } from './effect.js';
import { repeatable } from './retry-class.js';

export const endHealthCheck: Effect = {
  name: 'end-health-check',
  describe: () => 'end the enrolment in Health Check',
  refuses: nothing,
  act: async (_request, tools) => {
    await tools.pool.fixes.endHealthCheck();
    return { handle: null };
  },
  confirm: (_request, view) => actWasDone(view),
  deadline: 2 * minutes,
  retry: repeatable('it sets a plain field of the pool'),
};
