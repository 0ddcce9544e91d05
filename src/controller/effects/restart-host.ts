/**
 * Restarts an upgraded host since a pack asks for it. Its address on the media server has ended by then: it boots its own disk.
 * Confirmed when it is back: its boot is another one, and its agent is new.
 */
import { hostByUuid } from '../facts/pool-facts.js';
import { hasRestarted } from '../run/returned.js';
import { confirmed, minutes, notYet, type Effect, type EffectRequest, type EffectView } from './effect.js';
import { hostMayGoDown } from './host-is-empty.js';
import { detailNumber, hostName } from './request-detail.js';
import { taskVerdict } from './task-outcome.js';

/** How long a host that was told to restart may still answer as before. */
const leavingGrace = 5 * minutes;

export const restartHost: Effect = {
  name: 'restart-host',
  looksAgain: true,
  onFreshReading: true,
  describe: (request) => `restart ${hostName(request)} for its packs`,
  refuses: (request, view) => {
    if (view.grants.some(({ host, state }) => host.uuid === request.key && state !== 'ended' && state !== 'probe'))
      return 'its address on the media server has not ended';
    return hostMayGoDown(view, request.key);
  },
  act: async (request, tools) => ({ handle: (await tools.pool.startReboot(request.key)).task }),
  confirm: (request, view) => {
    const host = view.pool === undefined ? undefined : hostByUuid(view.pool, request.key);
    if (host !== undefined && hasRestarted(host, before(request))) return confirmed;
    const running = taskVerdict(view);
    return running?.verdict === 'failed' ? running : notYet('it is not back yet');
  },
  deadline: 60 * minutes,
  retry: {
    class: 'once-unless-safe',
    why: 'it answers as before although it had time to leave; nothing is installed by it, so asked again it only restarts',
    provenSafe: stayed,
  },
};

/** It answers as before although it had time to leave: asked again, it only restarts. */
function stayed(request: EffectRequest, view: EffectView): boolean {
  const host = view.pool === undefined ? undefined : hostByUuid(view.pool, request.key);
  if (host?.live !== true || view.now - view.intendedAt < leavingGrace) return false;
  const busy = host.currentOperations.some((operation) => operation === 'reboot' || operation === 'shutdown');
  return !busy && host.agentStartTime === before(request).agentStartTime;
}

function before(request: EffectRequest): Parameters<typeof hasRestarted>[1] {
  return {
    bootTime: detailNumber(request, 'bootTime'),
    agentStartTime: detailNumber(request, 'agentStartTime'),
    serverTime: detailNumber(request, 'serverTime'),
  };
}
