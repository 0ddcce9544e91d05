/** Has the host itself look at its address: the only proof that it can reach the media server and likes the medium. */
import { confirmed, failed, minutes, nothing, type Effect } from './effect.js';
import { repeatable } from './retry-class.js';
import { detailText, hostName } from './request-detail.js';
import { openGrantUrl } from './open-grant-url.js';

export const testUrl: Effect = {
  name: 'test-url',
  describe: (request) => `have ${hostName(request)} test its address`,
  refuses: nothing,
  act: async (request, tools) => {
    const url = await openGrantUrl(tools, detailText(request, 'grant'));
    await tools.pool.callPlugin(request.key, 'testUrl', url, tools.signal);
    return { handle: null };
  },
  // The call is waited for: it throws unless the plugin answered "true".
  confirm: (_request, view) => (view.actedAt === null ? failed('the answer was lost') : confirmed),
  deadline: 5 * minutes,
  retry: repeatable('it only reads'),
};
