/**
 * Takes the staged installer out of a host that is not rebooted after all. Without it a reboot by anybody finds no media and comes
 * back, which costs an outage; with it the host boots as if nobody had been there. What somebody else staged is left alone.
 */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { readBootState } from '../shell/read-staged.js';
import { removeStaged } from '../shell/remove-staged.js';
import { actWasDone, minutes, nothing, type Effect } from './effect.js';
import { askHost } from './inside-tools.js';
import { judge } from './read-staged-entry.js';
import { hostName } from './request-detail.js';
import { repeatable } from './retry-class.js';

export const removeStagedEntry: Effect = {
  name: 'remove-staged-entry',
  describe: (request) => `take the staged installer out of ${hostName(request)}`,
  refuses: nothing,
  act: async (request, tools) => {
    await askHost(request, tools, async (ask, inside) => {
      const { entry } = await readBootState(ask);
      if (entry !== undefined && entry.boots !== 'never') {
        const verdict = await judge(request, tools, ask, inside);
        if (verdict.verdict === 'foreign') {
          throw new DrydockError('STAGED_ENTRY_FOREIGN', {
            attempted: 'taking the staged installer out',
            subject: hostName(request),
            found: verdict.reason,
          });
        }
      }
      await removeStaged(ask, hostName(request));
    });
    return { handle: null };
  },
  // It has read the configuration again before it returns.
  confirm: (_request, view) => actWasDone(view),
  deadline: 10 * minutes,
  retry: repeatable('where nothing is staged it does nothing'),
};
