/**
 * A host that is being prepared has rebooted, is as old as before, and no intent of ours accounts for it: it lost its power, it
 * crashed, somebody rebooted it. Or records are missing, and it was we. A journal cannot tell these apart; a process can, that
 * has watched since it looked the host over: whatever it did in between it has written down. Such a host is begun anew, once,
 * if no guest went down with it. In every other case a person has the word.
 */
import { z } from 'zod';
import { hostByUuid, type HostFacts } from '../../facts/pool-facts.js';
import type { PlannedHost } from '../../planning/plan.js';
import { isVersionOf } from '../../versions/match-target.js';
import { waitForMachine, type Decision, type TurnInput } from '../decision.js';
import { downByUs } from '../guests-taken-down.js';
import { hostPosition } from '../host-position.js';
import { mainIsRepeatable } from '../main-is-repeatable.js';
import { lastAttempt, ledgerOfRound, note, roundOf, type Ledger, type Note } from '../ledger.js';
import { hasRestarted, type RebootBaseline } from '../returned.js';
import { poolOf, stop } from '../turn-context.js';

/** A host that goes down again and again is not for upgrading: a person should look. */
const mostByItself = 1;

/** Seconds from the start of a toolstack until what it shows of its guests is so. */
const settlingTime = 60;

/** Seconds from the boot of the host: a toolstack that still starts anew then is a person's to look at. */
const longestSettling = 15 * 60;

/** By how many seconds the host's clock may have gone another way than ours since the recheck: a clock that stood still hides a gap. */
const clocksDifferBy = 120;

/** undefined: no host has, or what is open must be settled first. */
export function unaskedReboot(input: TurnInput): Decision | undefined {
  const pool = poolOf(input);
  if (pool === undefined || input.plan.mode === 'manual') return undefined;
  for (const host of input.plan.hosts) {
    const facts = hostByUuid(pool, host.uuid);
    const ledger = ledgerOfRound(input.ledger, host.uuid);
    if (facts === undefined || !hasBooted(ledger, facts) || !isVersionOf(host.from, facts.versions)) continue;
    // A person has taken it out: it is released as it is.
    const isSkipped = input.ledger.commands.some(
      ({ command, detail }) => command === 'skip' && detail['host'] === host.uuid,
    );
    if (isSkipped) continue;
    if (hostPosition(input, host) !== 'preparing' || lastAttempt(ledger, 'reboot-host', host.uuid) !== undefined)
      continue;
    return judge(input, ledger, host, facts);
  }
  return undefined;
}

/** Judged as a restart is: a toolstack that was restarted, or a clock that was set, changes the boot time as well. */
export function hasBooted(ledger: Ledger, facts: HostFacts): boolean {
  const before = baselineOf(note(ledger, 'rechecked', facts.uuid));
  return before !== undefined && hasRestarted(facts, before);
}

function judge(input: TurnInput, ledger: Ledger, host: PlannedHost, facts: HostFacts): Decision | undefined {
  const before = note(input.ledger, 'round', host.uuid)?.detail['byItself'];
  const byItself = typeof before === 'number' ? before : 0;
  const armed = lastAttempt(ledger, 'arm-grant', host.uuid) !== undefined;
  const watched = !armed && wasWatched(input, ledger, facts);
  const settling = settlingUntil(input, facts);
  if (settling !== undefined && hasBootedLately(facts)) {
    return waitForMachine(`${host.name} has booted; its toolstack looks which guests are left`, settling, host.uuid);
  }
  const guests = guestsDown(input);
  // Older plugins add a boot entry with every `main`: only a person may have it done twice.
  const isStaged = lastAttempt(ledger, 'stage-host', host.uuid) !== undefined && !mainIsRepeatable(host);
  if (!watched || isStaged || settling !== undefined || byItself >= mostByItself || guests.length > 0)
    return stopped(host, { watched, armed, guests });
  if (input.ledger.open !== undefined || input.ledger.state !== 'running') return undefined;
  const detail = { number: roundOf(input.ledger, host.uuid) + 1, by: 'drydock', byItself: byItself + 1 };
  return { kind: 'note', what: 'round', key: host.uuid, detail };
}

/** A toolstack that has just started may show guests that went down with its host as running there. */
function settlingUntil({ now }: TurnInput, { serverTime, agentStartTime }: HostFacts): number | undefined {
  if (serverTime === null || agentStartTime === null) return undefined;
  const left = agentStartTime + settlingTime - serverTime;
  return left > 0 && left <= settlingTime ? now + left * 1000 : undefined;
}

function hasBootedLately({ bootTime, serverTime }: HostFacts): boolean {
  return bootTime === null || serverTime === null || serverTime - bootTime <= longestSettling;
}

interface Seen {
  readonly watched: boolean;
  readonly armed: boolean;
  readonly guests: readonly string[];
}

function stopped(host: PlannedHost, { watched, armed, guests }: Seen): Decision {
  const what = `${host.name} has booted since it was rechecked, with its old version, and the journal has no reboot of it`;
  const cause = `it lost its power, crashed or was rebooted by somebody${watched ? '' : ', or records of the journal are missing'}`;
  const reason = [
    `${what}${armed ? '; its address was armed' : ''}: ${cause}`,
    ...(guests.length === 0 ? [] : [`guests that ran before and are down now: ${guests.join(', ')}`]),
  ].join('; ');
  const decision = stop(reason, host.uuid, 'rebooted-unasked');
  return decision.kind === 'state' && watched ? { ...decision, detail: { ...decision.detail, watched } } : decision;
}

/** Names of guests that went down with the host, or since: who runs them wants to start them first. */
function guestsDown(input: TurnInput): readonly string[] {
  const pool = poolOf(input);
  if (pool === undefined) return [];
  const ours = downByUs(input.ledger, pool).map(({ uuid }) => uuid);
  const halted = pool.vms.filter(({ uuid, powerState }) => powerState === 'Halted' && !ours.includes(uuid));
  const ran = input.plan.baseline.vms.filter(({ powerState }) => powerState === 'Running' || powerState === 'Paused');
  return ran.filter(({ uuid }) => halted.some((vm) => vm.uuid === uuid)).map(({ name }) => name);
}

/** One process has looked at the host from its recheck on without a gap, and as much time has passed there as here. */
function wasWatched({ watchedSince, now }: TurnInput, ledger: Ledger, facts: HostFacts): boolean {
  const rechecked = note(ledger, 'rechecked', facts.uuid);
  const before = baselineOf(rechecked);
  if (rechecked === undefined || before === undefined || facts.serverTime === null) return false;
  if (watchedSince === undefined || watchedSince > rechecked.at) return false;
  const passed = (now - rechecked.at) / 1000;
  return Math.abs(facts.serverTime - before.serverTime - passed) <= clocksDifferBy;
}

/** Absent from notes of 0.5.0: nothing follows from those. */
const baselineSchema = z.object({ bootTime: z.number(), agentStartTime: z.number(), serverTime: z.number() });

function baselineOf(rechecked: Note | undefined): RebootBaseline | undefined {
  const before = baselineSchema.safeParse(rechecked?.detail);
  return before.success ? before.data : undefined;
}
