/** Puts a host back into service when it did not do so by itself after its boot. */
import { hostByUuid } from '../facts/pool-facts.js';
import { confirmed, minutes, notYet, nothing, type Effect } from './effect.js';
import { hostName } from './request-detail.js';

export const enableHost: Effect = {
  name: 'enable-host',
  describe: (request) => `put ${hostName(request)} back into service`,
  refuses: nothing,
  act: async (request, tools) => {
    await tools.pool.enableHost(request.key);
    return { handle: null };
  },
  confirm: (request, view) => {
    const host = view.pool === undefined ? undefined : hostByUuid(view.pool, request.key);
    return host?.enabled === true ? confirmed : notYet('the host is not enabled yet');
  },
  deadline: 10 * minutes,
  // A host whose storage is still starting refuses it for minutes (HOST_STILL_BOOTING, xapi.md 1.4): asked again at once,
  // the attempts are used up before it is ready.
  retry: { class: 'until-fact', why: 'enabling an enabled host changes nothing', patience: 2 * minutes },
};
