/** Turns high availability on again with the heartbeat storage it had. The pool refuses it while versions differ. */
import { confirmed, minutes, notYet, type Effect } from './effect.js';
import { detailTexts } from './request-detail.js';
import { taskVerdict } from './task-outcome.js';

export const restoreHa: Effect = {
  name: 'restore-ha',
  describe: () => 'turn high availability on again',
  refuses: (_request, view) => {
    if (view.pool === undefined) return 'the pool cannot be read';
    return view.pool.rollingUpgradeFlag ? 'versions still differ in the pool' : undefined;
  },
  act: async (request, tools) => ({
    handle: (await tools.pool.startEnableHa(detailTexts(request, 'heartbeatSrs'))).task,
  }),
  confirm: (_request, view) => {
    if (view.pool?.haEnabled === true) return confirmed;
    return taskVerdict(view) ?? notYet('high availability is still off');
  },
  deadline: 15 * minutes,
  retry: {
    class: 'until-fact',
    why: 'enabling what is enabled is refused (HA_IS_ENABLED), and facts confirm it before that',
    call: 'pool.enable_ha',
  },
};
