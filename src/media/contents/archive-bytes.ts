/** The bytes of an archive one portion after the other, with the place where they stand, for its reader and its errors. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { ByteQueue } from '../decompress/byte-queue.js';

export interface ArchiveContext {
  /** The file that is read, for errors. */
  readonly subject: string;
  readonly signal: AbortSignal | undefined;
  /** Counts over all archives that one file holds. */
  readonly count: { entries: number };
}

export class ArchiveBytes {
  readonly #queue: ByteQueue;
  #position = 0;

  constructor(
    source: AsyncIterable<Uint8Array>,
    readonly context: ArchiveContext,
  ) {
    this.#queue = new ByteQueue(source);
  }

  /** Bytes that were taken or skipped so far. */
  get position(): number {
    return this.#position;
  }

  /** The next bytes, which stay where they are; fewer only at the end. Valid until more is asked for. */
  async peek(length: number): Promise<Buffer> {
    await this.#queue.fill(length);
    return this.#queue.bytes.subarray(0, length);
  }

  /** Valid until more is asked for. @throws MEDIA_ARCHIVE_DAMAGED when there are fewer */
  async take(length: number, what: string): Promise<Buffer> {
    const bytes = await this.peek(length);
    if (bytes.length < length) throw this.damaged(`an archive that ends within ${what}`);
    this.#skip(length);
    return bytes;
  }

  /** Between one byte and so many. Valid until more is asked for. @throws MEDIA_ARCHIVE_DAMAGED at the end */
  async piece(most: number, what: string): Promise<Buffer> {
    this.context.signal?.throwIfAborted();
    await this.#queue.fill(1);
    return this.take(Math.max(1, Math.min(most, this.#queue.length)), what);
  }

  async skipZeros(): Promise<void> {
    while (await this.#queue.fill(1)) {
      const end = this.#queue.bytes.findIndex((byte) => byte !== 0);
      this.#skip(end === -1 ? this.#queue.length : end);
      if (end !== -1) return;
    }
  }

  /** Everything that was not taken yet. */
  async *rest(): AsyncGenerator<Uint8Array> {
    while (await this.#queue.fill(1)) yield this.#queue.take(this.#queue.length);
  }

  /** Lets the source end, whatever is left of it. */
  close(): Promise<void> {
    return this.#queue.close();
  }

  damaged(found: string): DrydockError {
    return new DrydockError('MEDIA_ARCHIVE_DAMAGED', {
      attempted: `reading a cpio archive at byte ${this.#position}`,
      subject: this.context.subject,
      found,
    });
  }

  unsupported(found: string, expected: string): DrydockError {
    return new DrydockError('MEDIA_ARCHIVE_UNSUPPORTED', {
      attempted: `reading a cpio archive at byte ${this.#position}`,
      subject: this.context.subject,
      expected,
      found,
    });
  }

  #skip(count: number): void {
    this.#queue.skip(count);
    this.#position += count;
  }
}
