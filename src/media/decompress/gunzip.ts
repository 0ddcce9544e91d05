/** gzip, by Node's own zlib: members one behind the other are one stream; each is checked against its CRC-32 and length. */
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { damagedCompression } from './decompression-error.js';

const pieceSize = 128 * 1024;

/** @throws MEDIA_ARCHIVE_DAMAGED, what the source throws */
export async function* gunzip(
  source: AsyncIterable<Uint8Array>,
  subject: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  // Pieces larger than the stream's own 16 KiB are used up before the next is asked for: they may share their memory.
  const output = createGunzip({ chunkSize: pieceSize });
  const fed = pipeline(source, output);
  fed.catch(() => undefined);
  try {
    yield* output as AsyncIterable<Uint8Array>;
  } catch (error) {
    if (isZlibError(error)) throw damagedCompression(subject, `gzip: ${error.message}`, error);
    throw error;
  } finally {
    output.destroy();
    await fed.catch(() => undefined);
  }
}

function isZlibError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && /^Z_/.test(error.code);
}
