/** A body as it arrives: an installer image of 200 MB must not lie in memory twice. */

/** What a length that is told may reserve at once; a longer body grows as it comes. */
const largestReserve = 1024 ** 3;

export class ReceivedBody {
  #memory: Buffer;
  #length = 0;

  /** @param expected how long it is said to be; 0 when nobody said */
  constructor(expected: number) {
    const usable = Number.isSafeInteger(expected) && expected > 0 && expected <= largestReserve;
    this.#memory = Buffer.allocUnsafe(usable ? expected : 0);
  }

  add(chunk: Uint8Array): void {
    const needed = this.#length + chunk.length;
    if (needed > this.#memory.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.#memory.length));
      this.#memory.copy(larger, 0, 0, this.#length);
      this.#memory = larger;
    }
    this.#memory.set(chunk, this.#length);
    this.#length = needed;
  }

  get body(): Buffer {
    return this.#memory.subarray(0, this.#length);
  }
}
