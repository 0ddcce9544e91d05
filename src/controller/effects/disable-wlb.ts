/** Turns workload balancing off: it would choose other targets than the plan, and move VMs during the run. */
import { confirmed, minutes, notYet, nothing, type Effect } from './effect.js';
import { repeatable } from './retry-class.js';

export const disableWlb: Effect = {
  name: 'disable-wlb',
  describe: () => 'turn workload balancing off',
  refuses: nothing,
  act: async (_request, tools) => {
    await tools.pool.setWlbEnabled(false);
    return { handle: null };
  },
  confirm: (_request, view) => (view.pool?.wlbEnabled === false ? confirmed : notYet('workload balancing is still on')),
  deadline: 2 * minutes,
  retry: repeatable('it sets a plain field of the pool'),
};
