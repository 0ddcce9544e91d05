/** Runs as a list shows them: those that are open before those that have ended, the newest first. */
import type { RunStatus } from '../../contract/run-status.js';

export function isEnded({ state }: Pick<RunStatus, 'state'>): boolean {
  return state === 'done' || state === 'aborted';
}

export function runsInOrder(runs: readonly RunStatus[]): readonly RunStatus[] {
  return [...runs].sort(
    (left, right) =>
      Number(isEnded(left)) - Number(isEnded(right)) ||
      (right.startedAt ?? Infinity) - (left.startedAt ?? Infinity) ||
      0,
  );
}
