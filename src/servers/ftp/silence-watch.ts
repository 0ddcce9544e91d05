/** The limit on silence of a connection, by a clock that a test can replace. */
import type { Clock, Milliseconds } from '../../shared/clock.js';

/** Calls back each time nothing was heard for `limit`, until it is stopped. One sleeper, however much is heard. */
export class SilenceWatch {
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
    while (!this.#stopped.signal.aborted) {
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
