/**
 * From the reboot until the host is proven or has failed. Nothing here touches the host: its address stays armed
 * whatever happens, and the run waits, within bounds, for what the facts show.
 */
import { isObservable, type Grant } from '../../../contract/grants.js';
import { minutes } from '../../effects/effect.js';
import { hostByUuid, type HostFacts } from '../../facts/pool-facts.js';
import type { PlannedHost } from '../../planning/plan.js';
import { describeVersions, isAtTarget, isVersionOf } from '../../versions/match-target.js';
import { formatDuration } from '../../report/format.js';
import {
  otherVersion,
  whatBarsTheWay,
  whyNotReturned,
  whyNotUpgraded,
  whyOutside,
  type FailureVerdict,
} from '../failure-kind.js';
import { waitForMachine, type Decision, type TurnInput } from '../decision.js';
import { grantOf } from '../host-grant.js';
import { lastAttempt, note, type Attempt } from '../ledger.js';
import { clockWentBack, hasReturned, type RebootBaseline } from '../returned.js';
import { inFlightByHand } from './manual/in-flight-by-hand.js';
import { poolOf, stop, whyUnreadable } from '../turn-context.js';
import { detailNumber } from '../../effects/request-detail.js';
import { installerLogOf, keepInstallerLog } from './inside-host.js';

/** A returned host's record may lag: its agent writes versions late in its start (xapi.md 2.1, up to 30 s), storage later. */
const versionGrace = 3 * minutes;

/** How long the own answer of a host that is overdue holds. */
const ownAnswerAge = 2 * minutes;

export function inFlight(input: TurnInput, host: PlannedHost): Decision {
  if (input.plan.mode === 'manual') return inFlightByHand(input, host);
  const attempt = lastAttempt(input.ledger, 'reboot-host', host.uuid);
  if (attempt === undefined) return stop(`the journal has no reboot of ${host.name}`, host.uuid, 'unexpected');
  const before = {
    bootTime: detailNumber(attempt.request, 'bootTime'),
    agentStartTime: detailNumber(attempt.request, 'agentStartTime'),
    serverTime: detailNumber(attempt.request, 'serverTime'),
  };
  const pool = poolOf(input);
  if (pool !== undefined && pool.uuid !== input.plan.pool.uuid) {
    return stop(`another pool answers in place of ${input.plan.pool.name}`, host.uuid, 'returned-as-another');
  }
  const facts = pool === undefined ? undefined : hostByUuid(pool, host.uuid);
  if (pool !== undefined && facts === undefined) {
    return stop(`the pool does not know the uuid of ${host.name} any more`, host.uuid, 'returned-as-another');
  }
  return facts !== undefined && hasReturned(facts, before)
    ? judge(input, host, facts)
    : stillAway(input, host, attempt, facts, before);
}

function judge(input: TurnInput, host: PlannedHost, facts: HostFacts): Decision {
  const returned = note(input.ledger, 'returned', host.uuid);
  if (returned === undefined) {
    return {
      kind: 'note',
      what: 'returned',
      key: host.uuid,
      detail: { bootTime: facts.bootTime, versions: facts.versions },
    };
  }
  if (isAtTarget(input.plan.medium.target, facts.versions)) {
    return {
      kind: 'note',
      what: 'proven',
      key: host.uuid,
      detail: { versions: facts.versions, bootTime: facts.bootTime },
    };
  }
  const deadline = Math.max(returned.at, input.ledger.stateSince) + versionGrace;
  if (input.now < deadline) return waitForMachine(`${host.name} is back; reading its versions`, deadline, host.uuid);
  const fetching = keepInstallerLog(input, host);
  if (fetching !== undefined) return fetching;
  const verdict = isVersionOf(host.from, facts.versions)
    ? whyNotUpgraded(grantOf(input, host.uuid))
    : otherVersion(describeVersions(facts.versions), describeVersions({ ...input.plan.medium.target, brand: null }));
  const log = installerLogOf(input.ledger, host.uuid);
  const kept = log === null ? '' : `. Its installer’s log is kept as ${log}`;
  return stop(`${host.name}: ${verdict.reason}${kept}`, host.uuid, verdict.failure);
}

function stillAway(
  input: TurnInput,
  host: PlannedHost,
  attempt: Attempt,
  facts: HostFacts | undefined,
  before: RebootBaseline,
): Decision {
  // A retry after "never returned" starts the patience anew: somebody is at the console.
  const started = Math.max(attempt.outcome?.at ?? attempt.intendedAt, input.ledger.stateSince);
  const deadline = started + host.deadlines.installing.stopAfter;
  const grant = grantOf(input, host.uuid);
  const answers = input.observation.unreachable ?? [];
  const own = input.hostAnswers?.get(host.uuid);
  const overdue = input.now - started > host.deadlines.installing.warnAfter;
  // Its own answer tells most; nobody asks a host that has time left, since a host that is down answers slowly.
  const mayAsk = facts?.live === false && !host.coordinator && overdue;
  if (mayAsk && (own === undefined || input.now - own.at > ownAnswerAge))
    return { kind: 'ask-host', host: host.uuid, address: host.address };
  const wrongClock = facts === undefined ? undefined : clockReason(input, host, attempt, facts, before);
  if (input.now >= deadline) {
    // While a member is away its coordinator must answer: when it does not, that is what failed.
    const lost = facts === undefined && !host.coordinator ? whyUnreadable(input) : undefined;
    const verdict = wrongClock ?? lost ?? whyNotReturned(grant, answers, own?.answer);
    return stop(`${host.name}: ${verdict.reason}`, host.uuid, verdict.failure, [], own?.answer);
  }
  const late = overdue ? ' (later than expected)' : '';
  const fetched = fetchedText(grant);
  const booted = facts?.bootTime != null && facts.bootTime > before.serverTime ? '; it has booted and is starting' : '';
  const barred = (wrongClock ?? whatBarsTheWay(answers) ?? whyOutside(own?.answer))?.reason;
  const seen = barred === undefined ? booted : `; ${barred}`;
  return waitForMachine(`${host.name}: ${fetched}${seen}${late}`, deadline, host.uuid);
}

/** The rule that proves a reboot stays (design: returned); what keeps it from holding is said. */
function clockReason(
  input: TurnInput,
  host: PlannedHost,
  attempt: Attempt,
  facts: HostFacts,
  before: RebootBaseline,
): FailureVerdict | undefined {
  const back = clockWentBack(facts, before, (input.now - attempt.intendedAt) / 1000);
  if (back === undefined) return undefined;
  const versions = isAtTarget(input.plan.medium.target, facts.versions)
    ? 'the versions of the medium'
    : `the versions ${describeVersions(facts.versions)}`;
  const amount = back.by === null ? '' : ` by about ${formatDuration(0, back.by * 1000)}`;
  return {
    failure: 'clock-went-back',
    reason: `${host.name} answers with ${versions}, but its clock went back${amount}: its boot time lies before the time it told before the reboot, which proves no reboot`,
  };
}

function fetchedText(grant: Grant | undefined): string {
  if (grant !== undefined && !isObservable(grant))
    return `what it reads ${grant.mirror === undefined ? 'over NFS' : 'at its mirror, a tree,'} cannot be seen`;
  const seen = grant?.progress;
  return seen === undefined || seen.firstRequestSinceArmedAt === null
    ? 'its installer has not asked for media yet'
    : `installing: ${seen.packages} of ${seen.totalPackages} packages fetched`;
}
