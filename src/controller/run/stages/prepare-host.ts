/**
 * A host's turn up to its reboot: approved, rechecked, out of service, empty, staged under an address of its own, the
 * address closed, the medium verified, the address armed. Each stage is judged by the facts, so a host that somebody
 * put back into service or a VM that somebody started is taken care of again.
 */
import { nobodyElse } from '../../assessments/nobody-else.js';
import { assess } from '../../assessments/assess.js';
import { clockSkew } from '../../assessments/clock-skew.js';
import { blocks } from '../../assessments/finding.js';
import { minutes, seconds } from '../../effects/effect.js';
import { guestsOn, hostByUuid, type HostFacts, type PoolFacts } from '../../facts/pool-facts.js';
import type { PlannedHost } from '../../planning/plan.js';
import { compareVersions } from '../../../releases/versions.js';
import { waitForMachine, waitForPerson, type Decision, type TurnInput } from '../decision.js';
import { grantId, grantOf } from '../host-grant.js';
import { endOlderAddress } from './older-address.js';
import { asksProbes, probeAnswers } from '../probe-answers.js';
import { lastAttempt, note, wasConfirmed, type Ledger } from '../ledger.js';
import { begin, poolOf, refusalPatience, stop, unlessClaimLost, waitForPool } from '../turn-context.js';
import { noticeLeaving } from './manual/notice-leaving.js';
import { stageByHand } from './manual/stage-by-hand.js';
import {
  othersInTheWay,
  ownTasks,
  patienceForOthers,
  textOf,
  waitForOthers,
  withoutOwnMoves,
} from './others-in-the-way.js';
import { takeDownGuests } from './take-down-guests.js';
import { mustStageAgain, proveStaged } from './inside-host.js';

/** An answer about evacuations, and a recheck, are trusted this long. */
const answerAge = 1 * minutes;
const answerBeforeStop = 10 * seconds;
const recheckAge = 10 * minutes;
/** Longer than that of evacuations: two answers that age alike and come slowly would take turns for ever. */
const pifsAge = 5 * minutes;

/** The oldest platform whose plugin may run `main` twice: 7.1, the plugin of 2016-11 (media-and-clients.md 2.7). */
const repeatableMainSince = '2.1.1';

export function prepareHost(input: TurnInput, host: PlannedHost): Decision {
  const pool = poolOf(input);
  const left = noticeLeaving(input, host, pool);
  if (left !== undefined) return left;
  if (pool === undefined) return waitForPool(input, host.uuid);
  const facts = hostByUuid(pool, host.uuid);
  if (facts === undefined) return stop(`the pool does not know ${host.name} any more`, host.uuid, 'unexpected');
  return (
    unlessClaimLost(input, host.uuid) ??
    approval(input, host) ??
    recheck(input, host, pool, facts) ??
    empty(input, host, pool, facts) ??
    (input.plan.mode === 'manual' ? stageByHand(input, host, facts, pool) : stageAndArm(input, host, facts))
  );
}

function approval(input: TurnInput, host: PlannedHost): Decision | undefined {
  if (!input.plan.pausePoints.includes('before-host')) return undefined;
  const approved = input.ledger.commands.some(
    (command) => command.command === 'approve' && command.detail['host'] === host.uuid,
  );
  return approved
    ? undefined
    : waitForPerson(`waiting for an approval of ${host.name}: drydock upgrade approve`, host.uuid);
}

function recheck(input: TurnInput, host: PlannedHost, pool: PoolFacts, facts: HostFacts): Decision | undefined {
  const done = note(input.ledger, 'rechecked', host.uuid);
  const begun = wasConfirmed(input.ledger, 'disable-host', host.uuid) && !facts.enabled;
  if (begun || (done !== undefined && input.now - done.at < recheckAge && done.sequence > input.ledger.stateSequence))
    return undefined;
  const answer = input.evacuation.get(host.uuid);
  if (answer === undefined || input.now - answer.at > answerAge) return { kind: 'ask-evacuation', host: host.uuid };
  const asksPifs = input.plan.baseline.pifs !== undefined;
  if (asksPifs && (input.pifs === undefined || input.now - input.pifs.at > pifsAge)) return { kind: 'ask-pifs' };
  const probes = asksProbes(input, 'before-host', host.uuid, 0);
  if (probes !== undefined) return probes;
  const findings = assess({
    phase: 'before-host',
    pool,
    medium: input.plan.medium,
    host: host.uuid,
    plan: input.plan,
    hosts: [host.uuid],
    baseline: input.plan.baseline,
    evacuation: new Map([[host.uuid, answer.answer]]),
    reachability: new Map(),
    ...(input.pifs === undefined ? {} : { pifs: input.pifs.answer }),
    ...probeAnswers(input, 'before-host', host.uuid),
    run: input.plan.run,
    ownTasks: ownTasks(input.ledger),
  });
  const blocking = findings.filter(blocks);
  if (blocking.length === 0) {
    return { kind: 'note', what: 'rechecked', key: host.uuid, detail: { findings: findings.length } };
  }
  const reasons = blocking.map((finding) => `${finding.subject.name}: ${finding.reason}`).join('; ');
  const byOthers = blocking.every(({ id }) => id === nobodyElse.id);
  const deadline = input.ledger.lastRecordAt + (byOthers ? patienceForOthers(input.plan) : refusalPatience);
  const checks = blocking.map(({ id }) => id);
  const failure = byOthers ? 'others-at-work' : 'blocked';
  // Nobody is stopped for what the pool said while somebody else was still at work.
  if (input.now >= deadline && input.now - answer.at > answerBeforeStop)
    return { kind: 'ask-evacuation', host: host.uuid };
  if (input.now >= deadline)
    return stop(`the recheck before ${host.name} blocks: ${reasons}`, host.uuid, failure, checks);
  return waitForMachine(`rechecking ${host.name}: ${reasons}`, deadline, host.uuid);
}

