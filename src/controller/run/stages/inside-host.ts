/**
 * What a run does over SSH where a pool has it. Nothing of it may stop a run but the proof that something else is staged: what could
 * not be read is known from the journal, and the run goes on as it would without SSH.
 */
import type { EffectName } from '../../effects/effect.js';
import { detailNumber } from '../../effects/request-detail.js';
import type { PlannedHost } from '../../planning/plan.js';
import type { Decision, TurnInput } from '../decision.js';
import { grantId } from '../host-grant.js';
import { lastAttempt, note, type Attempt, type Ledger } from '../ledger.js';
import { claimLost, stop } from '../turn-context.js';

type InsideEffect = Extract<EffectName, 'read-staged-entry' | 'remove-staged-entry' | 'fetch-installer-log'>;

/** How often one is done again when nobody knew whether it was done: the controller ended on the way. */
const mostAttempts = 3;

/** After `main`, whenever the run is set going, before the address is armed. undefined when there is nothing more to read. */
export function proveStaged(input: TurnInput, host: PlannedHost): Decision | undefined {
  const { ledger } = input;
  const staged = lastAttempt(ledger, 'stage-host', host.uuid)?.outcome?.sequence ?? 0;
  const since = Math.max(staged, ledger.stateSequence);
  const last = lastAttempt(ledger, 'read-staged-entry', host.uuid);
  if (foundForeign(last) && (last?.sequence ?? 0) > since) {
    return stop(`${host.name}: ${last?.outcome?.reason ?? ''}`, host.uuid, 'staging-failed');
  }
  return once(input, 'read-staged-entry', host, since, {
    grant: grantId(ledger, host.uuid),
    media: input.plan.medium.id,
  });
}

/** Somebody else's entry was found, and a person has said to go on since: then this run stages the host again. */
export function mustStageAgain(ledger: Ledger, host: PlannedHost): boolean {
  const staged = lastAttempt(ledger, 'stage-host', host.uuid)?.outcome?.sequence ?? 0;
  const last = lastAttempt(ledger, 'read-staged-entry', host.uuid);
  const at = last?.outcome?.sequence ?? 0;
  return foundForeign(last) && at > staged && at < ledger.stateSequence;
}

/** Of a host that was staged and will not be rebooted. undefined when nothing is left that can be done over SSH. */
export function unstage(input: TurnInput, host: PlannedHost): Decision | undefined {
  const staged = lastAttempt(input.ledger, 'stage-host', host.uuid);
  if (staged === undefined) return undefined;
  return once(input, 'remove-staged-entry', host, staged.sequence, {
    grant: grantId(input.ledger, host.uuid),
    media: input.plan.medium.id,
  });
}

/** Of a host that is back, upgraded or not. */
export function keepInstallerLog(input: TurnInput, host: PlannedHost): Decision | undefined {
  const reboot = lastAttempt(input.ledger, 'reboot-host', host.uuid);
  const returned = note(input.ledger, 'returned', host.uuid);
  if (reboot === undefined || returned === undefined) return undefined;
  const file = logFileName(input.plan.run, host, attemptNumber(input, host));
  const since = detailNumber(reboot.request, 'serverTime');
  return once(input, 'fetch-installer-log', host, returned.sequence, { file, since });
}

/** Name of the file with the host's log, as soon as it was fetched. */
export function installerLogOf(ledger: Ledger, host: string): string | null {
  const fetched = ledger.attempts.findLast(
    ({ request, outcome }) =>
      request.effect === 'fetch-installer-log' && request.key === host && outcome?.result === 'confirmed',
  );
  const file = fetched?.request.detail['file'];
  return typeof file === 'string' ? file : null;
}

/** A name that every file system takes, whatever the host is called. */
function logFileName(run: string, { name, uuid }: PlannedHost, attempt: number): string {
  const plain = name.replace(/[^A-Za-z0-9.-]+/g, '_').slice(0, 60);
  return `${run}.${plain === '' ? uuid : plain}.${attempt}.install-log.txt`;
}

function once(
  input: TurnInput,
  effect: InsideEffect,
  host: PlannedHost,
  since: number,
  detail: Readonly<Record<string, unknown>>,
): Decision | undefined {
  if (input.seesInside !== true || input.grants === undefined) return undefined;
  const attempts = input.ledger.attempts.filter(
    ({ request, sequence }) => request.effect === effect && request.key === host.uuid && sequence > since,
  );
  const last = attempts.at(-1);
  if (last?.outcome != null && last.outcome.result !== 'unknown') return undefined;
  if (attempts.length >= mostAttempts) return undefined;
  const lost = claimLost(input, effect, host.uuid);
  if (lost !== undefined) return lost;
  const request = { effect, key: host.uuid, detail: { name: host.name, address: host.address, ...detail } };
  return { kind: 'begin', request, attempt: attemptNumber(input, host, effect) };
}

function attemptNumber(input: TurnInput, host: PlannedHost, effect: InsideEffect = 'fetch-installer-log'): number {
  return (lastAttempt(input.ledger, effect, host.uuid)?.attempt ?? 0) + 1;
}

function foundForeign(attempt: Attempt | undefined): boolean {
  return attempt?.outcome?.result === 'failed' && attempt.outcome.error === 'STAGED_ENTRY_FOREIGN';
}
