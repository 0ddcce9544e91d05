/**
 * What keeps a run from beginning its next host although nothing is wrong: it is outside its window, the host would not be
 * ready before the window closes, or others have taken the places there are. Hosts at work always finish.
 */
import { clockSkew } from '../../assessments/clock-skew.js';
import { poolClock } from '../../facts/pool-clock.js';
import { hostByUuid } from '../../facts/pool-facts.js';
import type { PlannedHost } from '../../planning/plan.js';
import { mayBeginByClocks, type ClocksVerdict } from '../../planning/window/two-clocks.js';
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
  switch (window.verdict) {
    case 'never':
      return stop(`${host.name}: ${window.text}`, host.uuid, 'blocked');
    case 'wait':
    case 'doubtful':
      return beginWaiting(host, window);
    case 'begin':
      return noPlace(input, host);
  }
}

/** In the state that a run waits for its window in. */
export function whenWaiting(input: TurnInput, next: PlannedHost | undefined): Decision {
  if (next === undefined || needsNoTime(input, next)) return goOn('nothing is left to wait for');
  const window = windowVerdict(input, next);
  switch (window.verdict) {
    case 'never':
      return stop(`${next.name}: ${window.text}`, next.uuid, 'blocked');
    case 'wait': {
      if (isDoubtful(input)) return beginWaiting(next, window);
      const deadline = window.until + input.now - shownTo(input);
      return waitForMachine(`${next.name}: ${window.text}`, deadline, next.uuid, windowPace);
    }
    case 'doubtful':
      if (!isDoubtful(input)) return beginWaiting(next, window);
      return { ...waitForPerson(`${next.name}: ${window.text}`, next.uuid), pace };
    case 'begin':
      return noPlace(input, next) ?? goOn(`${next.name} may be begun`);
  }
}

/** Written down again when a clock comes into doubt, or out of it, while it waits: a person is told by the record. */
function beginWaiting(host: PlannedHost, window: Exclude<ClocksVerdict, { verdict: 'begin' | 'never' }>): Decision {
  const detail = window.verdict === 'wait' ? { until: window.until } : { doubtful: true };
  return { kind: 'state', state: 'waiting', reason: `${host.name}: ${window.text}`, detail };
}

function isDoubtful({ ledger }: TurnInput): boolean {
  return ledger.stateDetail['doubtful'] === true;
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

function windowVerdict(input: TurnInput, host: PlannedHost): ClocksVerdict {
  const { window, accepted, soak } = input.plan;
  const windows = [...(window === undefined ? [] : [window]), ...(input.bounds?.windows ?? [])];
  const pool = poolOf(input);
  const wrong = accepted.filter(({ check }) => check === clockSkew.id).map((acceptance) => acceptance.host);
  const own = shownTo(input);
  return mayBeginByClocks(windows, host.forecast.duration.most + soak, {
    ...{ own, pool: pool === undefined ? undefined : poolClock(pool, input.now, wrong) },
  });
}

function shownTo({ shown, now }: TurnInput): number {
  return shown ?? now;
}

/** A host that is skipped, or has been upgraded already, takes none. */
function needsNoTime(input: TurnInput, host: PlannedHost): boolean {
  const skip = input.ledger.commands.some(({ command, detail }) => command === 'skip' && detail['host'] === host.uuid);
  const pool = poolOf(input);
  const facts = pool === undefined ? undefined : hostByUuid(pool, host.uuid);
  const there = facts !== undefined && isAtTarget(input.plan.medium.target, facts.versions);
  return skip || there || commandSince(input.ledger, 'abort') !== undefined;
}
