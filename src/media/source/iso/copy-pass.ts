/**
 * The one pass over a source image: reads it from its first byte to its last, hands each file its bytes, and hashes the
 * whole. Reading ahead, hashing and writing overlap; memory is a handful of buffers whatever the image's size.
 */
import type { ImageBytes } from '../../iso9660/image-bytes.js';
import type { CopySink, FileSink } from '../media-source.js';
import { WholeHash } from '../whole-hash.js';
import type { Segment } from './copy-plan.js';

/** Small enough to stay in the cache of a core between the reading, the hashing and the writing of it. */
const bufferSize = 512 * 1024;
const bufferCount = 8;

/** The sha256 of the whole image. @throws what reading and the sink throw; the pass leaves nothing running */
export async function copyPass(image: ImageBytes, segments: readonly Segment[], sink: CopySink): Promise<string> {
  const pass = new CopyPass(image, segments, sink);
  try {
    return await pass.run();
  } finally {
    await pass.close();
  }
}

interface Slot {
  readonly buffer: Buffer;
  /** Settles when nobody reads from the buffer any more. */
  free: Promise<unknown>;
}

class CopyPass {
  readonly #whole = new WholeHash();
  readonly #slots: readonly Slot[];
  readonly #open = new Map<string, FileSink>();
  #next = 0;

  constructor(
    private readonly image: ImageBytes,
    private readonly segments: readonly Segment[],
    private readonly sink: CopySink,
  ) {
    this.#slots = Array.from({ length: bufferCount }, () => ({
      buffer: Buffer.from(new SharedArrayBuffer(bufferSize)),
      free: Promise.resolve(),
    }));
  }

  async run(): Promise<string> {
    const { image, sink } = this;
    let ahead = this.#read(0);
    for (let position = 0, turn = 0; position < image.size; position += bufferSize, turn++) {
      sink.signal?.throwIfAborted();
      const { slot, length } = await ahead;
      if (position + bufferSize < image.size) {
        ahead = this.#read(position + bufferSize, turn + 1);
        ahead.catch(() => undefined);
      }
      const hashed = this.#whole.update(slot.buffer, length);
      hashed.catch(() => undefined);
      slot.free = hashed;
      const written = await this.#spread(slot.buffer, position, length);
      slot.free = Promise.all([hashed, ...written]);
      slot.free.catch(() => undefined);
      sink.progress(position + length, this.segments[this.#next]?.path ?? null);
    }
    for (const slot of this.#slots) await slot.free;
    return this.#whole.digest();
  }

  async close(): Promise<void> {
    for (const slot of this.#slots) await slot.free.catch(() => undefined);
    await this.#whole.close();
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
    // A disk may fail before anybody waits for the work; Node would end the process for a rejection that nobody handles.
    const begin = (promise: Promise<void>): void => {
      promise.catch(() => undefined);
      work.push(promise);
    };
    for (let segment = this.segments[this.#next]; segment !== undefined; segment = this.segments[this.#next]) {
      if (segment.start >= position + length) break;
      const from = Math.max(segment.start, position);
      const to = Math.min(segment.end, position + length);
      const file = await this.#file(segment.path);
      begin(file.write(buffer.subarray(from - position, to - position)));
      if (segment.end > position + length) break;
      if (segment.isLast) {
        this.#open.delete(segment.path);
        begin(file.finish());
      }
      this.#next += 1;
    }
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
