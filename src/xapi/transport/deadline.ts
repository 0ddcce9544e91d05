/** Bounds one piece of work in time, by the clock and by the caller's signal, even when the work itself does not listen. */
import { setMaxListeners } from 'node:events';
import { abortReason, after, type Cancel, type Clock, type Milliseconds } from '../../shared/clock.js';
import { linkTo } from '../../shared/linked-signal.js';

export interface DeadlineOptions {
  readonly clock: Clock;
  readonly deadline: Milliseconds;
  readonly signal?: AbortSignal | undefined;
  /** In its place, when more than one may give up. */
  readonly signals?: readonly (AbortSignal | undefined)[];
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
 * Gives the work a signal that is aborted when the time is over or a caller gives up. The work's own error is
 * preferred, since it knows whether something was sent. @throws LeftBehind when the work does not end at the signal
 */
export async function withDeadline<T>(options: DeadlineOptions, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const limit = new AbortController();
  // The work may wait for many things at once, a reading of every host for one.
  setMaxListeners(0, limit.signal);
  const unlink = linkTo(limit, options.signals ?? [options.signal]);
  const cancel = after(options.clock, options.deadline, () => limit.abort(options.late()));
  let onAbort: () => void = () => undefined;
  let stopGivingUp: Cancel = () => undefined;
  const leftBehind = new Promise<never>((_resolve, reject) => {
    onAbort = (): void => {
      // Work that does listen has its turn to say what became of the call.
      stopGivingUp = after(options.clock, 0, () => reject(new LeftBehind(abortReason(limit.signal))));
    };
  });
  if (limit.signal.aborted) onAbort();
  else limit.signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work(limit.signal), leftBehind]);
  } finally {
    cancel();
    stopGivingUp();
    unlink();
    limit.signal.removeEventListener('abort', onAbort);
  }
}
