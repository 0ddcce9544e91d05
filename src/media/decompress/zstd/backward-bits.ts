/** Bits of zstd data that are read from their end to their beginning (RFC 8878, 4.1). */

export class BackwardBits {
  /** Bits that are left; below zero once more were read than there are. */
  #left: number;

  /**
   * @param bytes in a memory that goes on for four bytes behind `end`
   * @param start of the first byte
   * @param end behind the last byte, whose highest bit that is set marks where the bits end
   * @throws RangeError without that mark
   */
  constructor(
    private readonly bytes: Uint8Array,
    private readonly start: number,
    end: number,
  ) {
    const last = end > start ? (bytes[end - 1] ?? 0) : 0;
    if (last === 0) throw new RangeError('bits without an end');
    this.#left = (end - start) * 8 - 1 - Math.clz32(last) + 24;
  }

  get left(): number {
    return this.#left;
  }

  /** @param count 0 to 24. In front of the beginning are zeros: whoever reads looks at {@link left} now and then. */
  read(count: number): number {
    this.#left -= count;
    if (this.#left < 0) return this.#partly(count);
    const at = this.start + (this.#left >>> 3);
    return (this.#word(at) >>> (this.#left & 7)) & ((1 << count) - 1);
  }

  /** @param count 1 to 24. The bits are still to be read. */
  peek(count: number): number {
    const value = this.read(count);
    this.#left += count;
    return value;
  }

  skip(count: number): void {
    this.#left -= count;
  }

  #partly(count: number): number {
    const there = count + this.#left;
    if (there <= 0) return 0;
    return (this.#word(this.start) & ((1 << there) - 1)) << -this.#left;
  }

  #word(at: number): number {
    const { bytes } = this;
    return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
  }
}
