/**
 * Starts or resumes what the run has taken down: after the soak of its host, when a host is given back, and once more at the
 * end. One that does not start is named, and keeps nothing else from going on.
 */
import { hostByUuid, type PoolFacts } from '../../facts/pool-facts.js';
import { onlyMoved, startOrderOf } from '../../planning/guests/guest-plan.js';
import type { PlannedHost } from '../../planning/plan.js';
import { compareVersions } from '../../../releases/versions.js';
import type { Decision, TurnInput } from '../decision.js';
import { downByUs, lastBringingBack, type DownGuest } from '../guests-taken-down.js';
import { note } from '../ledger.js';
import { begin } from '../turn-context.js';

/** At the end each is tried twice more: where it was, and where the pool likes. */
const attemptsAtEnd = 2;

/** The guests of one host; undefined when each of them runs or has been tried. */
export function bringBackGuests(input: TurnInput, host: PlannedHost, pool: PoolFacts): Decision | undefined {
  for (const guest of inStartOrder(input, downByUs(input.ledger, pool))) {
    if (guest.host !== host.uuid || note(input.ledger, 'not-started', guest.uuid) !== undefined) continue;
    const failure = lastFailure(input, guest);
    if (failure !== undefined) {
      const detail = { name: guest.name, host: host.uuid, reason: failure };
      return { kind: 'note', what: 'not-started', key: guest.uuid, detail };
    }
    return bringBack(input, guest, pool, true);
  }
  return undefined;
}

/** Whatever is still down; undefined when nothing is, or all of it has been tried. */
export function bringBackAtEnd(input: TurnInput, pool: PoolFacts): Decision | undefined {
  for (const guest of inStartOrder(input, downByUs(input.ledger, pool))) {
    const before = note(input.ledger, 'not-started', guest.uuid) === undefined ? 0 : 1;
    const tried = guest.failures - before;
    if (tried >= attemptsAtEnd) continue;
    return bringBack(input, guest, pool, tried === 0);
  }
  return undefined;
}

function inStartOrder({ plan }: TurnInput, guests: readonly DownGuest[]): readonly DownGuest[] {
  const order = ({ uuid }: DownGuest): number => startOrderOf(plan.guests ?? onlyMoved, uuid);
  return guests.toSorted((a, b) => order(a) - order(b));
}

function lastFailure({ ledger }: TurnInput, guest: DownGuest): string | undefined {
  const last = lastBringingBack(ledger, guest.uuid);
  if (last === undefined || last.sequence < guest.since || last.outcome === null) return undefined;
  return last.outcome.result === 'failed' ? last.outcome.reason : undefined;
}

function bringBack(input: TurnInput, guest: DownGuest, pool: PoolFacts, atHome: boolean): Decision {
  const home = atHome && mayTake(pool, guest.host) ? hostByUuid(pool, guest.host) : undefined;
  const detail = { name: guest.name, host: home?.uuid ?? '', hostName: home?.name ?? '' };
  const effect = guest.state === 'Suspended' ? 'resume-vm' : 'start-vm';
  const last = lastBringingBack(input.ledger, guest.uuid);
  const request = { effect, key: guest.uuid, detail } as const;
  // `begin` stops the run after a failure; that one guest does not start must keep nothing else from going on.
  return last?.request.effect === effect && last.outcome?.result === 'failed'
    ? { kind: 'begin', request, attempt: last.attempt + 1 }
    : begin(input, request, guest.host);
}

/** In a half-upgraded pool guests start on its newest hosts only (xapi.md 2.2). */
function mayTake(pool: PoolFacts, uuid: string): boolean {
  const host = hostByUuid(pool, uuid);
  if (host?.enabled !== true || host.live !== true) return false;
  const version = (platform: string | null): string => platform ?? '0';
  return pool.hosts.every(
    (other) => compareVersions(version(host.versions.platform), version(other.versions.platform)) >= 0,
  );
}
