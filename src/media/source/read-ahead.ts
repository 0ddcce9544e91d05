/** Reads a run of bytes piece by piece, the next piece while the one before is worked on. */
import type { ByteReader } from './byte-reader.js';

export const pieceSize = 1024 * 1024;

const mostSpare = 8;

/** Of the same size. */
export type Buffers = readonly [Buffer, Buffer];

/**
 * In shared memory, so that a hashing thread can read it; each piece stays as it is until the next but one is asked for.
 * All are of the same size but the last. Ends early where the reader does.
 * @param buffers where to, in shared memory; new ones when not given
 * @throws FILE_UNREADABLE, the signal's reason
 */
export async function* readAhead(
  reader: ByteReader,
  run: { readonly start: number; readonly length: number },
  signal: AbortSignal | undefined,
  buffers: Buffers = newBuffers(Math.min(pieceSize, run.length)),
): AsyncGenerator<Buffer> {
  const size = Math.min(buffers[0].length, run.length);
  const read = (done: number, buffer: Buffer): Promise<number> =>
    reader.read(buffer, 0, Math.min(size, run.length - done), run.start + done);
  let [current, other] = buffers;
  let ahead = read(0, current);
  try {
    for (let done = 0; done < run.length;) {
      const length = await ahead;
      signal?.throwIfAborted();
      if (length === 0) return;
      done += length;
      if (done < run.length) {
        ahead = read(done, other);
        ahead.catch(() => undefined);
      }
      yield current.subarray(0, length);
      [current, other] = [other, current];
    }
  } finally {
    // Nobody may close the file while it is being read.
    await ahead.catch(() => undefined);
  }
}

export function newBuffers(size: number): Buffers {
  return [sharedBuffer(size), sharedBuffer(size)];
}

export function sharedBuffer(size: number): Buffer {
  return Buffer.from(new SharedArrayBuffer(size));
}

/**
 * For sources of many files, each of which is read with buffers: shared memory that is thrown away is not collected in time
 * (500 files of a zip archive held 236 MB, of a folder 687 MB). Only for whoever is done with a piece before the next is asked for.
 */
export class SpareBuffers<T> {
  readonly #spare: T[] = [];

  constructor(private readonly make: () => T) {}

  take(): T {
    return this.#spare.pop() ?? this.make();
  }

  give(buffers: T): void {
    if (this.#spare.length < mostSpare) this.#spare.push(buffers);
  }
}
