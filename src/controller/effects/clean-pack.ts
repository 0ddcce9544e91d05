/** Takes the image of a pack off the pool's storage; what is installed stays installed. Best effort: what is left is named. */
import { confirmed, minutes, notYet, nothing, type Effect } from './effect.js';
import { packKnown } from './pack-of.js';
import { detailText } from './request-detail.js';
import { repeatable } from './retry-class.js';

export const cleanPack: Effect = {
  name: 'clean-pack',
  describe: (request) => `take the image of the pack ${detailText(request, 'packName')} off the pool`,
  refuses: nothing,
  act: async (request, tools) => {
    await tools.pool.packs.clean(request.key);
    return { handle: null };
  },
  confirm: (request, view) => {
    if (view.packs === undefined) return notYet('what the pool knows of packs cannot be read');
    // A disk that no update holds shows in no reading of a turn: only the act itself tells that it looked for one.
    const gone = packKnown(view, request.key)?.stored !== true;
    return gone && view.actedAt !== null ? confirmed : notYet('the pool still has the image');
  },
  deadline: 10 * minutes,
  retry: repeatable('what is gone is not taken away again'),
};
