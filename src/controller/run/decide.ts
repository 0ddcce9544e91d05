/**
 * decide(facts, journal, plan, now): the whole of a run as one pure function. It gives one thing to do, or a wait with its
 * reason and deadline. A half-upgraded pool, a run begun by something else and a run that was killed are the same case to it.
 */
import { hostByUuid } from '../facts/pool-facts.js';
import { describeClaim } from '../ownership/claim.js';
import type { PlannedHost } from '../planning/plan.js';
import { isAtTarget } from '../versions/match-target.js';
import { waitForPerson, type Decision, type TurnInput } from './decision.js';
import { hostPosition, isFinished, type HostPosition } from './host-position.js';
import { commandSince, everConfirmed, ledgerOfRound, note, roundOf, type Command } from './ledger.js';
import { wasNamed } from './retries.js';
import { settleOpen } from './settle-open.js';
import { beforeFirstHost } from './stages/before-first-host.js';
import { claimHolder, claimIsAnothers, holdClaimAgain, holdClaimForUndo } from './stages/hold-claim.js';
import { holdBack, whenWaiting } from './stages/hold-back.js';
import { closeStaging, endGivenUp, whyNotGivenUp } from './stages/failed-address.js';
import { finalLook } from './stages/final-look.js';
import { inFlight } from './stages/in-flight.js';
import { unstage } from './stages/inside-host.js';
import { journalBehind, unknownArmed } from './stages/journal-behind.js';
import { leaveAsFound } from './stages/leave-as-found.js';
import { awaitWord, endByName } from './stages/manual/release-by-hand.js';
import { prepareHost } from './stages/prepare-host.js';
import { releaseHost } from './stages/release-host.js';
import { endAddress, restoreHost } from './stages/restore-host.js';
import { unaskedReboot } from './stages/unasked-reboot.js';
import { poolOf } from './turn-context.js';

export function decide(input: TurnInput): Decision {
  const { ledger } = input;
  const goesOn = ['running', 'waiting', 'paused'].includes(ledger.state);
  const unaccounted = goesOn ? (journalBehind(input) ?? unaskedReboot(input)) : undefined;
  if (unaccounted !== undefined) return unaccounted;
  if (ledger.open !== undefined && ledger.state !== 'planned') return settleOpen(input, ledger.open);
  switch (ledger.state) {
    case 'planned':
      return whenPlanned(input);
    case 'running':
      return whenRunning(input);
    case 'waiting':
      return commanded(input) ?? whenWaiting(input, currentHost(input));
    case 'paused':
      return whenPaused(input);
    case 'stopped':
      return whenStopped(input);
    case 'undoing':
      return whenUndoing(input);
    case 'aborted':
    case 'done':
      return { kind: 'finished' };
  }
}

function whenPlanned(input: TurnInput): Decision {
  const start = commandSince(input.ledger, 'start');
  return start === undefined
    ? (aborted(input) ?? waitForPerson('planned, not started: drydock upgrade start'))
    : { kind: 'state', state: 'running', reason: `started by ${start.by}`, detail: {} };
}

function whenRunning(input: TurnInput): Decision {
  const current = currentHost(input);
  const position = current === undefined ? 'waiting' : hostPosition(input, current);
  // Between the reboot and the proof there is no pause point: stopping to watch would not stop the installer.
  if (current !== undefined && position === 'in-flight') return inFlight(forHost(input, current), current);
  if (current !== undefined && position === 'proven')
    return commanded(input) ?? holdClaimAgain(input) ?? restoreHost(forHost(input, current), current);
  const held = current !== undefined && position === 'waiting' ? holdBack(input, current) : undefined;
  return (
    commanded(input) ??
    held ??
    beforeFirstHost(input) ??
    (current === undefined ? finish(input) : hostTurn(input, current))
  );
}

function currentHost({ plan, ledger }: TurnInput): PlannedHost | undefined {
  return plan.hosts.find((host) => !isFinished(ledgerOfRound(ledger, host.uuid), host.uuid));
}

