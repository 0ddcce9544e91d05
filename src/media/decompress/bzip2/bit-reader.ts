/** The bits of a piece of bzip2 data, the highest of each byte first. */

export class BitReader {
  #next = 0;
  /** The lowest `#count` bits of it are there and not read yet. */
  #bits = 0;
  #count = 0;

  constructor(private readonly bytes: Uint8Array) {}

  /** Whole and partial bytes that were read; more than there are when the data was too short. */
  get position(): number {
    return this.#next - (this.#count >>> 3);
  }

  /** Behind the end are zeros: whoever reads looks at {@link isBeyondEnd} now and then. */
  get isBeyondEnd(): boolean {
    return this.position > this.bytes.length;
  }

  /** @param count 1 to 24 */
  read(count: number): number {
    const value = this.peek(count);
    this.#count -= count;
    return value;
  }

  bit(): number {
    return this.read(1);
  }

  /** @param count 1 to 24. The bits are still to be read. */
  peek(count: number): number {
    while (this.#count < count) {
      this.#bits = (this.#bits << 8) | (this.bytes[this.#next] ?? 0);
      this.#next += 1;
      this.#count += 8;
    }
    return (this.#bits >>> (this.#count - count)) & ((1 << count) - 1);
  }

  skip(count: number): void {
    this.#count -= count;
  }

  /** Bits of the last byte that was read from and not finished; to go on there with another reader. */
  get bitOffset(): number {
    return (8 - (this.#count & 7)) & 7;
  }
}
