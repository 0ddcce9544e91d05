/** Restarts the management of an upgraded host since a pack asks for it; its guests run on. */
import { hostByUuid } from '../facts/pool-facts.js';
import { confirmed, minutes, notYet, nothing, type Effect } from './effect.js';
import { detailNumber, hostName } from './request-detail.js';

export const restartToolstack: Effect = {
  name: 'restart-toolstack',
  describe: (request) => `restart the toolstack of ${hostName(request)} for its packs`,
  refuses: nothing,
  act: async (request, tools) => {
    await tools.pool.packs.restartToolstack(request.key);
    return { handle: null };
  },
  confirm: (request, view) => {
    const host = view.pool === undefined ? undefined : hostByUuid(view.pool, request.key);
    const started = host?.agentStartTime ?? null;
    const again = host?.live === true && started !== null && started !== detailNumber(request, 'agentStartTime');
    return again ? confirmed : notYet('it has not started again yet');
  },
  deadline: 20 * minutes,
  retry: {
    class: 'until-fact',
    why: 'its agent tells when it began; restarting it twice is no harm',
    patience: 3 * minutes,
  },
};
