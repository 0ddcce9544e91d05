/**
 * The one pass over an image that lies inside another file: reads it from its first byte to its last and hands each file
 * its bytes. Reading ahead, hashing and writing overlap; memory is a handful of buffers whatever the image's size.
 */
import type { ImageBytes } from '../../iso9660/image-bytes.js';
import type { CopySink, FileSink } from '../media-source.js';
import { WholeHash } from '../whole-hash.js';
import type { Segment } from './copy-plan.js';

/** Small enough to stay in the cache of a core between the reading, the hashing and the writing of it. */
const bufferSize = 512 * 1024;
const bufferCount = 8;

/** For an image that is no file of its own. @returns the sha256 of the whole image */
export async function copyAndHash(image: ImageBytes, segments: readonly Segment[], sink: CopySink): Promise<string> {
  const whole = new WholeHash();
  try {
    await new CopyPass(image, segments, sink, whole).run();
    return await whole.digest();
  } finally {
    await whole.close();
  }
}

interface Slot {
  readonly buffer: Buffer;
  /** Settles when nobody reads from the buffer any more. */
  free: Promise<unknown>;
}

class CopyPass {
  readonly #slots: readonly Slot[];
  readonly #open = new Map<string, FileSink>();
  readonly #finishing: Promise<void>[] = [];
  #failure: { readonly error: unknown } | undefined;
  #next = 0;

  constructor(
    private readonly image: ImageBytes,
    private readonly segments: readonly Segment[],
    private readonly sink: CopySink,
    private readonly whole: WholeHash,
  ) {
    this.#slots = Array.from({ length: bufferCount }, () => ({
      buffer: Buffer.from(new SharedArrayBuffer(bufferSize)),
      free: Promise.resolve(),
    }));
  }

  async run(): Promise<void> {
    try {
      await this.#copy();
      await Promise.all([...this.#slots.map((slot) => slot.free), ...this.#finishing]);
    } finally {
      await Promise.allSettled([...this.#slots.map((slot) => slot.free), ...this.#finishing]);
    }
  }

  async #copy(): Promise<void> {
    const end = this.image.size;
    let ahead = this.#read(0);
    for (let position = 0, turn = 0; position < end; position += bufferSize, turn++) {
      this.sink.signal?.throwIfAborted();
      const { slot, length } = await ahead;
      if (position + bufferSize < end) {
        ahead = this.#read(position + bufferSize, turn + 1);
        ahead.catch(() => undefined);
      }
      const seen = this.whole.update(slot.buffer, length);
      seen.catch(() => undefined);
      slot.free = seen;
      const written = await this.#spread(slot.buffer, position, length);
      slot.free = Promise.all([seen, ...written]);
      slot.free.catch(() => undefined);
      if (this.#failure !== undefined) throw this.#failure.error;
      this.sink.progress(position + length, this.segments[this.#next]?.path ?? null);
    }
  }

  async #read(position: number, turn = 0): Promise<{ slot: Slot; length: number }> {
    const slot = this.#slots[turn % bufferCount];
    if (slot === undefined) throw new RangeError('no buffer');
    await slot.free;
    const length = Math.min(bufferSize, this.image.size - position);
    await this.image.readInto(slot.buffer, position, length, 'the image');
    return { slot, length };
  }

  /** Hands each part of a buffer to the file it belongs to. */
  async #spread(buffer: Buffer, position: number, length: number): Promise<Promise<void>[]> {
    const work: Promise<void>[] = [];
    for (let segment = this.segments[this.#next]; segment !== undefined; segment = this.segments[this.#next]) {
      if (segment.start >= position + length) break;
      const from = Math.max(segment.start, position);
      const to = Math.min(segment.end, position + length);
      const file = await this.#file(segment.path);
      work.push(this.#begun(file.write(buffer.subarray(from - position, to - position))));
      if (segment.end > position + length) break;
      if (segment.isLast) {
        this.#open.delete(segment.path);
        // The buffer is free as soon as it was written: the next ones need not wait until the disk has it.
        this.#finishing.push(this.#begun(file.finish()));
      }
      this.#next += 1;
    }
    return work;
  }

  /** A disk may fail before anybody waits for the work; Node would end the process for a rejection that nobody handles. */
  #begun(work: Promise<void>): Promise<void> {
    work.catch((error: unknown) => {
      this.#failure ??= { error };
    });
    return work;
  }

  async #file(path: string): Promise<FileSink> {
    const before = this.#open.get(path);
    if (before !== undefined) return before;
    const file = await this.sink.open(path);
    this.#open.set(path, file);
    return file;
  }
}