function hostTurn(input: TurnInput, host: PlannedHost): Decision {
  const pool = poolOf(input);
  const facts = pool === undefined ? undefined : hostByUuid(pool, host.uuid);
  const untouched = hostPosition(input, host) === 'waiting';
  const skip = input.ledger.commands.findLast(
    ({ command, detail }) => command === 'skip' && detail['host'] === host.uuid,
  );
  if (skip !== undefined) {
    const skipped = {
      kind: 'note',
      what: 'skipped',
      key: host.uuid,
      detail: { reason: `skipped by ${skip.by}` },
    } as const;
    return endByName(input, host, skip) ?? releaseHost(forHost(input, host), host, skip.by) ?? skipped;
  }
  const unapproved = approvalAfterHost(input);
  if (untouched && unapproved !== undefined) return unapproved;
  if (untouched && facts !== undefined && isAtTarget(input.plan.medium.target, facts.versions)) {
    return { kind: 'note', what: 'skipped', key: host.uuid, detail: { reason: 'it runs the target version already' } };
  }
  return prepareHost(forHost(input, host), host);
}

/** The pause point after each host: a person has looked at it before the next begins. */
function approvalAfterHost(input: TurnInput): Decision | undefined {
  if (!input.plan.pausePoints.includes('after-host')) return undefined;
  const done = input.plan.hosts.flatMap((host) => note(input.ledger, 'host-done', host.uuid)?.sequence ?? []);
  const last = Math.max(0, ...done);
  const approved =
    last === 0 || input.ledger.commands.some(({ command, sequence }) => command === 'approve' && sequence > last);
  return approved ? undefined : waitForPerson('waiting for an approval after the last host: drydock upgrade approve');
}

function finish(input: TurnInput): Decision {
  const left = leaveAsFound(input) ?? lastLook(input);
  return left ?? { kind: 'state', state: 'done', reason: 'every host of the plan is done', detail: {} };
}

function lastLook(input: TurnInput): Decision | undefined {
  const pool = poolOf(input);
  // A run that never had the pool has nothing to compare.
  if (pool === undefined || !everConfirmed(input.ledger, 'claim-pool', input.plan.pool.uuid)) return undefined;
  return finalLook(input, pool);
}

/** Abort and pause take effect at the next pause point. */
function commanded(input: TurnInput): Decision | undefined {
  const abort = aborted(input);
  if (abort !== undefined) return abort;
  const pause = commandSince(input.ledger, 'pause');
  return pause === undefined
    ? undefined
    : { kind: 'state', state: 'paused', reason: `paused by ${pause.by}`, detail: {} };
}

function aborted(input: TurnInput): Decision | undefined {
  const abort = commandSince(input.ledger, 'abort');
  if (abort === undefined) return undefined;
  return { kind: 'state', state: 'undoing', reason: `aborted by ${abort.by}`, detail: { by: abort.by } };
}

function whenPaused(input: TurnInput): Decision {
  const resume = commandSince(input.ledger, 'resume');
  if (resume !== undefined) return { kind: 'state', state: 'running', reason: `resumed by ${resume.by}`, detail: {} };
  return aborted(input) ?? waitForPerson(`${input.ledger.stateReason}: drydock upgrade resume`);
}

function whenStopped(input: TurnInput): Decision {
  const failed = failedHost(input);
  const first = givenUp(input) ?? (failed === undefined ? undefined : closeStaging(input, failed));
  if (first !== undefined) return first;
  const retry = commandSince(input.ledger, 'retry');
  if (retry !== undefined) return retried(input, retry, 'tried again');
  const skip = commandSince(input.ledger, 'skip');
  if (skip !== undefined && skip.detail['host'] === failed?.uuid) return retried(input, skip, 'skipped');
  const obstacle = failed === undefined ? undefined : whyNotGivenUp(input, failed);
  const reason = `${input.ledger.stateReason}${obstacle === undefined ? '' : `; ${obstacle}`}`;
  return aborted(input) ?? waitForPerson(reason, failed?.uuid ?? null);
}

/** Ends the address that a person gave up, notes it, and lets the run go on without the host. */
function givenUp(input: TurnInput): Decision | undefined {
  const command = commandSince(input.ledger, 'give-up');
  const host = input.plan.hosts.find((candidate) => candidate.uuid === command?.detail['host']);
  if (command === undefined || host === undefined || note(input.ledger, 'given-up', host.uuid) !== undefined)
    return undefined;
  if (whyNotGivenUp(input, host) !== undefined) return undefined;
  const ending = endGivenUp(input, host, command);
  if (ending !== undefined) return ending;
  const unstaging = hostPosition(input, host) === 'preparing' ? unstage(forHost(input, host), host) : undefined;
  return unstaging ?? { kind: 'note', what: 'given-up', key: host.uuid, detail: { by: command.by } };
}

