/**
 * Fences, at the media server, whoever had the pool before: from now on it takes no address and no arming from an earlier
 * epoch. Done whenever the pool has been claimed; the new epoch is the act's handle, by which the journal keeps it.
 */
import { actWasDone, minutes, nothing, type Effect } from './effect.js';
import { detailNumber } from './request-detail.js';
import { repeatable } from './retry-class.js';

export const raiseEpoch: Effect = {
  name: 'raise-epoch',
  describe: () => 'tell the media server that this run has the pool',
  refuses: nothing,
  act: async (request, tools) => {
    const seen = await tools.mediaServer.epoch(request.key);
    const epoch = Math.max(seen, detailNumber(request, 'epoch')) + 1;
    await tools.mediaServer.raiseEpoch(request.key, epoch);
    return { handle: String(epoch) };
  },
  confirm: (_request, view) => actWasDone(view),
  deadline: 2 * minutes,
  retry: repeatable('a second one raises it once more, and nobody else holds the pool meanwhile'),
};
