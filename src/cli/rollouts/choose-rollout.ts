/** Which rollout a command means when none is named: the only one that is not at its end. */
import type { RolloutApi, RolloutStatus } from '../../contract/rollout.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';

export function isOver(rollout: RolloutStatus): boolean {
  return rollout.state === 'done' || rollout.state === 'aborted';
}

/**
 * A rollout by its id, or the only open one; with `orLast`, the latest one when none is open.
 * @throws ROLLOUT_AMBIGUOUS, ROLLOUT_UNKNOWN
 */
export async function chooseRollout(
  rollouts: RolloutApi,
  id: string | undefined,
  orLast = false,
): Promise<RolloutStatus> {
  if (id !== undefined) return rollouts.status(id);
  const all = await rollouts.list();
  const open = all.filter((rollout) => !isOver(rollout));
  const chosen = open.length === 0 && orLast ? all.at(-1) : open[0];
  if (chosen !== undefined && open.length <= 1) return chosen;
  throw new DrydockError('ROLLOUT_AMBIGUOUS', {
    attempted: 'choosing a rollout',
    expected: 'one rollout that is not at its end, or the id of a rollout',
    found: open.length === 0 ? 'no open rollout' : open.map(({ rollout }) => rollout).join(', '),
  });
}
