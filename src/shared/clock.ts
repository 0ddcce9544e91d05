/** Time as a dependency: everything that waits takes a clock, so that a test can replace it. */

/** Milliseconds since 1970 in UTC. */
export type Milliseconds = number;

export interface Clock {
  /** Wall-clock time. */
  now(): Milliseconds;
  /** Resolves after the given time; rejects with the signal's reason when aborted. */
  sleep(duration: Milliseconds, signal?: AbortSignal): Promise<void>;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (duration, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(abortReason(signal));
        return;
      }
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      }, duration);
      const onAbort = (): void => {
        clearTimeout(timer);
        reject(abortReason(signal));
      };
      signal?.addEventListener('abort', onAbort, { once: true });
    }),
};

/** A clock that runs `speed` times as fast as the machine's: a practice pool need not take an hour. */
export function acceleratedClock(speed: number, base: Clock = systemClock): Clock {
  const start = base.now();
  return {
    now: () => start + (base.now() - start) * speed,
    sleep: (duration, signal) => base.sleep(duration / speed, signal),
  };
}

/** The error that an aborted wait ends with. */
export function abortReason(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new Error('aborted');
}
