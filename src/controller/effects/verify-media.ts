/** Re-hashes the medium before a host depends on it: what is damaged now would be found after the disk is formatted. */
import { confirmed, failed, minutes, nothing, type Effect } from './effect.js';
import { repeatable } from './retry-class.js';
import { detailText } from './request-detail.js';

export const verifyMedia: Effect = {
  name: 'verify-media',
  describe: (request) => `verify every byte of ${detailText(request, 'media')}`,
  refuses: nothing,
  act: async (request, tools) => {
    await tools.verifyMedia(detailText(request, 'media'));
    return { handle: null };
  },
  // It throws when a byte differs.
  confirm: (_request, view) => (view.actedAt === null ? failed('the controller ended while it verified') : confirmed),
  deadline: 30 * minutes,
  retry: repeatable('it only reads'),
};
