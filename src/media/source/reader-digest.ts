/** The sha256 of all bytes of a reader, in bounded memory; reading ahead overlaps with hashing. */
import { createHash } from 'node:crypto';
import type { ByteReader } from './byte-reader.js';

const bufferSize = 1024 * 1024;

/** @throws FILE_UNREADABLE, the signal's reason */
export async function readerDigest(reader: ByteReader, signal: AbortSignal | undefined): Promise<string> {
  const hash = createHash('sha256');
  const buffers = [Buffer.allocUnsafe(bufferSize), Buffer.allocUnsafe(bufferSize)] as const;
  let ahead = reader.read(buffers[0], 0, bufferSize, 0);
  for (let position = 0, turn = 0; ; turn++) {
    const length = await ahead;
    signal?.throwIfAborted();
    if (length === 0) return hash.digest('hex');
    position += length;
    ahead = reader.read(buffers[turn % 2 === 0 ? 1 : 0], 0, bufferSize, position);
    ahead.catch(() => undefined);
    hash.update(buffers[turn % 2 === 0 ? 0 : 1].subarray(0, length));
  }
}
