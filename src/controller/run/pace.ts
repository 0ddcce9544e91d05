/** How long a run that waits lets pass before it looks again. Pure. */
import type { Wait } from './decision.js';

const longestPace = 3500;

/** Longer than an installation with both of its restarts ever takes: by then a person has been told. */
const overdue = 3_600_000;
const longestOverduePace = 60_000;

/**
 * The longer a wait has been, the rarer are the looks: a twentieth of it, so that what a look may come too late is small
 * beside the wait, and a pool that installs for half an hour costs little. Never so rare that a person would notice.
 */
function patientPace(pace: number, waited: number): number {
  if (waited < overdue) return Math.max(pace, Math.min(longestPace, waited / 20));
  return Math.max(pace, Math.min(longestOverduePace, waited / 240));
}

/** Never beyond the deadline: what it brings, the end of the patience or a window that opens, is seen when it comes. */
export function untilNextLook(wait: Wait, since: number, now: number, paceFactor: number): number {
  const pace = patientPace(wait.pace, now - since) * paceFactor;
  const left = (wait.deadline ?? Infinity) - now;
  return left > 0 ? Math.min(pace, left) : pace;
}
