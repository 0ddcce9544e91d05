/**
 * Reboots the host into the installer. The call returns ten seconds before the host goes down, so leaving is observed:
 * the host is no longer live, its boot time changed, or its installer asked for media.
 */
import { isObservable, type Grant } from '../../contract/grants.js';
import { hostByUuid, type HostFacts } from '../facts/pool-facts.js';
import { confirmed, minutes, notYet, seconds, type Effect, type EffectRequest, type EffectView } from './effect.js';
import { bootTimeTolerance } from '../run/returned.js';
import { hostMayGoDown } from './host-is-empty.js';
import { detailFlag, detailNumber, detailText, hostName } from './request-detail.js';
import { taskVerdict } from './task-outcome.js';

/** How long a host that was told to reboot may still answer as before: ten seconds by design, and some shut-down. */
export const leavingGrace = 3 * minutes;

export const rebootHost: Effect = {
  name: 'reboot-host',
  looksAgain: true,
  onFreshReading: true,
  describe: (request) => `reboot ${hostName(request)} into the installer`,
  refuses: (request, view) => {
    const grant = grantOf(request, view);
    if (grant?.state !== 'armed') return "the host's address is not armed";
    return hostMayGoDown(view, request.key);
  },
  act: async (request, tools) => ({ handle: (await tools.pool.startReboot(request.key)).task }),
  confirm: (request, view) => {
    if (hasLeft(request, view)) return confirmed;
    const running = taskVerdict(view);
    if (running?.verdict === 'failed') return running;
    return notYet('the host has not gone down yet');
  },
  deadline: 10 * minutes,
  retry: {
    class: 'once-unless-safe',
    why: 'no installer asked for anything since the arming, the host answers as before, and its plugin is new enough for a second `main`',
    provenSafe: (request, view) => neverLeft(request, view) && detailFlag(request, 'mainIsRepeatable'),
  },
};

/** Any evidence that the host went down after it was told to. */
function hasLeft(request: EffectRequest, view: EffectView): boolean {
  if (installerWasSeen(request, view)) return true;
  const host = view.pool === undefined ? undefined : hostByUuid(view.pool, request.key);
  // The coordinator takes the pool's API down with it; ten seconds is how long it answers after the call.
  if (host === undefined) {
    // A pool that is silent after a call that was not sent is silent for another reason.
    if (view.notBegun === true) return false;
    return view.pool === undefined && detailFlag(request, 'isCoordinator') && view.now - view.intendedAt > 10 * seconds;
  }
  return host.live === false || bootedSince(request, host);
}

/** Evidence that it did not: it answers as before although it had time to leave, and nothing asked for media. */
function neverLeft(request: EffectRequest, view: EffectView): boolean {
  const grant = grantOf(request, view);
  // Over NFS it may have asked for media and nobody saw it.
  if (grant !== undefined && !isObservable(grant)) return false;
  if (installerWasSeen(request, view) || view.now - view.intendedAt < leavingGrace) return false;
  const host = view.pool === undefined ? undefined : hostByUuid(view.pool, request.key);
  if (host?.live !== true || bootedSince(request, host)) return false;
  return !host.currentOperations.some((operation) => operation === 'reboot' || operation === 'shutdown');
}

function installerWasSeen(request: EffectRequest, view: EffectView): boolean {
  const grant = grantOf(request, view);
  return grant !== undefined && grant.progress.firstRequestSinceArmedAt !== null;
}

function grantOf(request: EffectRequest, view: EffectView): Grant | undefined {
  return view.grants.find((candidate) => candidate.id === detailText(request, 'grant'));
}

/** A restart of the toolstack may change the boot time as well, by a second or so. */
function bootedSince(request: EffectRequest, host: HostFacts): boolean {
  return host.bootTime !== null && Math.abs(host.bootTime - detailNumber(request, 'bootTime')) > bootTimeTolerance;
}
