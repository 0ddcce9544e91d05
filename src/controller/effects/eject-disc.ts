/** Takes a disc that other hosts lack out of a guest's drive; insert-disc puts it back at the end. */
import { actWasDone, minutes, nothing, type Effect } from './effect.js';
import { repeatable } from './retry-class.js';
import { detailText } from './request-detail.js';

export const ejectDisc: Effect = {
  name: 'eject-disc',
  describe: (request) => `eject "${detailText(request, 'discName')}" from the drive of ${detailText(request, 'name')}`,
  refuses: nothing,
  act: async (request, tools) => {
    await tools.pool.fixes.ejectDisc(request.key);
    return { handle: null };
  },
  // Drives are in no reading of a turn; the act itself looks that the drive is empty.
  confirm: (_request, view) => actWasDone(view),
  deadline: 5 * minutes,
  retry: repeatable('an empty drive is what was asked for'),
};
