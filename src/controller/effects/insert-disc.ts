/** Puts the disc back that was ejected for the run. Best effort: a disc that is gone meanwhile is named, not missed. */
import { actWasDone, minutes, nothing, type Effect } from './effect.js';
import { repeatable } from './retry-class.js';
import { detailText } from './request-detail.js';

export const insertDisc: Effect = {
  name: 'insert-disc',
  describe: (request) =>
    `put "${detailText(request, 'discName')}" back into the drive of ${detailText(request, 'name')}`,
  refuses: nothing,
  act: async (request, tools) => {
    await tools.pool.fixes.insertDisc(request.key, detailText(request, 'disc'));
    return { handle: null };
  },
  confirm: (_request, view) => actWasDone(view),
  deadline: 5 * minutes,
  retry: repeatable('a drive that holds this disc is what was asked for; one that holds another is left alone'),
};
