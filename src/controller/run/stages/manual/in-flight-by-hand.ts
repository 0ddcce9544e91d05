/**
 * From the moment a host that is upgraded by hand was seen to go until it is proven: the proof is the same as in Automatic mode.
 * A medium in a drive is read where nobody sees it, so that silence proves nothing here.
 */
import { isObservable, type Grant } from '../../../../contract/grants.js';
import { minutes } from '../../../effects/effect.js';
import { hostByUuid, type HostFacts, type PoolFacts } from '../../../facts/pool-facts.js';
import { describeVersions, isAtTarget } from '../../../versions/match-target.js';
import type { PlannedHost } from '../../../planning/plan.js';
import { waitForMachine, type Decision, type TurnInput } from '../../decision.js';
import { whatBarsTheWay, whyAnother, whyNotUpgraded, type FailureVerdict } from '../../failure-kind.js';
import { grantOf } from '../../host-grant.js';
import { note, timesNotedLately } from '../../ledger.js';
import { baselineByHand, stillRuns } from '../../manual-history.js';
import { hasReturned, type RebootBaseline } from '../../returned.js';
import { poolOf, quickSuccession, stop } from '../../turn-context.js';
import { reminder } from './reminders.js';

/** A returned host's record may lag (in-flight.ts). */
const versionGrace = 3 * minutes;

/** How long the own answer of a host that is away holds. */
const ownAnswerAge = 5 * minutes;

/** Each time is two records. A network that breaks now and then while a person takes days is another matter, and stops nothing. */
const mostTimesBack = 5;

const installedAnew =
  'if "Perform clean installation" was chosen, its old identity is gone: forget it (xe host-forget) and join the new host to the pool, or restore the backup from the installer';

export function inFlightByHand(input: TurnInput, host: PlannedHost): Decision {
  const before = baselineByHand(input.ledger, host.uuid);
  if (before === undefined)
    return stop(`the journal does not say when ${host.name} was handed over`, host.uuid, 'unexpected');
  const pool = poolOf(input);
  if (pool !== undefined && pool.uuid !== input.plan.pool.uuid)
    return stop(
      `another pool answers in place of ${input.plan.pool.name}; ${installedAnew}`,
      host.uuid,
      'returned-as-another',
    );
  const facts = pool === undefined ? undefined : hostByUuid(pool, host.uuid);
  if (pool !== undefined && facts === undefined)
    return stop(
      `the pool does not know the uuid of ${host.name} any more; ${installedAnew}`,
      host.uuid,
      'returned-as-another',
    );
  if (facts !== undefined && hasReturned(facts, before)) return judge(input, host, facts);
  // It was an interruption of the network, or a restart of its toolstack.
  const asked = grantOf(input, host.uuid)?.progress.firstRequestSinceArmedAt ?? null;
  if (facts !== undefined && asked === null && stillRuns(facts, before) && !wasRebooted(input, host))
    return stillHere(input, host);
  return stillAway(input, host, { facts, before, pool });
}

function stillHere({ ledger, now }: TurnInput, { uuid, name }: PlannedHost): Decision {
  const number = timesNotedLately(ledger, 'still-here', uuid, now - quickSuccession) + 1;
  if (number <= mostTimesBack) return { kind: 'note', what: 'still-here', key: uuid, detail: { number } };
  const reason = `${name} went away and came back ${number} times without having been rebooted: look at its network and its toolstack`;
  return stop(reason, uuid, 'unexpected');
}

function wasRebooted(input: TurnInput, host: PlannedHost): boolean {
  return input.ledger.attempts.some(({ request }) => request.effect === 'reboot-host' && request.key === host.uuid);
}

function judge(input: TurnInput, host: PlannedHost, facts: HostFacts): Decision {
  const returned = note(input.ledger, 'returned', host.uuid);
  const detail = { bootTime: facts.bootTime, versions: facts.versions };
  if (returned === undefined) return { kind: 'note', what: 'returned', key: host.uuid, detail };
  if (isAtTarget(input.plan.medium.target, facts.versions))
    return { kind: 'note', what: 'proven', key: host.uuid, detail };
  const deadline = Math.max(returned.at, input.ledger.stateSince) + versionGrace;
  if (input.now < deadline) return waitForMachine(`${host.name} is back; reading its versions`, deadline, host.uuid);
  const verdict = whyNotProven(host, facts, grantOf(input, host.uuid));
  return stop(`${host.name}: ${verdict.reason}`, host.uuid, verdict.failure);
}

