/** Has all hosts refuse the old security protocols, as the new release does; there is no way back in it. */
import { actWasDone, minutes, nothing, type Effect } from './effect.js';
import { repeatable } from './retry-class.js';

export const disableLegacyTls: Effect = {
  name: 'disable-legacy-tls',
  describe: () => 'turn the old security protocols off',
  refuses: nothing,
  act: async (_request, tools) => {
    await tools.pool.fixes.disableLegacyTls();
    return { handle: null };
  },
  confirm: (_request, view) => actWasDone(view),
  deadline: 10 * minutes,
  retry: repeatable('turning off what is off changes nothing'),
};
