/** The picture of a run that people see: derived from journal, plan, grants and the last decision, never kept. */
import { packStatus } from './pack-status.js';
import { isObservable, type Grant } from '../../contract/grants.js';
import { hostFailures, type HostState, type HostStatus, type RunStatus } from '../../contract/run-status.js';
import { effects } from '../effects/registry.js';
import type { HostVersions, PoolFacts } from '../facts/pool-facts.js';
import type { Plan, PlannedHost } from '../planning/plan.js';
import { changesOf } from './changes.js';
import { consoleSteps } from '../manual/instructions.js';
import type { Decision, Wait } from './decision.js';
import { isFinished } from './host-position.js';
import { lastAttempt, ledgerOfRound, note, noteText, roundOf, wasConfirmed, type Ledger } from './ledger.js';
import { handOverOf, isAwayByHand } from './manual-history.js';
import { nextActions } from './next-actions.js';
import { toldFindings } from './told-findings.js';
import { recoverySteps } from './recovery.js';

/** What the last turn saw and decided; absent for a run that is not being turned. */
export interface LastTurn {
  readonly decision: Decision;
  readonly grants: readonly Grant[];
  /** The pool as it was read last; undefined where it could not be read yet. */
  readonly pool?: PoolFacts | undefined;
}

/** The last picture of each ledger: a page that is open asks for all runs each second, and most of them have not moved. */
const pictures = new WeakMap<Ledger, Kept>();

interface Kept {
  readonly plan: Plan;
  readonly last: LastTurn | undefined;
  readonly picture: RunStatus;
}

export function runStatus(plan: Plan, ledger: Ledger, last: LastTurn | undefined): RunStatus {
  const kept = pictures.get(ledger);
  if (kept !== undefined && kept.plan === plan && kept.last === last) return kept.picture;
  const picture = pictureOf(plan, ledger, last);
  pictures.set(ledger, { plan, last, picture });
  return picture;
}

function pictureOf(plan: Plan, ledger: Ledger, last: LastTurn | undefined): RunStatus {
  const current = plan.hosts.find((host) => !isFinished(ledgerOfRound(ledger, host.uuid), host.uuid));
  return {
    run: plan.run,
    pool: plan.pool.name,
    media: plan.medium.id,
    state: ledger.state,
    reason: waitReason(last?.decision) ?? ledger.stateReason,
    startedAt: ledger.startedAt,
    endedAt: ledger.endedAt,
    hosts: [...plan.hosts.map((host) => hostStatus(plan, ledger, host, current, last)), ...alreadyThere(plan)],
    changes: changesOf(plan, ledger, last?.grants ?? []),
    findings: toldFindings(plan, ledger),
  };
}

/** In a list, of a run whose plan cannot be read: as much as its journal tells without it. */
export function unreadStatus(
  { run, state, startedAt, endedAt }: Pick<Ledger, 'run' | 'state' | 'startedAt' | 'endedAt'>,
  pool: string,
  problem: string,
): RunStatus {
  const reason = `its plan cannot be read: ${problem}`;
  return { run, pool, addedAs: pool, media: 'unknown', state, reason, startedAt, endedAt, hosts: [], changes: [] };
}

/** What the last turn decided, as far as it tells more than the state of the run does. */
export function waitReason(decision: Decision | undefined): string | undefined {
  if (decision?.kind === 'wait') return decision.reason;
  if (decision?.kind === 'begin') return effects[decision.request.effect].describe(decision.request);
  if (decision?.kind !== 'conclude') return undefined;
  return effects[decision.attempt.request.effect].describe(decision.attempt.request);
}

function hostStatus(
  plan: Plan,
  whole: Ledger,
  host: PlannedHost,
  current: PlannedHost | undefined,
  last: LastTurn | undefined,
): HostStatus {
  const ledger = ledgerOfRound(whole, host.uuid);
  const state = hostState(ledger, host, current);
  const wait = last?.decision.kind === 'wait' && last.decision.host === host.uuid ? last.decision : undefined;
  const grant = last?.grants.find(
    (candidate) => candidate.id === `${plan.run}.${host.uuid}.${roundOf(whole, host.uuid)}`,
  );
  return {
    uuid: host.uuid,
    name: host.name,
    state,
    from: versionText(host.from),
    to: versionText(plan.medium.target),
    failure: failureOf(plan, whole, host),
    progress: progressOf(grant, state),
    ...packStatus(plan, whole, host.uuid),
    since: since(ledger, host),
    deadline: wait?.deadline ?? null,
    reason: wait?.reason ?? reasonOf(ledger, host, state),
    ...instructionsOf(plan, ledger, host, state, wait),
  };
}

