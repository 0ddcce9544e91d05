/** Tries again what may pass, with growing pauses, and tells when there is no more sense in it. */
import type { Clock } from '../../../shared/clock.js';
import { DrydockError } from '../../../shared/errors/drydock-error.js';
import { downloadFailed, failureOf, HttpFailure, type Reached } from './http-failure.js';
import { pauseAfter, type UrlLimits } from './url-limits.js';

export interface Attempting {
  readonly shown: string;
  readonly clock: Clock;
  readonly limits: UrlLimits;
  /** The caller's or {@link late}. */
  readonly signal: AbortSignal;
  /** Aborted when all of it takes too long. */
  readonly late: AbortSignal;
}

/** How far it came; coming further makes earlier failures forgotten. */
export type Progressed = () => Pick<Reached, 'received' | 'total'>;

/** Less is no progress: else a server that sends a byte at a time would be asked for ever. */
const progressThatCounts = 1024 * 1024;

/** @throws MEDIA_DOWNLOAD_FAILED, the signal's reason, and errors that are not the server's as they are */
export async function withAttempts<T>(options: Attempting, progressed: Progressed, act: () => Promise<T>): Promise<T> {
  const { shown, clock, signal, limits } = options;
  let before = progressed().received;
  let pause = 0;
  for (let attempts = 1, failures = 1; ; attempts++, failures++) {
    try {
      if (pause > 0) await clock.sleep(pause, signal);
      signal.throwIfAborted();
      return await act();
    } catch (error) {
      const reached: Reached = { ...progressed(), attempts };
      requireInTime(options, reached);
      if (error instanceof DrydockError) throw error;
      const failure = failureOf(error);
      if (reached.received - before >= progressThatCounts) failures = 1;
      before = reached.received;
      const passes = failure.options.passing || (failure.options.absent === true && reached.received > 0);
      if (!passes || failures >= limits.attempts) throw downloadFailed(shown, failure, reached);
      pause = pauseAfter(failures);
    }
  }
}

function requireInTime({ shown, signal, late, limits }: Attempting, reached: Reached): void {
  if (!late.aborted) {
    signal.throwIfAborted();
    return;
  }
  const failure = new HttpFailure(`no end within ${limits.total / 1000} s`, { passing: false });
  throw downloadFailed(shown, failure, reached);
}
