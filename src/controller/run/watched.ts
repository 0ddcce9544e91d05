/** Since when a process has looked at its pool again and again without a gap: in between it has written down whatever it did. Pure. */
export interface Watched {
  readonly since: number;
  readonly until: number;
}

/**
 * Longer than any pause between two looks of a run that prepares a host, or that waits for a person. A process that was not
 * there for longer, in a machine that slept or was set back to a snapshot, knows nothing of what it did before.
 */
const longestGap = 3 * 60_000;

export function watchOn(before: Watched | undefined, now: number): Watched {
  const gap = now - (before?.until ?? -Infinity);
  return { since: before === undefined || gap > longestGap ? now : before.since, until: now };
}
