/** Runs and rollouts as a list shows them: those that are open before those that have ended, the newest first. */
import type { RolloutStatus } from '../../contract/rollout.js';
import type { RunStatus } from '../../contract/run-status.js';

export function isEnded({ state }: { readonly state: string }): boolean {
  return state === 'done' || state === 'aborted';
}

export function runsInOrder(runs: readonly RunStatus[]): readonly RunStatus[] {
  return openFirst(runs);
}

export function rolloutsInOrder(rollouts: readonly RolloutStatus[]): readonly RolloutStatus[] {
  return openFirst(rollouts);
}

function openFirst<T extends Pick<RunStatus | RolloutStatus, 'startedAt'> & { readonly state: string }>(
  list: readonly T[],
): readonly T[] {
  return [...list].sort(
    (left, right) =>
      Number(isEnded(left)) - Number(isEnded(right)) ||
      (right.startedAt ?? Infinity) - (left.startedAt ?? Infinity) ||
      0,
  );
}
