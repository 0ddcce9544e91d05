/** Time as a dependency: everything that waits takes a clock, so that a test can replace it. */

/** Milliseconds since 1970 in UTC. */
export type Milliseconds = number;

export interface Clock {
  /** Wall-clock time. */
  now(): Milliseconds;
  /** What the machine's clock shows at this moment, where `now` does not follow it back; absent: `now`. */
  shown?(): Milliseconds;
  /** Resolves after the given time; rejects with the signal's reason when aborted. */
  sleep(duration: Milliseconds, signal?: AbortSignal): Promise<void>;
  /** Calls back once after the given time, unless it is cancelled before: a deadline, which hardly ever comes. */
  after?(duration: Milliseconds, act: () => void): Cancel;
  /** Time since an arbitrary moment that nobody sets, for what must not last longer than it was granted; absent: `now`. */
  elapsed?(): Milliseconds;
}

export type Cancel = () => void;

/** {@link Clock.shown} on any clock: for what is meant by the clock on the wall, such as a maintenance window. */
export function shownBy(clock: Clock): Milliseconds {
  return clock.shown?.() ?? clock.now();
}

/** {@link Clock.after} on any clock. */
export function after(clock: Clock, duration: Milliseconds, act: () => void): Cancel {
  if (clock.after !== undefined) return clock.after(duration, act);
  const cancelled = new AbortController();
  clock.sleep(duration, cancelled.signal).then(act, () => undefined);
  return () => cancelled.abort(notNeeded);
}

/** One for all: an error of its own for each cancelled deadline costs more than the deadline. */
const notNeeded = new Error('the deadline is not needed any more');

/** Smaller differences are the two clocks' own, read one after the other; a machine does not sleep so short. */
const smallestJump: Milliseconds = 100;

/**
 * The monotonic clock stands still while the machine sleeps or its snapshot is taken; the wall clock then jumps forward. Each jump
 * since the call before counts, so that a clock that was put back hides no later one.
 */
export function elapsedOf(wall: () => Milliseconds, monotonic: () => Milliseconds): () => Milliseconds {
  let before = { wall: wall(), monotonic: monotonic() };
  let slept = 0;
  return () => {
    const now = { wall: wall(), monotonic: monotonic() };
    const jump = now.wall - before.wall - (now.monotonic - before.monotonic);
    if (jump > smallestJump) slept += jump;
    before = now;
    return now.monotonic + slept;
  };
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: elapsedOf(
    () => Date.now(),
    () => performance.now(),
  ),
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
  after: (duration, act) => {
    const timer = setTimeout(act, duration);
    return () => clearTimeout(timer);
  },
};

/** A clock that runs `speed` times as fast as the machine's: a practice pool need not take an hour. */
export function acceleratedClock(speed: number, base: Clock = systemClock): Clock {
  const start = base.now();
  return {
    now: () => start + (base.now() - start) * speed,
    sleep: (duration, signal) => base.sleep(duration / speed, signal),
    after: (duration, act) => after(base, duration / speed, act),
  };
}

/** The error that an aborted wait ends with. */
export function abortReason(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new Error('aborted');
}
