/** Wakes who sleeps, and who is about to: a ring while somebody works is heard before they sleep again. */
import { abortReason, after, type Clock, type Milliseconds } from './clock.js';

/** For one sleeper. */
export class Bell {
  #rung = false;
  #wake: () => void = () => undefined;

  ring(): void {
    this.#rung = true;
    this.#wake();
  }

  /** Resolves when the time is over or the bell rings. @throws the signal's reason when aborted */
  async sleep(clock: Clock, duration: Milliseconds, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (!this.#rung) await this.#sleep(clock, duration, signal);
    this.#rung = false;
  }

  #sleep(clock: Clock, duration: Milliseconds, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void): void => {
        cancel();
        signal.removeEventListener('abort', onAbort);
        this.#wake = () => undefined;
        settle();
      };
      const onAbort = (): void => end(() => reject(abortReason(signal)));
      const cancel = after(clock, duration, () => end(resolve));
      this.#wake = () => end(resolve);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }
}
