/** Sets how many host failures high availability must tolerate, as before: turning it on alone does not (xapi.md 1.5). */
import { confirmed, minutes, notYet, type Effect } from './effect.js';
import { repeatable } from './retry-class.js';
import { detailNumber } from './request-detail.js';

export const restoreHaFailures: Effect = {
  name: 'restore-ha-failures',
  describe: (request) =>
    `have high availability tolerate ${detailNumber(request, 'failuresToTolerate')} failures again`,
  refuses: (_request, view) => (view.pool?.haEnabled === true ? undefined : 'high availability is off'),
  act: async (request, tools) => {
    await tools.pool.setHaFailuresToTolerate(detailNumber(request, 'failuresToTolerate'));
    return { handle: null };
  },
  confirm: (request, view) =>
    view.pool?.haFailuresToTolerate === detailNumber(request, 'failuresToTolerate')
      ? confirmed
      : notYet('the number is not what it was'),
  deadline: 5 * minutes,
  retry: repeatable('it sets a plain number of the pool'),
};