function hostState(ledger: Ledger, host: PlannedHost, current: PlannedHost | undefined): HostState {
  if (note(ledger, 'skipped', host.uuid) !== undefined) return 'skipped';
  if (note(ledger, 'host-done', host.uuid) !== undefined) return 'done';
  const failed = ledger.state === 'stopped' && ledger.stateDetail['host'] === host.uuid;
  if (failed || note(ledger, 'given-up', host.uuid) !== undefined) return 'failed';
  if (host !== current || ledger.state === 'planned' || ledger.startedAt === null) return 'queued';
  // Released by the abort: nothing goes on there any more, whatever its round had come to.
  if (ledger.state === 'aborted' && note(ledger, 'proven', host.uuid) === undefined) return 'queued';
  if (note(ledger, 'assessed', host.uuid) !== undefined) return 'soaking';
  if (note(ledger, 'proven', host.uuid) !== undefined) return 'restoring';
  if (note(ledger, 'returned', host.uuid) !== undefined) return 'returned';
  if (wasConfirmed(ledger, 'reboot-host', host.uuid) || isAwayByHand(ledger, host.uuid)) return 'installing';
  if (wasConfirmed(ledger, 'arm-grant', host.uuid)) return 'armed';
  if (lastAttempt(ledger, 'open-staging-grant', host.uuid) !== undefined) return 'staging';
  if (lastAttempt(ledger, 'disable-host', host.uuid) !== undefined) return 'evacuating';
  return 'rechecking';
}

function instructionsOf(
  plan: Plan,
  ledger: Ledger,
  host: PlannedHost,
  state: HostState,
  wait: Wait | undefined,
): Pick<HostStatus, 'instructions'> {
  // A pause takes no host back from whoever stands at its console.
  const isHis = wait?.for === 'person' || (ledger.state === 'paused' && handOverOf(ledger, host.uuid) !== undefined);
  if (plan.manual === undefined || state !== 'armed' || !isHis) return {};
  return { instructions: [...consoleSteps(plan, host, plan.manual)] };
}

function failureOf(plan: Plan, ledger: Ledger, host: PlannedHost): HostStatus['failure'] {
  const givenUp = note(ledger, 'given-up', host.uuid);
  if (givenUp !== undefined) {
    return {
      kind: 'unexpected',
      reason: `given up by ${noteText(givenUp, 'by')}`,
      nextAction: 'Install this host again by hand, or forget it.',
    };
  }
  if (ledger.state !== 'stopped' || ledger.stateDetail['host'] !== host.uuid) return null;
  const kind = hostFailures.find((candidate) => candidate === ledger.stateDetail['failure']) ?? 'unexpected';
  const byHand = recoverySteps(plan, ledger, kind, host);
  const failure = { kind, reason: ledger.stateReason, nextAction: nextActions[kind] };
  return byHand.length === 0 ? failure : { ...failure, byHand: [...byHand] };
}

function progressOf(grant: Grant | undefined, state: HostState): HostStatus['progress'] {
  const shown: readonly HostState[] = [
    'staging',
    'armed',
    'installing',
    'returned',
    'restoring',
    'soaking',
    'done',
    'failed',
  ];
  // Zeros would look like a host that does nothing.
  if (grant === undefined || !isObservable(grant) || !shown.includes(state)) return null;
  const { packages, totalPackages, bytes, totalBytes, rate, lastFailure, notices } = grant.progress;
  return {
    files: packages,
    totalFiles: totalPackages,
    bytes,
    totalBytes,
    rate,
    lastFailure: lastFailure === null ? null : `${lastFailure.path}: ${lastFailure.reason}`,
    notices: notices.map(({ text }) => text),
  };
}

function since(ledger: Ledger, host: PlannedHost): number | null {
  const first = ledger.attempts.find((attempt) => attempt.request.key === host.uuid);
  return first?.intendedAt ?? null;
}

function reasonOf(ledger: Ledger, host: PlannedHost, state: HostState): string {
  switch (state) {
    case 'queued':
      return ledger.state === 'aborted' ? `${ledger.stateReason}; the host was not upgraded` : whyQueued(ledger, host);
    case 'skipped':
      return noteText(note(ledger, 'skipped', host.uuid), 'reason');
    case 'done':
      return 'upgraded, proven and in service';
    case 'failed':
      return ledger.stateReason;
    case 'rechecking':
    case 'evacuating':
    case 'staging':
    case 'armed':
    case 'installing':
    case 'returned':
    case 'restoring':
    case 'soaking':
      if (ledger.state === 'running') return state;
      return ledger.stateReason;
  }
}

/** A command that comes before the turn of its host has no other trace until then. */
function whyQueued(ledger: Ledger, host: PlannedHost): string {
  const skip = ledger.commands.findLast(({ command, detail }) => command === 'skip' && detail['host'] === host.uuid);
  return skip === undefined
    ? 'its turn has not come'
    : `its turn has not come; it will be skipped then, as ${skip.by} said`;
}

function alreadyThere(plan: Plan): readonly HostStatus[] {
  return plan.skipped.map((host) => ({
    uuid: host.uuid,
    name: host.name,
    state: 'skipped',
    from: versionText(plan.baseline.hosts.find((candidate) => candidate.uuid === host.uuid)?.versions),
    to: versionText(plan.medium.target),
    failure: null,
    progress: null,
    since: null,
    deadline: null,
    reason: host.why === 'at-target' ? 'it runs the target version already' : 'left out of the plan',
  }));
}

function versionText(versions: Pick<HostVersions, 'product' | 'build' | 'platform'> | undefined): string {
  return versions?.product ?? versions?.platform ?? 'unknown';
}