function empty(input: TurnInput, host: PlannedHost, pool: PoolFacts, facts: HostFacts): Decision | undefined {
  const detail = { name: host.name };
  if (facts.enabled) {
    const mayBeSilent = input.plan.accepted.filter(({ check }) => check === clockSkew.id).map((one) => one.host);
    const asked = mayBeSilent.length === 0 ? detail : { ...detail, mayBeSilent };
    return begin(input, { effect: 'disable-host', key: host.uuid, detail: asked }, host.uuid, 'evacuation-failed');
  }
  const others = othersInTheWay(input, host, pool);
  if (guestsOn(pool, host.uuid).length === 0) {
    // Once the address is armed nothing is waited for any more but the reading just before the reboot.
    return grantOf(input, host.uuid)?.state === 'armed' ? undefined : waitForOthers(input, host, others);
  }
  const down = takeDownGuests(input, host, pool);
  if (down !== undefined) return down.kind === 'begin' ? (waitForOthers(input, host, others) ?? down) : down;
  const evacuation = begin(input, { effect: 'evacuate-host', key: host.uuid, detail }, host.uuid, 'evacuation-failed');
  // An evacuation that failed has told; one that has not begun waits for whoever holds the guests.
  if (evacuation.kind !== 'state') return waitForOthers(input, host, others) ?? evacuation;
  const foreign = withoutOwnMoves(others, pool);
  if (foreign.length === 0 || evacuation.detail['failure'] !== 'evacuation-failed') return evacuation;
  return stop(`${evacuation.reason}; ${textOf(foreign)}`, host.uuid, 'others-at-work', [nobodyElse.id]);
}

function stageAndArm(input: TurnInput, host: PlannedHost, facts: HostFacts): Decision {
  const { ledger, plan } = input;
  const grant = grantId(ledger, host.uuid);
  const base = { name: host.name, grant, epoch: ledger.epoch };
  const request = (
    effect:
      'open-staging-grant' | 'test-url' | 'stage-host' | 'close-grant' | 'verify-media' | 'recheck-disks' | 'arm-grant',
    detail: object,
  ): Decision => begin(input, { effect, key: host.uuid, detail: { ...base, ...detail } }, host.uuid, 'staging-failed');
  const again = mainIsRepeatable(host) && mustStageAgain(ledger, host);
  if (again || !wasConfirmed(ledger, 'stage-host', host.uuid)) {
    const older = endOlderAddress(input, host, 'it came back with its old version and is begun anew');
    if (older !== undefined) return older;
    if (grantOf(input, host.uuid)?.state !== 'staging') {
      return request('open-staging-grant', { pool: plan.pool.uuid, run: plan.run, media: plan.medium.id });
    }
    if (!wasConfirmed(ledger, 'test-url', host.uuid)) return request('test-url', {});
    return request('stage-host', { mainIsRepeatable: mainIsRepeatable(host) });
  }
  const state = grantOf(input, host.uuid)?.state;
  if (state === 'staging') return request('close-grant', {});
  if (state !== 'armed') {
    const proof = proveStaged(input, host);
    if (proof !== undefined) return proof;
    if (!doneSinceStart(ledger, 'verify-media', host)) return request('verify-media', { media: plan.medium.id });
    const storage = host.emptyStorage ?? [];
    if (storage.length > 0 && !doneSinceStart(ledger, 'recheck-disks', host))
      return request('recheck-disks', { storage });
    return request('arm-grant', {});
  }
  return reboot(input, host, facts);
}

/** Since the run was last set going: after a pause of a night bytes and disks are looked at again. */
function doneSinceStart(ledger: Ledger, effect: 'verify-media' | 'recheck-disks', host: PlannedHost): boolean {
  const outcome = lastAttempt(ledger, effect, host.uuid)?.outcome;
  return outcome?.result === 'confirmed' && outcome.sequence > ledger.stateSequence;
}

function reboot(input: TurnInput, host: PlannedHost, facts: HostFacts): Decision {
  const { bootTime, agentStartTime, serverTime } = facts;
  if (bootTime === null || agentStartTime === null || serverTime === null) {
    const deadline = input.ledger.lastRecordAt + refusalPatience;
    if (input.now >= deadline)
      return stop(`${host.name} does not tell its boot time or its clock`, host.uuid, 'never-left');
    return waitForMachine(`${host.name} does not tell its boot time or its clock`, deadline, host.uuid);
  }
  const detail = {
    name: host.name,
    grant: grantId(input.ledger, host.uuid),
    isCoordinator: host.coordinator,
    mainIsRepeatable: mainIsRepeatable(host),
    bootTime,
    agentStartTime,
    serverTime,
  };
  // A call that the pool refused has told no host to go down.
  const wasRefused = lastAttempt(input.ledger, 'reboot-host', host.uuid)?.actedAt === null;
  const failure = wasRefused ? 'reboot-refused' : 'never-left';
  return begin(input, { effect: 'reboot-host', key: host.uuid, detail }, host.uuid, failure);
}

function mainIsRepeatable(host: PlannedHost): boolean {
  return host.from.platform !== null && compareVersions(host.from.platform, repeatableMainSince) >= 0;
}
