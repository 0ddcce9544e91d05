/** Keeps a reader below a rate, so that it is not noticed beside those who need the disk. */
import type { Clock, Milliseconds } from '../../shared/clock.js';

/** Shorter waits are saved up: a timer is no finer. */
const shortestWait: Milliseconds = 20;

/** @param rate bytes a second. @returns a function that waits until that many more bytes may be read */
export function throttle(rate: number, clock: Clock, signal?: AbortSignal): (bytes: number) => Promise<void> {
  let due = clock.now();
  return async (bytes) => {
    const now = clock.now();
    // Time in which nothing was read is not made up for.
    due = Math.max(due, now) + (bytes / rate) * 1000;
    if (due - now >= shortestWait) await clock.sleep(due - now, signal);
  };
}
