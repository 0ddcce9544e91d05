/** Bytes of a stream, gathered until there are as many as a decoder needs to go on without waiting. */

export class ByteQueue {
  readonly #source: AsyncIterator<Uint8Array>;
  #buffer: Buffer = Buffer.alloc(0);
  #start = 0;
  #end = 0;
  #ended = false;

  /** @param allocate gives the memory; default: memory that other threads cannot see */
  constructor(
    source: AsyncIterable<Uint8Array>,
    private readonly allocate: (size: number) => Buffer = (size) => Buffer.allocUnsafe(size),
  ) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** What is there and not taken yet; stays as it is until the next `fill`. */
  get bytes(): Buffer {
    return this.#buffer.subarray(this.#start, this.#end);
  }

  get length(): number {
    return this.#end - this.#start;
  }

  /** Reads on until `count` bytes are there, or the source has ended; false in that case. */
  async fill(count: number): Promise<boolean> {
    while (this.length < count && !this.#ended) {
      const next = await this.#source.next();
      if (next.done === true) this.#ended = true;
      else this.#append(next.value, count);
    }
    return this.length >= count;
  }

  skip(count: number): void {
    this.#start += Math.min(count, this.length);
  }

  /** A copy of the first bytes, which are gone from here. */
  take(count: number): Uint8Array {
    const taken = new Uint8Array(this.bytes.subarray(0, count));
    this.skip(count);
    return taken;
  }

  /** The first bytes themselves, which are gone from here, and stay as they are until the next `fill`. */
  lend(count: number): Buffer {
    const lent = this.bytes.subarray(0, count);
    this.skip(count);
    return lent;
  }

  /** Ends the source, where it has not ended by itself. */
  async close(): Promise<void> {
    if (!this.#ended) await this.#source.return?.();
    this.#ended = true;
  }

  #append(piece: Uint8Array, wanted: number): void {
    if (this.#end + piece.length > this.#buffer.length) {
      const length = this.length;
      // Twice the room that is needed, so that what is left need not be moved at every piece.
      const room = Math.max(2 * wanted, length + piece.length);
      const target = room > this.#buffer.length ? this.allocate(room) : this.#buffer;
      this.#buffer.copy(target, 0, this.#start, this.#end);
      this.#buffer = target;
      this.#start = 0;
      this.#end = length;
    }
    this.#buffer.set(piece, this.#end);
    this.#end += piece.length;
  }
}

/** Zeros that fill up a tape's last block may follow the data; anything else is no part of it. */
export async function onlyZerosFollow(queue: ByteQueue): Promise<boolean> {
  while (await queue.fill(1)) {
    if (queue.bytes.some((byte) => byte !== 0)) return false;
    queue.skip(queue.length);
  }
  return true;
}
