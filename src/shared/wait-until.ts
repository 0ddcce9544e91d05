/** The one way to wait for a condition: always with a deadline, an abort signal and a replaceable clock. */
import type { Clock, Milliseconds } from './clock.js';
import { DrydockError } from './errors/drydock-error.js';

export interface WaitOptions {
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  /** How long at most. */
  readonly deadline: Milliseconds;
  /** Time between two looks. */
  readonly every: Milliseconds;
  /** What is waited for, as a clause for the error: "the host to answer". */
  readonly waitingFor: string;
}

/**
 * Calls `probe` until it gives something other than undefined.
 * @throws DEADLINE_PASSED, or whatever the probe throws, or the reason of the signal.
 */
export async function waitUntil<T>(
  probe: () => Promise<T | undefined> | T | undefined,
  options: WaitOptions,
): Promise<T> {
  const end = options.clock.now() + options.deadline;
  for (;;) {
    options.signal?.throwIfAborted();
    const found = await probe();
    if (found !== undefined) return found;
    const left = end - options.clock.now();
    if (left <= 0) {
      throw new DrydockError('DEADLINE_PASSED', {
        attempted: `waiting for ${options.waitingFor}`,
        expected: `within ${Math.round(options.deadline / 1000)} s`,
      });
    }
    await options.clock.sleep(Math.min(options.every, left), options.signal);
  }
}
