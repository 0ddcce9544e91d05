/**
 * Watches a host that came back well before the next one is begun: it stays alive, in service and connected, its guests go on
 * running, and the pool raises no alert about it. What is not well begins the time anew when it heals by itself, and stops
 * the run when it does not.
 */
import { minutes } from '../../effects/effect.js';
import { hostByUuid, type PoolFacts } from '../../facts/pool-facts.js';
import type { PoolMessage } from '../../../xapi/messages/read-messages.js';
import type { PlannedHost } from '../../planning/plan.js';
import { waitForMachine, type Decision, type TurnInput } from '../decision.js';
import { note, timesNoted, type Note } from '../ledger.js';
import { refusalPatience, stop } from '../turn-context.js';
import { bringBackGuests } from './bring-back-guests.js';

/** How long something may be amiss before it counts: a guest that reboots, storage that reconnects. */
const unwellPatience = 5 * minutes;

/** A host that heals and ails again and again is never watched to the end: each time is a record, and begins the time anew. */
const mostTimesUnwell = 5;

/** How old a look at the alerts may be. */
const alertsAge = 2 * minutes;

/** Graver than "the service has recovered" (xapi.md 1.9). */
const gravePriority = 3;

export interface Blocking {
  readonly text: string;
  readonly checks: readonly string[];
}

/** Since the run was last set going: a person who says "retry" has the host helped once more. */
export function isWatched(input: TurnInput, host: PlannedHost): boolean {
  const watched = note(input.ledger, 'watched', host.uuid);
  return watched !== undefined && watched.sequence > input.ledger.stateSequence;
}

/** @param blocking what the assessments after a host find now */
export function soak(input: TurnInput, host: PlannedHost, pool: PoolFacts, blocking: Blocking): Decision {
  const watched = note(input.ledger, 'watched', host.uuid);
  if (watched === undefined || !isWatched(input, host)) return begin(input, host, pool);
  const ask = asksAlerts(input, watched);
  if (ask !== undefined) return ask;
  const alerts = alertsAbout(input, host, pool, watched);
  if (alerts.length > 0) {
    const names = alerts.map(({ name, priority }) => `${name} (priority ${priority})`).join(', ');
    return stop(`${host.name} was watched, and the pool raised an alert: ${names}`, host.uuid, 'unwell');
  }
  const amiss = [blocking.text, guestsAmiss(input, pool, watched)].filter((text) => text !== '').join('; ');
  if (amiss !== '') return notWell(input, host, watched, { text: amiss, checks: blocking.checks });
  const unwell = unwellSince(input, host, watched);
  if (unwell !== undefined) return begin(input, host, pool);
  const arrived = guestsOf(pool, host).filter((vm) => !vmsOf(watched).includes(vm));
  if (arrived.length > 0) return begin(input, host, pool, [...vmsOf(watched), ...arrived], watched);
  return end(input, host, pool, watched);
}

/** The time begins, or goes on with the guests that have arrived. */
function begin(
  input: TurnInput,
  host: PlannedHost,
  pool: PoolFacts,
  vms: readonly string[] = guestsOf(pool, host),
  goesOn?: Note,
): Decision {
  const serverTime = hostByUuid(pool, pool.coordinator)?.serverTime ?? null;
  const since =
    goesOn === undefined
      ? { since: input.now, serverTime }
      : { since: sinceOf(goesOn), serverTime: serverTimeOf(goesOn) };
  return { kind: 'note', what: 'watched', key: host.uuid, detail: { ...since, vms } };
}

function end(input: TurnInput, host: PlannedHost, pool: PoolFacts, watched: Note): Decision {
  const until = sinceOf(watched) + input.plan.soak;
  // Those that had to stop are started again once the host has proven that it stays well.
  if (input.now >= until)
    return bringBackGuests(input, host, pool) ?? { kind: 'note', what: 'host-done', key: host.uuid, detail: {} };
  const guests = vmsOf(watched).length;
  const what = `watching ${host.name} (alive, in service, connected, its ${guests} VMs, alerts) before the next host`;
  return waitForMachine(what, until + refusalPatience, host.uuid);
}

function notWell(input: TurnInput, host: PlannedHost, watched: Note, amiss: Blocking): Decision {
  const since = unwellSince(input, host, watched);
  const reason = `${host.name} was watched, and is not well: ${amiss.text}`;
  if (since === undefined) {
    const number = timesNoted(input.ledger, 'unwell', host.uuid) + 1;
    if (number > mostTimesUnwell)
      return stop(`${reason} (for the ${number}th time)`, host.uuid, 'unwell', amiss.checks);
    return { kind: 'note', what: 'unwell', key: host.uuid, detail: { reason: amiss.text, number } };
  }
  const deadline = since.at + unwellPatience;
  if (input.now >= deadline) return stop(reason, host.uuid, 'unwell', amiss.checks);
  return waitForMachine(reason, deadline, host.uuid);
}

function unwellSince(input: TurnInput, host: PlannedHost, watched: Note): Note | undefined {
  const unwell = note(input.ledger, 'unwell', host.uuid);
  return unwell !== undefined && unwell.sequence > watched.sequence ? unwell : undefined;
}

function guestsAmiss(input: TurnInput, pool: PoolFacts, watched: Note): string {
  return vmsOf(watched)
    .flatMap((uuid) => {
      const vm = pool.vms.find((candidate) => candidate.uuid === uuid);
      if (vm?.powerState === 'Running' || vm?.powerState === 'Paused') return [];
      const name = vm?.name ?? input.plan.baseline.vms.find((candidate) => candidate.uuid === uuid)?.name ?? uuid;
      return [`${name} ran on it and is ${vm === undefined ? 'gone' : vm.powerState.toLowerCase()}`];
    })
    .join('; ');
}

function asksAlerts(input: TurnInput, watched: Note): Decision | undefined {
  const since = serverTimeOf(watched);
  const known = input.alerts;
  if (since === null || (known !== undefined && known.since === since && input.now - known.at <= alertsAge))
    return undefined;
  return { kind: 'ask-alerts', since };
}

/** About the host itself, its guests, its storage and the pool; other hosts have their own turn. */
function alertsAbout(input: TurnInput, host: PlannedHost, pool: PoolFacts, watched: Note): readonly PoolMessage[] {
  if (input.alerts?.answer.known !== true || input.alerts.since !== serverTimeOf(watched)) return [];
  const storage = pool.pbds.filter((pbd) => pbd.host === host.uuid).map(({ sr }) => sr);
  const about = new Set([host.uuid, pool.uuid, ...vmsOf(watched), ...storage]);
  return input.alerts.answer.value.filter(
    (alert) => alert.priority <= gravePriority && about.has(alert.about) && !alert.name.startsWith('DRYDOCK'),
  );
}

function guestsOf(pool: PoolFacts, host: PlannedHost): string[] {
  return pool.vms.filter((vm) => vm.residentOn === host.uuid && vm.powerState === 'Running').map(({ uuid }) => uuid);
}

function vmsOf({ detail }: Note): readonly string[] {
  const vms = detail['vms'];
  return Array.isArray(vms) ? vms.filter((vm): vm is string => typeof vm === 'string') : [];
}

function sinceOf({ detail, at }: Note): number {
  return typeof detail['since'] === 'number' ? detail['since'] : at;
}

function serverTimeOf({ detail }: Note): number | null {
  return typeof detail['serverTime'] === 'number' ? detail['serverTime'] : null;
}
