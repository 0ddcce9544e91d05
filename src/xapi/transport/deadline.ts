/** Bounds one piece of work in time, by the clock and by the caller's signal, even when the work itself does not listen. */
import { abortReason, type Clock, type Milliseconds } from '../../shared/clock.js';

export interface DeadlineOptions {
  readonly clock: Clock;
  readonly deadline: Milliseconds;
  readonly signal?: AbortSignal | undefined;
  /** The error that the signal given to the work carries when the time is over. */
  readonly late: () => Error;
}

/** Work that was left behind while it may still be going on; the reason is what the caller or the deadline said. */
export class LeftBehind extends Error {
  override readonly name = 'LeftBehind';
  readonly reason: Error;

  constructor(reason: Error) {
    super(reason.message, { cause: reason });
    this.reason = reason;
  }
}

/**
 * Gives the work a signal that is aborted when the time is over or the caller gives up. The work's own error is
 * preferred, since it knows whether something was sent. @throws LeftBehind when the work does not end at the signal
 */
export async function withDeadline<T>(options: DeadlineOptions, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const late = new AbortController();
  const done = new AbortController();
  const signal = options.signal === undefined ? late.signal : AbortSignal.any([late.signal, options.signal]);
  options.clock.sleep(options.deadline, done.signal).then(
    () => late.abort(options.late()),
    () => undefined,
  );
  try {
    return await Promise.race([work(signal), givenUp(signal, done.signal)]);
  } finally {
    done.abort();
  }
}

function givenUp(signal: AbortSignal, done: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const onAbort = (): void => {
      // One turn of the event loop, so that work which does listen can say what became of the call.
      setImmediate(() => reject(new LeftBehind(abortReason(signal))));
    };
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true, signal: done });
  });
}
