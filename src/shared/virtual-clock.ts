/**
 * A clock that only moves when told to, or when everybody is asleep: whole upgrades run in milliseconds,
 * and twice in the same way. Sleepers wake in the order of their times, then in the order in which they went to sleep.
 */
import { abortReason, type Clock, type Milliseconds } from './clock.js';

interface Sleeper {
  readonly wakeAt: Milliseconds;
  readonly order: number;
  readonly wake: () => void;
}

export class VirtualClock implements Clock {
  #now: Milliseconds;
  #order = 0;
  #sleepers: Sleeper[] = [];

  constructor(start: Milliseconds = Date.UTC(2026, 0, 5, 22, 0, 0)) {
    this.#now = start;
  }

  now(): Milliseconds {
    return this.#now;
  }

  sleep(duration: Milliseconds, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(abortReason(signal));
        return;
      }
      const remove = (): void => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
      };
      const onAbort = (): void => {
        remove();
        reject(abortReason(signal));
      };
      const sleeper: Sleeper = {
        wakeAt: this.#now + Math.max(0, duration),
        order: this.#order++,
        wake: () => {
          signal?.removeEventListener('abort', onAbort);
          remove();
          resolve();
        },
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#sleepers.push(sleeper);
    });
  }

  /** How many are asleep. */
  get sleeping(): number {
    return this.#sleepers.length;
  }

  /** Moves time forward, waking sleepers one by one and letting each run until everything is quiet again. */
  async advance(duration: Milliseconds): Promise<void> {
    const end = this.#now + duration;
    await settle();
    for (let next = this.#next(); next !== undefined && next.wakeAt <= end; next = this.#next()) {
      this.#now = Math.max(this.#now, next.wakeAt);
      next.wake();
      await settle();
    }
    this.#now = Math.max(this.#now, end);
  }

  /**
   * Runs until the promise settles, jumping from sleeper to sleeper.
   * @throws the promise's own error, or an Error when nobody is asleep and it is still pending, or when `limit` passes.
   */
  async runUntil<T>(promise: Promise<T>, limit: Milliseconds = 7 * 24 * 3600 * 1000): Promise<T> {
    const end = this.#now + limit;
    let settled = false;
    const mark = (): void => {
      settled = true;
    };
    promise.then(mark, mark);
    await settle();
    while (!isTrue(settled)) {
      const next = this.#next();
      if (next === undefined) {
        await realPause();
        if (isTrue(settled) || this.#sleepers.length > 0) continue;
        throw new Error('virtual clock: nothing is asleep, but the promise is still pending');
      }
      if (next.wakeAt > end) throw new Error('virtual clock: the limit has passed');
      this.#now = Math.max(this.#now, next.wakeAt);
      next.wake();
      await settle();
    }
    return promise;
  }

  #next(): Sleeper | undefined {
    let first: Sleeper | undefined;
    for (const sleeper of this.#sleepers) {
      if (
        first === undefined ||
        sleeper.wakeAt < first.wakeAt ||
        (sleeper.wakeAt === first.wakeAt && sleeper.order < first.order)
      ) {
        first = sleeper;
      }
    }
    return first;
  }
}

/** Lets promise callbacks and immediates run dry, and files be read and written: that takes no virtual time. */
async function settle(): Promise<void> {
  for (let quiet = 0; quiet < 4; quiet++) {
    await new Promise((resolve) => setImmediate(resolve));
    if (fileWorkUnderWay()) quiet = -1;
  }
}

function fileWorkUnderWay(): boolean {
  return process.getActiveResourcesInfo().some((resource) => /^(FSReq|CloseReq|Zlib)/.test(resource));
}

/** Something else real may still be under way (a child process): give it a little real time. */
function realPause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 25));
}

function isTrue(value: boolean): boolean {
  return value;
}
