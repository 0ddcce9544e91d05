/**
 * A clock that only moves when told to, or when everybody is asleep: whole upgrades run in milliseconds,
 * and twice in the same way. Sleepers wake in the order of their times, then in the order in which they went to sleep,
 * one after the other: whatever a sleeper sets off has come to rest before the next one wakes.
 */
import { abortReason, type Cancel, type Clock, type Milliseconds } from './clock.js';
import { SleeperQueue } from './sleeper-queue.js';

export interface VirtualClockOptions {
  /**
   * Nothing real takes part except files that are read and written: no socket, process or timer of the machine is given
   * time, so that nothing but this clock decides what comes next. A promise that waits for one then fails at once.
   */
  readonly isolated?: boolean;
}

export class VirtualClock implements Clock {
  readonly #isolated: boolean;
  readonly #sleepers = new SleeperQueue();
  #now: Milliseconds;

  constructor(start: Milliseconds = Date.UTC(2026, 0, 5, 22, 0, 0), options: VirtualClockOptions = {}) {
    this.#now = start;
    this.#isolated = options.isolated ?? false;
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
      const onAbort = (): void => {
        cancel();
        reject(abortReason(signal));
      };
      const cancel = this.after(duration, () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      });
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  after(duration: Milliseconds, act: () => void): Cancel {
    return this.#sleepers.add(this.#now + Math.max(0, duration), act);
  }

  /** How many are asleep. */
  get sleeping(): number {
    return this.#sleepers.size;
  }

  /** Moves time forward, waking sleepers one by one and letting each run until everything is quiet again. */
  async advance(duration: Milliseconds): Promise<void> {
    const end = this.#now + duration;
    await this.#settle();
    for (let at = this.#sleepers.next; at !== undefined && at <= end; at = this.#sleepers.next) {
      await this.#wakeNext(at);
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
    await this.#settle();
    while (!isTrue(settled)) {
      const at = this.#sleepers.next;
      if (at === undefined) {
        if (!this.#isolated) await realPause();
        if (isTrue(settled) || this.#sleepers.size > 0) continue;
        throw new Error('virtual clock: nothing is asleep, but the promise is still pending');
      }
      if (at > end) throw new Error('virtual clock: the limit has passed');
      await this.#wakeNext(at);
    }
    return promise;
  }

  async #wakeNext(at: Milliseconds): Promise<void> {
    this.#now = Math.max(this.#now, at);
    this.#sleepers.wakeNext();
    await this.#settle();
  }

  /** Lets promise callbacks run dry, and files be read and written: that takes no virtual time. */
  async #settle(): Promise<void> {
    // All promise callbacks run before the next immediate does; what is not isolated may set immediates of its own.
    const rounds = this.#isolated ? 1 : 4;
    for (let quiet = 0; quiet < rounds; quiet++) {
      await new Promise((resolve) => setImmediate(resolve));
      if (fileWorkUnderWay()) quiet = -1;
    }
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
