/** The sha256 of a whole source in a thread of its own, so that it can be taken while the source is unpacked. */
import type { ByteReader } from './byte-reader.js';
import type { CopySink } from './media-source.js';
import { readAhead } from './read-ahead.js';
import { together } from './together.js';
import { WholeHash } from './whole-hash.js';

/** @param onPiece sees all bytes in their order. @throws FILE_UNREADABLE, the signal's reason */
export async function wholeDigest(
  reader: ByteReader,
  signal: AbortSignal | undefined,
  onPiece: (piece: Buffer, position: number) => void = () => undefined,
): Promise<string> {
  const whole = new WholeHash();
  try {
    let position = 0;
    for await (const piece of readAhead(reader, { start: 0, length: reader.size }, signal)) {
      const hashed = whole.update(piece, piece.length);
      onPiece(piece, position);
      await hashed;
      position += piece.length;
    }
    return await whole.digest();
  } finally {
    await whole.close();
  }
}

/** Copies, and takes the digest of the whole meanwhile; the first failure of either ends both. */
export async function copyBeside(
  sink: CopySink,
  copy: (sink: CopySink) => Promise<unknown>,
  digest: (signal: AbortSignal) => Promise<string>,
): Promise<string> {
  const copied = async (signal: AbortSignal): Promise<string> => {
    const open: CopySink['open'] = (path) => sink.open(path);
    await copy({ open, progress: (bytes, current) => sink.progress(bytes, current), signal });
    return '';
  };
  const [, sha256 = ''] = await together(sink.signal, [copied, digest]);
  return sha256;
}
