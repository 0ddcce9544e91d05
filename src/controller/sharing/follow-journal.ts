/** Where several controllers share a journal: looks again and again for what others have written, and for pools that nobody has. */
import type { Journal } from '../../journal/journal.js';
import type { Clock } from '../../shared/clock.js';
import { describeCause } from '../../shared/errors/drydock-error.js';
import type { Logger } from '../../shared/logger.js';
import { seconds } from '../effects/effect.js';

/** A command to a run that another controller has is heard this much later, at most. */
const pace = 2 * seconds;

export interface Following {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** After each reading. */
  look(): Promise<void>;
}

/** Resolves when the signal is aborted. */
export async function followJournal(following: Following): Promise<void> {
  const { journal, clock, log, signal } = following;
  let isAway = false;
  while (!isAborted(signal)) {
    try {
      await clock.sleep(pace, signal);
      await journal.refresh();
      if (isAborted(signal)) return;
      isAway = false;
      await following.look();
    } catch (error) {
      if (isAborted(signal)) return;
      // Once for each time that it is away.
      if (!isAway) log.error({ problem: describeCause(error) }, 'the journal could not be followed');
      isAway = true;
    }
  }
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
