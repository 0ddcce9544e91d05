/**
 * A process can be stopped between its last look and its call, and go on minutes later with what it saw then. So the age of
 * the reading is asked for once more when the call goes out, after the connection is made (design.md 8, invariant 2).
 */
import type { Clock } from '../../shared/clock.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { freshness } from '../effects/host-is-empty.js';

export class FreshReading {
  /** When the pool was read for what is about to be done; undefined while nothing is that needs a fresh reading. */
  #readAt: number | undefined;

  constructor(private readonly clock: Clock) {}

  /** While `work` goes on, {@link mayAct} refuses once the reading is too old. */
  async during<T>(readAt: number, work: () => Promise<T>): Promise<T> {
    this.#readAt = readAt;
    try {
      return await work();
    } finally {
      this.#readAt = undefined;
    }
  }

  /** Asked immediately before a call that changes the pool is sent. @throws READING_TOO_OLD */
  mayAct(): void {
    if (this.#readAt === undefined) return;
    const age = this.clock.now() - this.#readAt;
    if (age <= freshness) return;
    throw new DrydockError('READING_TOO_OLD', {
      attempted: 'rebooting a host',
      expected: `a reading of the pool that is at most ${freshness / 1000} s old`,
      found: `one that is ${Math.round(age / 1000)} s old`,
    });
  }
}
