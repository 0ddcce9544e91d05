/** Has a host install a pack, after the pool has looked whether it takes it. A host that has it already is as wanted. */
import { confirmed, minutes, notYet, type Effect } from './effect.js';
import { hasPack, packKnown } from './pack-of.js';
import { detailText, hostName } from './request-detail.js';
import { taskVerdict } from './task-outcome.js';

export const applyPack: Effect = {
  name: 'apply-pack',
  describe: (request) => `install the pack ${detailText(request, 'packName')} on ${hostName(request)}`,
  refuses: (request, view) =>
    packKnown(view, detailText(request, 'pack'))?.stored === true ? undefined : 'the pool does not have its image',
  act: async (request, tools) => {
    const started = await tools.pool.packs.startApply(request.key, detailText(request, 'pack'));
    return { handle: started?.task ?? null };
  },
  confirm: (request, view) => {
    if (hasPack(view, detailText(request, 'pack'), request.key)) return confirmed;
    return taskVerdict(view) ?? notYet('the host does not have it yet');
  },
  deadline: 30 * minutes,
  retry: {
    class: 'until-fact',
    why: 'the pool answers UPDATE_ALREADY_APPLIED where it is done, and that counts as done',
    call: 'pool_update.apply',
  },
};
