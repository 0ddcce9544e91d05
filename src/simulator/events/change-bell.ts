/** Wakes whoever waits for the pool to change: rung after everything that may have changed it, heard by event calls. */
import type { Clock, Milliseconds } from '../../shared/clock.js';
import { linkSignals } from '../../shared/linked-signal.js';

export class ChangeBell {
  readonly #listeners = new Set<() => void>();

  ring(): void {
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const wake of listeners) wake();
  }

  /** Resolves at the next ring, or when the time is over. @throws the signal's reason */
  async heardWithin(clock: Clock, duration: Milliseconds, signal: AbortSignal): Promise<void> {
    const done = new AbortController();
    let wake: (() => void) | undefined;
    const rung = new Promise<void>((resolve) => {
      wake = resolve;
      this.#listeners.add(resolve);
    });
    const { signal: both, release } = linkSignals(signal, done.signal);
    const slept = clock.sleep(duration, both);
    try {
      await Promise.race([rung, slept]);
    } finally {
      if (wake !== undefined) this.#listeners.delete(wake);
      done.abort(new Error('heard'));
      release();
      slept.catch(() => undefined);
    }
  }
}
