/**
 * Hashes the media again from time to time, gently, so that a failing disk is noticed long before a host is told to install
 * from it. It keeps nothing in memory: the dates are in the store, so that a restart goes on where it was.
 */
import { isWhole } from '../../media/store/checks.js';
import { nextCheck } from '../../media/check/next-check.js';
import { throttle } from '../../media/check/throttle.js';
import { verifyMedium } from '../../media/verify-medium.js';
import { documentOf } from '../../contract/error-document.js';
import type { Clock, Milliseconds } from '../../shared/clock.js';
import type { Logger } from '../../shared/logger.js';

export interface RehashOptions {
  readonly mediaCache: string;
  /** How old the last hashing of a medium may be; 0: it never begins. */
  readonly every: Milliseconds;
  /** Bytes a second, at most. */
  readonly rate: number;
  readonly clock: Clock;
  readonly log: Logger;
  /** False while the disk is needed: a run hashes its medium itself, before each host. */
  readonly mayBegin: () => Promise<boolean>;
}

export interface Rehashing {
  /** Resolves when nothing of it goes on. */
  stop(): Promise<void>;
}

/** Between two looks: media come and go, and other processes hash them too. */
const lookEvery: Milliseconds = 15 * 60 * 1000;

export function startRehashing(options: RehashOptions): Rehashing {
  const stop = new AbortController();
  const ended = options.every === 0 ? Promise.resolve() : rehash(options, stop.signal);
  return {
    stop: async () => {
      stop.abort();
      await ended;
    },
  };
}

async function rehash(options: RehashOptions, signal: AbortSignal): Promise<void> {
  const isStopped = (): boolean => signal.aborted;
  while (!isStopped()) {
    try {
      await rehashOne(options, signal);
    } catch (error) {
      if (isStopped()) return;
      options.log.warn({ error: documentOf(error, 'hashing the media again') }, 'media could not be hashed again');
    }
    await options.clock.sleep(lookEvery, signal).catch(() => undefined);
  }
}

/** At most one, so that a medium whose date cannot be written down is not hashed without end. */
async function rehashOne(options: RehashOptions, signal: AbortSignal): Promise<void> {
  const { mediaCache, every, rate, clock, log } = options;
  const next = await nextCheck({ mediaCache });
  if (next === undefined || clock.now() - next.last < every || !(await options.mayBegin())) return;
  log.info({ media: next.id, lastHashed: next.last }, 'a medium is being hashed again');
  const report = await verifyMedium({ mediaCache, id: next.id, pace: throttle(rate, clock, signal), clock, signal });
  const { id: media, files, bytes, damaged, missing, extra } = report;
  if (isWhole(report)) log.info({ media, files, bytes }, 'a medium was hashed again and is whole');
  else log.error({ media, damaged, missing, extra }, 'a published medium is no longer what was verified at its import');
  if (!report.recorded) log.warn({ media }, 'the date of the hashing could not be written into the media store');
}