/** A host that has been down, and has its old version, is begun anew; everything else goes on where it stood. */
function retried(input: TurnInput, retry: Command, how: string): Decision {
  const host = failedHost(input);
  if (host !== undefined && beginsAnew(input, host, retry)) {
    const number = roundOf(input.ledger, host.uuid) + 1;
    const begun = input.ledger.notes.get(`round ${host.uuid}`);
    if (begun === undefined || begun.sequence < input.ledger.stateSequence) {
      return { kind: 'note', what: 'round', key: host.uuid, detail: { number, by: retry.by } };
    }
  }
  return { kind: 'state', state: 'running', reason: `${how} by ${retry.by}`, detail: {} };
}

function beginsAnew(input: TurnInput, host: PlannedHost, retry: Command): boolean {
  const cameBackOld = [
    'never-fetched',
    'fetch-failed',
    'refused-before-disk',
    'rolled-back',
    'returned-old-unseen',
    'returned-with-other-version',
  ];
  const { failure, watched } = input.ledger.stateDetail;
  if (failure === 'rebooted-unasked') return retry.command === 'retry' && (watched === true || wasNamed(retry));
  const isBack = input.ledger.notes.has(`returned ${host.uuid}`);
  return isBack && typeof failure === 'string' && cameBackOld.includes(failure);
}

function whenUndoing(input: TurnInput): Decision {
  const by = typeof input.ledger.stateDetail['by'] === 'string' ? input.ledger.stateDetail['by'] : 'somebody';
  const held = unknownArmed(input) ?? holdClaimForUndo(input);
  if (held !== undefined) return held;
  for (const host of input.plan.hosts) {
    const position = hostPosition(input, host);
    // A host that is being installed is waited for, whatever anybody commands: only then is there something to undo.
    if (position === 'in-flight') return undoneLater(inFlight(forHost(input, host), host), input, host);
    const next = position === 'proven' ? restoreOrLeave(input, host) : releaseIfPrepared(input, host, position, by);
    if (next !== undefined) return next;
  }
  const left = leaveAsFound(input) ?? lastLook(input);
  return left ?? { kind: 'state', state: 'aborted', reason: reasonOfAbort(input), detail: {} };
}

function reasonOfAbort(input: TurnInput): string {
  const holder = claimHolder(input);
  // What never had the pool leaves nothing on it.
  const had = everConfirmed(input.ledger, 'claim-pool', input.plan.pool.uuid);
  if (!had || holder === undefined || holder.run === input.plan.run) return input.ledger.stateReason;
  const taken = `the pool is claimed by ${describeClaim(holder)}`;
  return `${input.ledger.stateReason}; ${taken}, so nothing in it was put back: drydock upgrade explain lists what is left`;
}

/** An armed address of a host that failed is nobody's to close but a person's, by name; the abort says so when it cannot end. */
function undoneLater(decision: Decision, input: TurnInput, host: PlannedHost): Decision {
  if (decision.kind !== 'state' || decision.state !== 'stopped') return decision;
  const { run } = input.plan;
  const how = `drydock upgrade give-up ${run} --host ${host.name} --reason WHY, then drydock upgrade abort ${run}`;
  return { ...decision, reason: `${decision.reason}. Its address is armed, so the abort waits for your word: ${how}` };
}

/** Of a pool that has been taken over only the address of the host is ended; the rest is the new owner's. */
function restoreOrLeave(input: TurnInput, host: PlannedHost): Decision | undefined {
  return claimIsAnothers(input) ? endAddress(forHost(input, host), host) : restoreHost(forHost(input, host), host);
}

function releaseIfPrepared(
  input: TurnInput,
  host: PlannedHost,
  position: HostPosition,
  by: string,
): Decision | undefined {
  const word = position === 'preparing' ? awaitWord(forHost(input, host), host) : undefined;
  if (word !== undefined) return word;
  return position === 'preparing' ? releaseHost(forHost(input, host), host, by) : undefined;
}

function failedHost(input: TurnInput): PlannedHost | undefined {
  return input.plan.hosts.find((host) => host.uuid === input.ledger.stateDetail['host']);
}

function forHost(input: TurnInput, host: PlannedHost): TurnInput {
  return { ...input, ledger: ledgerOfRound(input.ledger, host.uuid) };
}
