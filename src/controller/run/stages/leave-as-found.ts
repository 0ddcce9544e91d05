/**
 * The end of a run, done or aborted: VMs go home, WLB and HA are as before, the claim is given up. What cannot be put
 * back now is noted with its condition and the command that does it; none of it keeps the rest from being done.
 */
import { readClaim } from '../../ownership/claim.js';
import { minutes } from '../../effects/effect.js';
import { hostByUuid, type PoolFacts } from '../../facts/pool-facts.js';
import { compareVersions } from '../../../releases/versions.js';
import type { BaselineVm } from '../../planning/baseline.js';
import { noteLoss } from '../claim-history.js';
import { waitForMachine, type Decision, type TurnInput } from '../decision.js';
import { everConfirmed, lastAttempt, note, wasConfirmed } from '../ledger.js';
import { begin, poolOf, waitForPool } from '../turn-context.js';
import { claimIsAnothers } from './hold-claim.js';
import { bringBackAtEnd } from './bring-back-guests.js';
import { cleanPacks } from './clean-packs.js';
import { undoFixes } from './undo-fixes.js';
import { onlyMoved, policyOf } from '../../planning/guests/guest-plan.js';
import { lastBringingBack } from '../guests-taken-down.js';

/** The flag of the mixed state goes up to 30 s after the last host's record changed (xapi.md 2.1). */
const flagLag = 3 * minutes;

/** How often a VM's way home is tried: a second time after the others have made room. */
const homeAttempts = 2;

/** undefined when nothing is left to do. */
export function leaveAsFound(input: TurnInput): Decision | undefined {
  const pool = poolOf(input);
  if (pool === undefined) return waitForPool(input, null);
  // Where the VMs are is told; what becomes of the pool is its new owner's to say.
  if (input.ledger.state === 'undoing' && claimIsAnothers(input)) return vmsHome(input, pool);
  return (
    bringBackAtEnd(input, pool) ??
    vmsHome(input, pool) ??
    undoFixes(input) ??
    cleanPacks(input) ??
    wlb(input, pool) ??
    ha(input, pool) ??
    haFailures(input, pool) ??
    claim(input, pool)
  );
}

function vmsHome(input: TurnInput, pool: PoolFacts): Decision | undefined {
  const fewest = vmsAway(input, pool).sort((a, b) => attemptsOf(input, a) - attemptsOf(input, b))[0];
  if (fewest === undefined) return undefined;
  const obstacle = whyNotHome(input, pool, fewest);
  if (obstacle !== undefined) return leftAway(pool, fewest, obstacle);
  const home = fewest.host ?? '';
  const detail = { name: fewest.name, host: home, hostName: hostByUuid(pool, home)?.name ?? home };
  return beginBestEffort(input, 'move-vm-home', fewest.uuid, detail);
}

function vmsAway(input: TurnInput, pool: PoolFacts): BaselineVm[] {
  return input.plan.baseline.vms.filter(
    (vm) => (isAway(pool, vm) || isDown(pool, vm)) && note(input.ledger, 'left-away', vm.uuid) === undefined,
  );
}

function leftAway(pool: PoolFacts, vm: BaselineVm, reason: string): Decision {
  const detail = { name: vm.name, home: vm.host, reason, found: stateOf(pool, vm) };
  return { kind: 'note', what: 'left-away', key: vm.uuid, detail };
}

/** Ran, and does not now: left as it is, since nobody knows who stopped it and why, but named. */
function isDown(pool: PoolFacts, before: BaselineVm): boolean {
  return before.powerState === 'Running' && before.host !== null && stateOf(pool, before) !== 'Running';
}

/** Its power state, or that there is no such VM any more. */
function stateOf(pool: PoolFacts, before: BaselineVm): string {
  return pool.vms.find((candidate) => candidate.uuid === before.uuid)?.powerState ?? 'Gone';
}

/** Runs, but not where it ran. */
function isAway(pool: PoolFacts, before: BaselineVm): boolean {
  const vm = pool.vms.find((candidate) => candidate.uuid === before.uuid);
  return (
    before.powerState === 'Running' &&
    before.host !== null &&
    vm?.powerState === 'Running' &&
    vm.residentOn !== before.host
  );
}

function attemptsOf(input: TurnInput, vm: BaselineVm): number {
  return lastAttempt(input.ledger, 'move-vm-home', vm.uuid)?.attempt ?? 0;
}

