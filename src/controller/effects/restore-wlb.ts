/** Turns workload balancing on again, as it was before the run. */
import { confirmed, minutes, notYet, nothing, type Effect } from './effect.js';
import { repeatable } from './retry-class.js';

export const restoreWlb: Effect = {
  name: 'restore-wlb',
  describe: () => 'turn workload balancing on again',
  refuses: nothing,
  act: async (_request, tools) => {
    await tools.pool.setWlbEnabled(true);
    return { handle: null };
  },
  confirm: (_request, view) => (view.pool?.wlbEnabled === true ? confirmed : notYet('workload balancing is still off')),
  deadline: 5 * minutes,
  retry: repeatable('it sets a plain field of the pool'),
};
