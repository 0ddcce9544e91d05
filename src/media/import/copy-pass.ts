/**
 * The one pass over a source image: reads it from its first byte to its last, writes each file, and hashes both the files
 * and the whole. Reading ahead, hashing and writing overlap; memory is a handful of buffers whatever the image's size.
 */
import { join } from 'node:path';
import type { ImageFile } from '../iso9660/image-file.js';
import type { Measured } from '../verify/digest.js';
import type { CopyPlan, Segment } from './copy-plan.js';
import { FileWriter } from './file-writer.js';
import { WholeHash } from './whole-hash.js';
import type { StagingFiles } from './staging-files.js';

export interface CopyOptions {
  readonly image: ImageFile;
  readonly plan: CopyPlan;
  readonly files: StagingFiles;
  /** Its folders exist already. */
  readonly treeFolder: string;
  readonly wantsMd5: (path: string) => boolean;
  /** Called as each file is complete; what it throws ends the pass. */
  readonly onFile: (path: string, measured: Measured) => void;
  readonly onBytes: (bytes: number, current: string | null) => void;
  readonly signal: AbortSignal | undefined;
}

const bufferSize = 1024 * 1024;
const bufferCount = 4;
/** Thousands of small files may lie in one buffer; a process may open some thousand files. */
const mostOpenFiles = 64;

/** The sha256 of the whole image. @throws what reading, writing and `onFile` throw; nothing is left open */
export async function copyPass(options: CopyOptions): Promise<string> {
  const pass = new CopyPass(options);
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
  readonly #writers = new Map<string, FileWriter>();
  readonly #closing = new Set<Promise<void>>();
  #next = 0;

  constructor(private readonly options: CopyOptions) {
    this.#slots = Array.from({ length: bufferCount }, () => ({
      buffer: Buffer.from(new SharedArrayBuffer(bufferSize)),
      free: Promise.resolve(),
    }));
  }

  async run(): Promise<string> {
    const { image } = this.options;
    let ahead = this.#read(0);
    for (let position = 0, turn = 0; position < image.size; position += bufferSize, turn++) {
      this.options.signal?.throwIfAborted();
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
      this.options.onBytes(position + length, this.options.plan.segments[this.#next]?.file.path ?? null);
    }
    for (const slot of this.#slots) await slot.free;
    return this.#whole.digest();
  }

  async close(): Promise<void> {
    for (const writer of this.#writers.values()) await writer.abandon();
    for (const slot of this.#slots) await slot.free.catch(() => undefined);
    await Promise.allSettled(this.#closing);
    await this.#whole.close();
  }

  async #read(position: number, turn = 0): Promise<{ slot: Slot; length: number }> {
    const slot = this.#slots[turn % bufferCount];
    if (slot === undefined) throw new RangeError('no buffer');
    await slot.free;
    const length = Math.min(bufferSize, this.options.image.size - position);
    await this.options.image.readInto(slot.buffer, position, length, 'the image');
    return { slot, length };
  }

  /** Hands each part of a buffer to the file it belongs to. */
  async #spread(buffer: Buffer, position: number, length: number): Promise<Promise<void>[]> {
    const { segments } = this.options.plan;
    const work: Promise<void>[] = [];
    for (let segment = segments[this.#next]; segment !== undefined; segment = segments[this.#next]) {
      if (segment.start >= position + length) break;
      while (this.#closing.size >= mostOpenFiles) await Promise.race(this.#closing);
      const from = Math.max(segment.start, position);
      const to = Math.min(segment.end, position + length);
      work.push(this.#writer(segment).write(buffer.subarray(from - position, to - position)));
      if (segment.end > position + length) break;
      if (segment.isLast) work.push(this.#finish(segment));
      this.#next += 1;
    }
    return work;
  }

  #writer(segment: Segment): FileWriter {
    const { path } = segment.file;
    const before = this.#writers.get(path);
    if (before !== undefined) return before;
    const { files, treeFolder, wantsMd5 } = this.options;
    const writer = new FileWriter(files, join(treeFolder, path), wantsMd5(path));
    this.#writers.set(path, writer);
    return writer;
  }

  #finish(segment: Segment): Promise<void> {
    const { path } = segment.file;
    const { measured, closed } = this.#writer(segment).finish();
    this.#writers.delete(path);
    this.#closing.add(closed);
    const forget = (): boolean => this.#closing.delete(closed);
    closed.then(forget, forget);
    this.options.onFile(path, measured);
    return closed;
  }
}
