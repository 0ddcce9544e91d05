/** A host that goes down while it is prepared may come back by itself: it is waited for, within bounds, and then looked at anew. */
import { minutes } from '../../effects/effect.js';
import type { HostFacts } from '../../facts/pool-facts.js';
import type { PlannedHost } from '../../planning/plan.js';
import { waitForMachine, type Decision, type TurnInput } from '../decision.js';
import { hostPosition } from '../host-position.js';
import { note, timesNotedLately, type Ledger } from '../ledger.js';
import { quickSuccession, refusalPatience, stop } from '../turn-context.js';

/** A host that goes down again and again is not for upgrading: each time is a record, and begins the wait anew. */
const mostTimesDown = 5;

/** A host that answers again may show its old boot time yet: its agent writes it late in its start (xapi.md 2.1). */
const bootTimeGrace = 3 * minutes;

/** undefined: it is up, or was waited for long enough. */
export function waitWhileDown(input: TurnInput, host: PlannedHost, facts: HostFacts): Decision | undefined {
  if (hostPosition(input, host) !== 'preparing') return undefined;
  const { ledger, now } = input;
  const down = note(ledger, 'went-down', host.uuid);
  const up = note(ledger, 'came-up', host.uuid);
  const isUp = down === undefined || (up !== undefined && up.sequence > down.sequence);
  if (isDown(ledger, facts)) {
    if (isUp) return wentDown(ledger, host, now);
    return waitUntil(down.at + refusalPatience, `${host.name} went down while it was prepared; it may come back`);
  }
  if (!isUp) return { kind: 'note', what: 'came-up', key: host.uuid, detail: {} };
  if (up === undefined || !hasFailed(ledger, host.uuid)) return undefined;
  return waitUntil(up.at + bootTimeGrace, `${host.name} answers again; reading its boot time`);

  function waitUntil(deadline: number, reason: string): Decision | undefined {
    return now >= deadline ? undefined : waitForMachine(reason, deadline, host.uuid);
  }
}

function wentDown(ledger: Ledger, { uuid, name }: PlannedHost, now: number): Decision {
  const number = timesNotedLately(ledger, 'went-down', uuid, now - quickSuccession) + 1;
  if (number > mostTimesDown)
    return stop(`${name} went down ${number} times while it was prepared`, uuid, 'unexpected');
  return { kind: 'note', what: 'went-down', key: uuid, detail: { number } };
}

/** The pool calls a host live for minutes after its end; that it is silent, and something has failed on it, tells sooner. */
function isDown(ledger: Ledger, { live, serverTime, uuid }: HostFacts): boolean {
  return live === false || (serverTime === null && hasFailed(ledger, uuid));
}

function hasFailed({ attempts, stateSequence }: Ledger, host: string): boolean {
  return attempts.some(
    ({ request, outcome }) => request.key === host && outcome?.result === 'failed' && outcome.sequence > stateSequence,
  );
}
