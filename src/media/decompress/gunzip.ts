/** gzip, by Node's own zlib: members one behind the other are one stream; each is checked against its CRC-32 and length. */
import { Readable, pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { damagedCompression } from './decompression-error.js';

const pieceSize = 128 * 1024;

/** @throws MEDIA_ARCHIVE_DAMAGED, what the source throws */
export async function* gunzip(
  source: AsyncIterable<Uint8Array>,
  subject: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const output = createGunzip({ chunkSize: pieceSize });
  // Carries an error of the source to the output, and the output's end to the source.
  pipeline(Readable.from(source, { objectMode: true }), output, () => undefined);
  try {
    yield* output as AsyncIterable<Uint8Array>;
  } catch (error) {
    if (isZlibError(error)) throw damagedCompression(subject, `gzip: ${error.message}`, error);
    throw error;
  }
}

function isZlibError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && /^Z_/.test(error.code);
}
