/** The limit on silence of a connection, by a clock that a test can replace. */
import type { Clock, Milliseconds } from '../../shared/clock.js';

/** Calls back each time nothing was heard for `limit`, until it is stopped. One sleeper, however much is heard. */
export class SilenceWatch {
  readonly #stopped = new AbortController();
  #last: Milliseconds;
  /** Waits of our own making. */
  #ours = 0;

  constructor(
    private readonly clock: Clock,
    private readonly limit: Milliseconds,
    onSilence: () => void,
  ) {
    this.#last = clock.now();
    void this.#watch(onSilence);
  }

  touch(): void {
    this.#last = this.clock.now();
  }

  /** A wait of our own making is no silence of the other side. */
  async without<T>(wait: Promise<T>): Promise<T> {
    this.#ours += 1;
    try {
      return await wait;
    } finally {
      this.#ours -= 1;
      this.touch();
    }
  }

  stop(): void {
    this.#stopped.abort();
  }

  async #watch(onSilence: () => void): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      if (this.#ours > 0) this.touch();
      const left = this.#last + this.limit - this.clock.now();
      if (left <= 0) {
        this.touch();
        onSilence();
        continue;
      }
      try {
        await this.clock.sleep(left, this.#stopped.signal);
      } catch {
        return;
      }
    }
  }
}
