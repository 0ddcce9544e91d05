/**
 * What keeps a run from beginning its next host although nothing is wrong: it is outside its window, the host would not be
 * ready before the window closes, or others have taken the places there are. Hosts at work always finish.
 */
import { hostByUuid } from '../../facts/pool-facts.js';
import type { PlannedHost } from '../../planning/plan.js';
import { mayBeginIn } from '../../planning/window/several-windows.js';
import { isAtTarget } from '../../versions/match-target.js';
import { waitForMachine, waitForPerson, type Decision, type TurnInput } from '../decision.js';
import { commandSince } from '../ledger.js';
import { poolOf, stop } from '../turn-context.js';

/** A run that is held back is woken when a place is free; this is for what nobody tells. */
const pace = 30_000;

/** A window is hours or days away; a person's command wakes the run. */
const windowPace = 5 * 60_000;

/** Longer than any host is at work: by then a person should know. */
const placePatience = 24 * 3_600_000;

/** Undefined: the host may be begun now, as far as time and places go. */
export function holdBack(input: TurnInput, host: PlannedHost): Decision | undefined {
  if (needsNoTime(input, host)) return undefined;
  const window = windowVerdict(input, host);
  if (window.verdict === 'never') return stop(`${host.name}: ${window.text}`, host.uuid, 'blocked');
  if (window.verdict === 'wait') {
    return { kind: 'state', state: 'waiting', reason: `${host.name}: ${window.text}`, detail: { until: window.until } };
  }
  return noPlace(input, host);
}

/** In the state that a run waits for its window in. */
export function whenWaiting(input: TurnInput, next: PlannedHost | undefined): Decision {
  if (next === undefined || needsNoTime(input, next)) return goOn('nothing is left to wait for');
  const window = windowVerdict(input, next);
  if (window.verdict === 'never') return stop(`${next.name}: ${window.text}`, next.uuid, 'blocked');
  if (window.verdict === 'wait') {
    return waitForMachine(`${next.name}: ${window.text}`, window.until, next.uuid, windowPace);
  }
  return noPlace(input, next) ?? goOn(`${next.name} may be begun`);
}

function goOn(reason: string): Decision {
  return { kind: 'state', state: 'running', reason, detail: {} };
}

function noPlace(input: TurnInput, host: PlannedHost): Decision | undefined {
  const held = input.bounds?.held;
  if (held === undefined) return undefined;
  if (held.for === 'person') return { ...waitForPerson(held.reason, host.uuid), pace };
  const deadline = input.ledger.lastRecordAt + placePatience;
  const reason = `${host.name} waits for a place: ${held.reason}`;
  if (input.now >= deadline) return { ...waitForPerson(`${reason}, for a day now`, host.uuid), pace };
  return waitForMachine(reason, deadline, host.uuid, pace);
}

function windowVerdict(input: TurnInput, host: PlannedHost): ReturnType<typeof mayBeginIn> {
  const { window } = input.plan;
  const windows = [...(window === undefined ? [] : [window]), ...(input.bounds?.windows ?? [])];
  return mayBeginIn(windows, host.forecast.duration.most + input.plan.soak, input.now);
}

/** A host that is skipped, or has been upgraded already, takes none. */
function needsNoTime(input: TurnInput, host: PlannedHost): boolean {
  const skip = input.ledger.commands.some(({ command, detail }) => command === 'skip' && detail['host'] === host.uuid);
  const pool = poolOf(input);
  const facts = pool === undefined ? undefined : hostByUuid(pool, host.uuid);
  const there = facts !== undefined && isAtTarget(input.plan.medium.target, facts.versions);
  return skip || there || commandSince(input.ledger, 'abort') !== undefined;
}