function whyNotHome(input: TurnInput, pool: PoolFacts, vm: BaselineVm): string | undefined {
  const last = lastAttempt(input.ledger, 'move-vm-home', vm.uuid);
  if (last?.outcome?.result === 'failed' && last.attempt >= homeAttempts) return last.outcome.reason;
  if (input.ledger.state === 'undoing' && claimIsAnothers(input))
    return 'the pool has been taken over by somebody else';
  if (isDown(pool, vm)) return whyDown(input, pool, vm);
  if (policyOf(input.plan.guests ?? onlyMoved, vm.uuid) === 'leave') return 'its policy is to be left where it landed';
  const home = vm.host === null ? undefined : hostByUuid(pool, vm.host);
  if (home === undefined) return 'its home is not in the pool any more';
  if (!home.enabled || home.live !== true) return `${home.name} is out of service`;
  const nowOn = pool.vms.find((candidate) => candidate.uuid === vm.uuid)?.residentOn;
  const current = nowOn == null ? undefined : hostByUuid(pool, nowOn);
  const older = compareVersions(home.versions.platform ?? '0', current?.versions.platform ?? '0') < 0;
  return older ? `${home.name} is older than the host the VM runs on; VMs never move to an older host` : undefined;
}

function whyDown({ ledger }: TurnInput, pool: PoolFacts, vm: BaselineVm): string {
  const last = lastBringingBack(ledger, vm.uuid)?.outcome;
  const failure = last?.result === 'failed' ? `; it did not start: ${last.reason}` : '';
  return `it is ${stateOf(pool, vm).toLowerCase()} now${failure}`;
}

function wlb(input: TurnInput, pool: PoolFacts): Decision | undefined {
  const key = input.plan.pool.uuid;
  if (!everConfirmed(input.ledger, 'disable-wlb', key) || pool.wlbEnabled) return undefined;
  return unlessPending(input, 'restore-wlb', key, {});
}

function ha(input: TurnInput, pool: PoolFacts): Decision | undefined {
  const key = input.plan.pool.uuid;
  const change = haChange(input);
  if (change === undefined || pool.haEnabled || note(input.ledger, 'pending-undo', 'restore-ha') !== undefined)
    return undefined;
  const platforms = new Set(pool.hosts.map((host) => `${host.versions.platform ?? ''} ${host.versions.xapi ?? ''}`));
  if (platforms.size > 1) {
    const detail = { condition: 'all hosts run the same version', heartbeatSrs: change.heartbeatSrs };
    return { kind: 'note', what: 'pending-undo', key: 'restore-ha', detail };
  }
  if (pool.rollingUpgradeFlag) {
    const deadline = input.ledger.lastRecordAt + flagLag;
    if (input.now < deadline) return waitForMachine('the pool has not noticed yet that all versions agree', deadline);
  }
  return unlessPending(input, 'restore-ha', key, { heartbeatSrs: change.heartbeatSrs });
}

function haFailures(input: TurnInput, pool: PoolFacts): Decision | undefined {
  const change = haChange(input);
  if (change === undefined || !pool.haEnabled || pool.haFailuresToTolerate === change.failuresToTolerate)
    return undefined;
  return unlessPending(input, 'restore-ha-failures', input.plan.pool.uuid, {
    failuresToTolerate: change.failuresToTolerate,
  });
}

function haChange(input: TurnInput): { heartbeatSrs: string[]; failuresToTolerate: number } | undefined {
  const change = input.plan.changes.find((candidate) => candidate.effect === 'disable-ha');
  return change?.effect === 'disable-ha' && everConfirmed(input.ledger, 'disable-ha', input.plan.pool.uuid)
    ? change
    : undefined;
}

function claim(input: TurnInput, pool: PoolFacts): Decision | undefined {
  const key = input.plan.pool.uuid;
  if (wasConfirmed(input.ledger, 'release-claim', key)) return undefined;
  const holder = readClaim(pool.otherConfig);
  // At the very end nothing is left to do that would need it.
  if (holder?.run !== input.plan.run) return noteLoss(input, holder);
  return begin(input, { effect: 'release-claim', key, detail: {} }, null);
}

/** An undo that failed is noted as pending with its reason, and the rest goes on. */
function unlessPending(
  input: TurnInput,
  effect: 'restore-wlb' | 'restore-ha' | 'restore-ha-failures',
  key: string,
  detail: Readonly<Record<string, unknown>>,
): Decision | undefined {
  if (note(input.ledger, 'pending-undo', effect) !== undefined) return undefined;
  const last = lastAttempt(input.ledger, effect, key);
  if (last?.outcome?.result === 'failed' && last.outcome.sequence > input.ledger.stateSequence) {
    return {
      kind: 'note',
      what: 'pending-undo',
      key: effect,
      detail: { ...detail, condition: `it failed: ${last.outcome.reason}` },
    };
  }
  return beginBestEffort(input, effect, key, detail);
}

function beginBestEffort(
  input: TurnInput,
  effect: 'move-vm-home' | 'restore-wlb' | 'restore-ha' | 'restore-ha-failures',
  key: string,
  detail: Readonly<Record<string, unknown>>,
): Decision {
  const last = lastAttempt(input.ledger, effect, key);
  // `begin` stops the run after a failure; here a failure of one thing must not keep the rest from being put back.
  const failedBefore = last?.outcome?.result === 'failed';
  return failedBefore
    ? { kind: 'begin', request: { effect, key, detail }, attempt: last.attempt + 1 }
    : begin(input, { effect, key, detail }, null);
}
