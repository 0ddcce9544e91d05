/**
 * Whether a run that is to begin is left to another controller, which may have less to do: one rollout would otherwise put all of
 * its pools on the controller that drives it. Only who takes the lease is decided by it, and nothing depends on that; so it is a
 * courtesy that ends by itself. A run that was begun anywhere is never left: one of its hosts may be away.
 */
import type { Clock, Milliseconds } from '../../shared/clock.js';
import { seconds } from '../effects/effect.js';

/** For several looks of the others (follow-journal.ts). */
const patience = 10 * seconds;

export class Room {
  /** When this controller first left a run, by run. */
  readonly #since = new Map<string, Milliseconds>();

  constructor(
    /** With so many runs at work this one is full. */
    private readonly most: number,
    private readonly clock: Pick<Clock, 'now'>,
  ) {}

  /** @param atWork runs that this controller turns, and that are at work */
  leaves(run: string, atWork: number): boolean {
    const now = this.clock.now();
    this.#forget(now);
    if (atWork < this.most) return false;
    const since = this.#since.get(run) ?? now;
    this.#since.set(run, since);
    return now - since < patience;
  }

  /** What nobody has asked of for so long was taken by another. */
  #forget(now: Milliseconds): void {
    for (const [run, since] of this.#since) if (now - since > 6 * patience) this.#since.delete(run);
  }
}
