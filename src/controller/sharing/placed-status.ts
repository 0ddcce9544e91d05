/** Who works on a run or a rollout, where it is not the controller that was asked: at night the first question of whoever wants to act. */
import type { RunStatus } from '../../contract/run-status.js';
import type { Journal } from '../../journal/journal.js';
import type { Other } from './lease-keeper.js';

interface Placed {
  readonly reason: string;
  readonly controller?: string | undefined;
}

/**
 * @param what is held by one controller at a time
 * @param lack why the controller that was asked leaves it to others, as a clause
 */
export function elsewhere<Status extends Placed>(
  status: Status,
  what: 'pool' | 'rollout',
  other: Other | undefined,
  lack: string | undefined,
): Status {
  if (other !== undefined) return { ...status, controller: other.holder };
  const nobody = `no controller has the ${what}`;
  const why = lack === undefined ? `${nobody} now` : `${nobody}, nor can this one: ${lack}`;
  return { ...status, reason: `${why}; before: ${status.reason}` };
}

/** What holds everything up is told first. */
export function withTrouble(status: RunStatus, { trouble }: Pick<Journal, 'trouble'>): RunStatus {
  return trouble === undefined ? status : { ...status, reason: `${trouble}; before: ${status.reason}` };
}
