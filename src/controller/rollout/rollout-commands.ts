/** Which command a rollout takes in which state, and for which pool: refused early, in words, rather than ignored later. */
import type { RolloutCommand, RolloutCommandName, RolloutPoolState, RolloutState } from '../../contract/rollout.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { PoolProgress } from './pool-progress.js';
import type { RolloutLedger } from './rollout-ledger.js';

const allowedIn: Readonly<Record<RolloutCommandName, readonly RolloutState[]>> = {
  start: ['planned'],
  pause: ['running'],
  resume: ['paused', 'stopped'],
  approve: ['running', 'paused', 'stopped'],
  retry: ['running', 'paused', 'stopped'],
  skip: ['running', 'paused', 'stopped'],
  abort: ['planned', 'running', 'paused', 'stopped'],
};

const poolsFor: Partial<Record<RolloutCommandName, readonly RolloutPoolState[]>> = {
  retry: ['refused', 'aborted', 'skipped'],
  skip: ['queued', 'refused', 'aborted', 'stopped'],
};

/** The detail to journal with the command. @throws ROLLOUT_COMMAND_REFUSED */
export function checkRolloutCommand(
  ledger: RolloutLedger,
  pools: readonly PoolProgress[],
  command: RolloutCommand,
): Readonly<Record<string, unknown>> {
  const states = allowedIn[command.command];
  if (!states.includes(ledger.state)) {
    throw refused(command, `a rollout that is ${states.join(' or ')}`, `it is ${ledger.state}`);
  }
  const needs = poolsFor[command.command];
  if (needs === undefined && command.pool !== undefined) throw refused(command, 'no pool', command.pool);
  if (needs !== undefined) checkPool(pools, command, needs);
  return {
    ...(command.pool === undefined ? {} : { pool: command.pool }),
    ...(command.reason === undefined ? {} : { reason: command.reason }),
    ...(command.runs === undefined ? {} : { runs: command.runs }),
  };
}

function checkPool(pools: readonly PoolProgress[], command: RolloutCommand, states: readonly RolloutPoolState[]): void {
  const found = pools.find(({ pool }) => pool.pool === command.pool);
  if (found === undefined) throw refused(command, 'one of its pools (--pool)', command.pool ?? 'none');
  if (states.includes(found.state)) return;
  const byRun = found.state === 'stopped' ? `; its run goes on with: drydock upgrade retry ${found.run ?? ''}` : '';
  throw refused(command, `a pool that is ${states.join(' or ')}`, `${found.pool.pool} is ${found.state}${byRun}`);
}

function refused(command: RolloutCommand, expected: string, found: string): DrydockError {
  return new DrydockError('ROLLOUT_COMMAND_REFUSED', {
    attempted: `giving the command ${command.command}`,
    expected,
    found,
  });
}
