/** Which command a run takes in which state, and for which host: refused early, in words, rather than ignored later. */
import type { RunCommand, RunCommandName } from '../../contract/control.js';
import type { RunState } from '../../contract/run-status.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Plan, PlannedHost } from '../planning/plan.js';
import type { Ledger } from './ledger.js';

const allowedIn: Readonly<Record<RunCommandName, readonly RunState[]>> = {
  start: ['planned'],
  pause: ['running'],
  resume: ['paused'],
  approve: ['running', 'paused', 'stopped'],
  retry: ['stopped'],
  skip: ['running', 'paused', 'stopped'],
  abort: ['planned', 'running', 'paused', 'stopped'],
  'give-up': ['stopped', 'undoing'],
};

const needsHost: readonly RunCommandName[] = ['skip', 'give-up'];

/** The detail to journal with the command. @throws RUN_COMMAND_REFUSED */
export function checkCommand(plan: Plan, ledger: Ledger, command: RunCommand): Readonly<Record<string, unknown>> {
  const states = allowedIn[command.command];
  if (!states.includes(ledger.state)) {
    throw refused(command, `a run that is ${states.join(' or ')}`, `it is ${ledger.state}`);
  }
  const host = command.host === undefined ? approvedHost(plan, ledger, command) : findHost(plan, command, command.host);
  if (host === undefined && needsHost.includes(command.command)) throw refused(command, 'a host (--host)', 'none');
  if (command.command === 'skip' && host?.coordinator === true) {
    throw refused(command, 'a member', `${host.name} is the coordinator, which must be the newest host of the pool`);
  }
  // In an abort of Manual mode it is the word about a host that was handed over to a person.
  const failed = ledger.state === 'undoing' && plan.mode === 'manual' ? host?.uuid : ledger.stateDetail['host'];
  if (command.command === 'give-up' && host?.uuid !== failed) {
    throw refused(command, 'the host that failed', host?.name ?? 'none');
  }
  return {
    ...(host === undefined ? {} : { host: host.uuid, name: host.name }),
    ...(command.reason === undefined ? {} : { reason: command.reason }),
  };
}

/** `approve` without a host means the next one that waits for it. */
function approvedHost(plan: Plan, ledger: Ledger, command: RunCommand): PlannedHost | undefined {
  if (command.command !== 'approve') return undefined;
  return plan.hosts.find(
    (host) => !['host-done', 'skipped', 'given-up'].some((what) => ledger.notes.has(`${what} ${host.uuid}`)),
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
