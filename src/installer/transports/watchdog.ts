/** The limit on silence of a connection. */
import type { Clock, Milliseconds } from '../../shared/clock.js';

/** Calls back once when nothing was heard for `limit`; `touch` begins the wait anew, `stop` ends it. */
export class Watchdog {
  readonly #stopped = new AbortController();
  #last: Milliseconds;

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

  stop(): void {
    this.#stopped.abort();
  }

  async #watch(onSilence: () => void): Promise<void> {
    for (;;) {
      const left = this.#last + this.limit - this.clock.now();
      if (left <= 0) {
        onSilence();
        return;
      }
      try {
        await this.clock.sleep(left, this.#stopped.signal);
      } catch {
        return;
      }
    }
  }
}
