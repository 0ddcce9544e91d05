/** Keeps a guest from starting by itself after the boots of the run; restore-autostart puts it back. */
import { confirmed, failed, minutes, notYet, nothing, type Effect } from './effect.js';
import { repeatable } from './retry-class.js';
import { detailText } from './request-detail.js';

export const turnAutostartOff: Effect = {
  name: 'turn-autostart-off',
  describe: (request) => `keep ${detailText(request, 'name')} from starting by itself`,
  refuses: nothing,
  act: async (request, tools) => {
    await tools.pool.fixes.setAutostart(request.key, false);
    return { handle: null };
  },
  confirm: (request, view) => {
    const vm = view.pool?.vms.find((candidate) => candidate.uuid === request.key);
    if (view.pool !== undefined && vm === undefined) return failed('the VM no longer exists');
    return vm?.autoPowerOn === false ? confirmed : notYet('it still starts by itself');
  },
  deadline: 2 * minutes,
  retry: repeatable('setting what is set changes nothing'),
};
