/**
 * What a host's port does: the order that a client sees while a host reboots (xapi.md 2.5). Calls answer; then the TLS proxy is
 * still up and xapi is gone; then nothing listens; then the machine is silent; and back again.
 */
import type { Milliseconds } from '../../shared/clock.js';
import { answersCalls } from '../state/agent-states.js';
import type { Host } from '../state/objects.js';
import type { Times } from '../times.js';

/** `broken`: TLS, then the end of the connection. */
export type Door = 'open' | 'broken' | 'refused' | 'silent';

export function doorOf(
  host: Host,
  now: Milliseconds,
  times: Pick<Times, 'proxyStop' | 'systemStop' | 'systemStart'>,
): Door {
  if (answersCalls(host)) return 'open';
  if (host.power === 'on') return now - host.bootedAt < times.systemStart ? 'refused' : 'broken';
  if (host.stoppedAt === null) return 'silent';
  const since = now - host.stoppedAt;
  if (since < times.proxyStop) return 'broken';
  return since < times.proxyStop + times.systemStop ? 'refused' : 'silent';
}
