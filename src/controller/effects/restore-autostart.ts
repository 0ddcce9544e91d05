/** Lets a guest start by itself again, as it did before the run. */
import { confirmed, failed, minutes, notYet, nothing, type Effect } from './effect.js';
import { repeatable } from './retry-class.js';
import { detailText } from './request-detail.js';

export const restoreAutostart: Effect = {
  name: 'restore-autostart',
  describe: (request) => `let ${detailText(request, 'name')} start by itself again`,
  refuses: nothing,
  act: async (request, tools) => {
    await tools.pool.fixes.setAutostart(request.key, true);
    return { handle: null };
  },
  confirm: (request, view) => {
    const vm = view.pool?.vms.find((candidate) => candidate.uuid === request.key);
    if (view.pool !== undefined && vm === undefined) return failed('the VM no longer exists');
    return vm?.autoPowerOn === true ? confirmed : notYet('it does not start by itself yet');
  },
  deadline: 2 * minutes,
  retry: repeatable('setting what is set changes nothing'),
};
