/** Reads a run of bytes piece by piece, the next piece while the one before is worked on. */
import type { ByteReader } from './byte-reader.js';

export const pieceSize = 1024 * 1024;

/**
 * In shared memory, so that a hashing thread can read it; each piece stays as it is until the next but one is asked for.
 * All are of the same size but the last. Ends early where the reader does.
 * @throws FILE_UNREADABLE, the signal's reason
 */
export async function* readAhead(
  reader: ByteReader,
  run: { readonly start: number; readonly length: number },
  signal: AbortSignal | undefined,
  mostAtOnce = pieceSize,
): AsyncGenerator<Buffer> {
  const size = Math.min(mostAtOnce, run.length);
  const buffers = [sharedBuffer(size), sharedBuffer(size)] as const;
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

export function sharedBuffer(size: number): Buffer {
  return Buffer.from(new SharedArrayBuffer(size));
}
