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

/**
 * Older runs that are shown, with those that have ended since: newer ones push these out of the list of the last, and a page that was
 * asked for before does not have them. A run that is in both counts as it is now.
 */
export function olderKept(older: readonly RunStatus[], live: readonly RunStatus[]): readonly RunStatus[] {
  const ended = new Map([...older, ...live.filter(isEnded)].map((run) => [run.run, run]));
  return [...ended.values()];
}

/** The list of the last, with the older ones that it lacks. */
export function withOlder(live: readonly RunStatus[], older: readonly RunStatus[]): readonly RunStatus[] {
  const known = new Set(live.map(({ run }) => run));
  return [...live, ...older.filter(({ run }) => !known.has(run))];
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
