/** Bytes a second with a burst: pure, so that a day can be tried in a microsecond. */
import type { Milliseconds } from '../../shared/clock.js';

export class TokenBucket {
  #balance: number;
  #at: Milliseconds | undefined;

  /**
   * @param rate bytes a second, more than 0
   * @param burst bytes that may go at once after a rest
   */
  constructor(
    private readonly rate: number,
    private readonly burst: number,
  ) {
    this.#balance = burst;
  }

  /**
   * Takes bytes, on credit if need be, and says how long to wait until they are paid for. A chunk larger than the burst
   * passes that way as well, and those who wait are served in the order in which they came.
   */
  take(bytes: number, now: Milliseconds): Milliseconds {
    this.#refill(now);
    this.#balance -= bytes;
    return this.#balance >= 0 ? 0 : Math.ceil((-this.#balance * 1000) / this.rate);
  }

  /** Bytes that were taken and not sent. */
  giveBack(bytes: number): void {
    this.#balance = Math.min(this.burst, this.#balance + bytes);
  }

  /** Nothing is owed and nothing was taken lately: it may be forgotten. */
  isFull(now: Milliseconds): boolean {
    this.#refill(now);
    return this.#balance >= this.burst;
  }

  #refill(now: Milliseconds): void {
    // A clock that was set back pays nothing out, and must not take anything away.
    const passed = Math.max(0, now - (this.#at ?? now));
    this.#at = now;
    this.#balance = Math.min(this.burst, this.#balance + (passed * this.rate) / 1000);
  }
}
