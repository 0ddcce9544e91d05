/** Sends the image of a pack to the pool's storage and has the pool know it, once for all hosts; clean-pack takes it away at the end. */
import { confirmed, minutes, notYet, type Effect } from './effect.js';
import { packKnown } from './pack-of.js';
import { detailText } from './request-detail.js';
import { repeatable } from './retry-class.js';

export const uploadPack: Effect = {
  name: 'upload-pack',
  describe: (request) =>
    `send the pack ${detailText(request, 'packName')} to the storage "${detailText(request, 'srName')}"`,
  refuses: (_request, view) => (view.packs === undefined ? 'what the pool knows of packs cannot be read' : undefined),
  act: async (request, tools) => {
    const media = detailText(request, 'media');
    await tools.verifyMedia(media);
    const pack = { uuid: request.key, name: detailText(request, 'packName') };
    await tools.pool.packs.upload(pack, detailText(request, 'sr'), await tools.packImage(media), tools.signal);
    return { handle: null };
  },
  confirm: (request, view) =>
    packKnown(view, request.key)?.stored === true ? confirmed : notYet('the pool does not know the image yet'),
  // Half an hour for the transfer, and what the pool needs to write it.
  deadline: 45 * minutes,
  retry: repeatable('it begins with taking away what an earlier attempt left'),
};
