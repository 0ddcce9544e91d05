/** Turns high availability off for the run; restore-ha puts it back with the same storage once versions agree. */
import { confirmed, minutes, notYet, nothing, type Effect } from './effect.js';
import { taskVerdict } from './task-outcome.js';

export const disableHa: Effect = {
  name: 'disable-ha',
  describe: () => 'turn high availability off',
  refuses: nothing,
  act: async (_request, tools) => ({ handle: (await tools.pool.startDisableHa()).task }),
  confirm: (_request, view) => {
    if (view.pool?.haEnabled === false) return confirmed;
    return taskVerdict(view) ?? notYet('high availability is still on');
  },
  // Without its state file the pool retries for ever every 30 s instead of failing (xapi.md 1.5).
  deadline: 10 * minutes,
  retry: { class: 'until-fact', why: 'HA that is off shows in the facts', call: 'pool.disable_ha' },
};
