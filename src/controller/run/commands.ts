/** Which command a run takes, in which state and for which host: refused early, in words, rather than ignored later. */
import type { RunCommand, RunCommandName } from '../../contract/control.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Plan, PlannedHost } from '../planning/plan.js';
import { statesFor, whyNotTaken } from './command-table.js';
import { isFinished } from './host-position.js';
import { ledgerOfRound, note, wasConfirmed, type Ledger } from './ledger.js';
import { retryRefusal } from './retries.js';

const needsHost: readonly RunCommandName[] = ['skip', 'give-up'];

/** The detail to journal with the command. @throws RUN_COMMAND_REFUSED */
export function checkCommand(plan: Plan, ledger: Ledger, command: RunCommand): Readonly<Record<string, unknown>> {
  const instead = isWordInAbort(plan, ledger, command) ? undefined : whyNotTaken(command.command, ledger.state);
  if (instead !== undefined) {
    throw refused(command, `a run that is ${statesFor(command.command).join(' or ')}`, instead);
  }
  const host = hostOf(plan, ledger, command);
  if (host === undefined && needsHost.includes(command.command)) throw refused(command, 'a host (--host)', 'none');
  switch (command.command) {
    case 'skip':
      if (host !== undefined) refuseSkip(plan, ledger, command, host);
      break;
    case 'give-up':
      refuseAnotherHost(plan, ledger, command, host);
      refuseUpgraded(ledger, command, host);
      break;
    case 'retry':
      refuseRetry(plan, ledger, command, host);
      break;
    case 'approve':
      if (plan.pausePoints.length === 0 && plan.manual?.rebootBy !== 'drydock')
        throw refused(command, 'a run that waits for approvals', 'this plan has no pause points');
      break;
    case 'start':
    case 'pause':
    case 'resume':
    case 'abort':
      break;
  }
  return {
    ...(host === undefined ? {} : { host: host.uuid, name: host.name }),
    ...(command.host === undefined ? {} : { named: true }),
    ...(command.reason === undefined ? {} : { reason: command.reason }),
  };
}

/** In an abort of Manual mode giving up is the word about a host that was handed over to a person. */
function isWordInAbort(plan: Plan, ledger: Ledger, command: RunCommand): boolean {
  return command.command === 'give-up' && ledger.state === 'undoing' && plan.mode === 'manual';
}

/** `approve` without a host means the next one that waits for it, and `retry` the one that failed. */
function hostOf(plan: Plan, ledger: Ledger, command: RunCommand): PlannedHost | undefined {
  if (command.host !== undefined) return findHost(plan, command, command.host);
  if (command.command === 'approve') return plan.hosts.find((host) => !isFinished(ledger, host.uuid));
  if (command.command === 'retry') return failedHost(plan, ledger);
  return undefined;
}

function failedHost(plan: Plan, ledger: Ledger): PlannedHost | undefined {
  return plan.hosts.find((host) => host.uuid === ledger.stateDetail['host']);
}

/** What cannot be left out: the coordinator, what has had its turn, and what may be installing at this moment. */
function refuseSkip(plan: Plan, whole: Ledger, command: RunCommand, host: PlannedHost): void {
  const { name, uuid } = host;
  if (host.coordinator) {
    throw refused(command, 'a member', `${name} is the coordinator, which must be the newest host of the pool`);
  }
  const ledger = ledgerOfRound(whole, uuid);
  if (isFinished(ledger, uuid)) throw refused(command, 'a host whose turn has not ended', `${name} has had its turn`);
  if (note(ledger, 'proven', uuid) !== undefined) {
    throw refused(command, 'a host that is not upgraded yet', `${name} is upgraded; it is being put back into service`);
  }
  // In Manual mode a host that was handed over is taken back as long as it has not left.
  const armed =
    plan.mode !== 'manual' && wasConfirmed(ledger, 'arm-grant', uuid) && note(ledger, 'returned', uuid) === undefined;
  if (!armed) return;
  throw refused(
    command,
    'a host that is not armed',
    `${name} may be installing: it cannot be left out now. When it is lost, it is given up by name: drydock upgrade give-up --host ${name} --reason WHY`,
  );
}

function refuseAnotherHost(plan: Plan, ledger: Ledger, command: RunCommand, host: PlannedHost | undefined): void {
  if (isWordInAbort(plan, ledger, command) || host?.uuid === ledger.stateDetail['host']) return;
  throw refused(command, 'the host that failed', host?.name ?? 'none');
}

/** Its address has ended with its proof, and giving it up would leave its guests and packs where they are. */
function refuseUpgraded(ledger: Ledger, command: RunCommand, host: PlannedHost | undefined): void {
  if (host === undefined || ledger.stateDetail['failure'] !== 'pack-failed') return;
  const instead = 'drydock upgrade retry, or abort and go on without the pack';
  throw refused(command, 'a host that does not come back', `${host.name} is upgraded and proven: ${instead}`);
}

function refuseRetry(plan: Plan, ledger: Ledger, command: RunCommand, host: PlannedHost | undefined): void {
  const failed = failedHost(plan, ledger);
  if (command.host !== undefined && host?.uuid !== failed?.uuid) {
    throw refused(
      command,
      failed === undefined ? 'no host: the run did not stop because of one' : `the host that failed (${failed.name})`,
      command.host,
    );
  }
  const { failure, watched } = ledger.stateDetail;
  if (failure === 'rebooted-unasked' && watched !== true) refuseUnnamed(command, failed);
  const refusal = retryRefusal(plan, ledger, host, command);
  if (refusal !== undefined) throw refused(command, refusal.expected, refusal.found);
}

/** That nobody else than a power failure, or a person, has rebooted it is for somebody to say who has looked. */
function refuseUnnamed(command: RunCommand, failed: PlannedHost | undefined): void {
  if (command.host !== undefined && (command.reason ?? '').trim() !== '') return;
  throw refused(
    command,
    `a retry that says what has rebooted it: drydock upgrade retry --host ${failed?.name ?? 'HOST'} --reason WHY`,
    'one without',
  );
}

function findHost(plan: Plan, command: RunCommand, name: string): PlannedHost {
  const found = plan.hosts.filter((host) => host.uuid === name || host.name === name);
  const [host] = found;
  if (host !== undefined && found.length === 1) return host;
  throw refused(command, `one of ${plan.hosts.map((candidate) => candidate.name).join(', ')}`, name);
}

function refused(command: RunCommand, expected: string, found: string): DrydockError {
  return new DrydockError('RUN_COMMAND_REFUSED', {
    attempted: `giving the command ${command.command}`,
    expected,
    found,
  });
}