function whyNotProven(host: PlannedHost, facts: HostFacts, grant: Grant | undefined): FailureVerdict {
  const now = describeVersions(facts.versions);
  if (now !== describeVersions(host.from)) {
    const reason = `it came back with ${now}, which is neither what it had nor what the medium has: another medium was booted`;
    return { failure: 'returned-with-other-version', reason };
  }
  if (isSilent(grant)) {
    const reason =
      'it came back with its old version, and nothing was read at its address: it was not booted from the medium, or the installer was left before it upgraded';
    return { failure: 'never-fetched', reason };
  }
  return whyNotUpgraded(grant);
}

interface Away {
  readonly facts: HostFacts | undefined;
  readonly before: RebootBaseline;
  readonly pool: PoolFacts | undefined;
}

function stillAway(input: TurnInput, host: PlannedHost, { facts, before, pool }: Away): Decision {
  const left = note(input.ledger, 'left-by-hand', host.uuid)?.at ?? input.now;
  const since = Math.max(left, input.ledger.stateSince);
  const { manual } = input.plan;
  const barred = whatBarsTheWay(input.observation.unreachable ?? []);
  const own = input.hostAnswers?.get(host.uuid);
  if (mayAnswerItself(input, host, { facts, since }) && (own === undefined || input.now - own.at > ownAnswerAge))
    return { kind: 'ask-host', host: host.uuid, address: host.address };
  const another = facts?.live === false && own !== undefined && own.at >= since ? whyAnother(own.answer) : undefined;
  if (another !== undefined)
    return stop(`${host.name}: ${another.reason}; ${installedAnew}`, host.uuid, another.failure, [], own?.answer);
  const unproven = facts === undefined ? undefined : answersWithoutProof(facts, before);
  // Who is back is not waited for as one who has not gone to the console yet.
  const patience = unproven === undefined ? (manual?.stopAfter ?? 0) : 0;
  const limit = Math.max(host.deadlines.installing.stopAfter, patience);
  if (input.now >= since + limit) {
    if (unproven !== undefined) return stop(`${host.name} ${unproven}`, host.uuid, 'clock-went-back');
    const verdict = barred ?? { failure: 'never-returned' as const, reason: 'it has not come back' };
    return stop(`${host.name}: ${verdict.reason}; ${installedAnew}`, host.uuid, verdict.failure);
  }
  const cannotRead = pool === undefined ? 'the pool cannot be read' : undefined;
  const seen = [unproven ?? progressText(grantOf(input, host.uuid)), barred?.reason, cannotRead];
  const text = `${host.name}: ${seen.filter((part) => part !== undefined).join('; ')}`;
  const late = input.now - since > host.deadlines.installing.warnAfter;
  const due = manual === undefined || !late ? undefined : reminder(input, { manual, host, since, text });
  return (
    due ?? waitForMachine(late ? `${text} (later than expected: look at its console)` : text, since + limit, host.uuid)
  );
}

/** A member that has been away for as long as an installation takes. Its own answer tells what its pool cannot: that it is none any more. */
function mayAnswerItself(
  { now }: TurnInput,
  { coordinator, deadlines }: PlannedHost,
  { facts, since }: { readonly facts: HostFacts | undefined; readonly since: number },
): boolean {
  return facts?.live === false && !coordinator && now - since > deadlines.installing.expected;
}

/** It is there again with another boot time, and yet not later than the clock that was read when it was handed over. */
function answersWithoutProof(facts: HostFacts, before: RebootBaseline): string | undefined {
  const answers = facts.live === true && facts.serverTime !== null && facts.bootTime !== null;
  if (!answers || facts.bootTime === before.bootTime) return undefined;
  return `answers with ${describeVersions(facts.versions)}, but its boot time is not later than the clock that it told when it was handed over, which proves no reboot`;
}

/** Nothing was read at its address, as far as that would be seen: over NFS, or at a mirrored tree, silence says nothing. */
function isSilent(grant: Grant | undefined): boolean {
  return (grant === undefined || isObservable(grant)) && grant?.progress.firstRequestSinceArmedAt == null;
}

function progressText(grant: Grant | undefined): string {
  if (grant !== undefined && !isObservable(grant)) return 'away; what it reads cannot be seen';
  const seen = grant?.progress;
  return seen?.firstRequestSinceArmedAt == null
    ? 'away; nothing is read at its address (a medium in its drive is not seen)'
    : `installing: ${seen.packages} of ${seen.totalPackages} packages fetched`;
}
