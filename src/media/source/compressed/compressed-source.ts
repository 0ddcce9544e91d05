/** Compressed data as a source: what is in it decides, a tar archive or an ISO image. */
import { basename } from 'node:path';
import { compressionOf, decompress, type Compression } from '../../decompress/decompress.js';
import type { ByteReader } from '../byte-reader.js';
import { firstBytesLength, isIso, isSignedMessage, readFirstBytes } from '../first-bytes.js';
import type { MediaSource } from '../media-source.js';
import { readAhead } from '../read-ahead.js';
import type { SourceSurroundings } from '../source-surroundings.js';
import { isTarHeader } from '../tar/tar-header.js';
import { tarSource } from '../tar/tar-source.js';
import { hotfixSource, unsupportedSource } from '../unsupported-source.js';
import { openCompressedIso } from './compressed-iso.js';

/**
 * @param reader the file; the source's from here on
 * @throws MEDIA_SOURCE_UNSUPPORTED for anything else in it; MEDIA_ARCHIVE_DAMAGED, MEDIA_ARCHIVE_UNSUPPORTED,
 *   FILE_UNREADABLE, DISK_FULL, and what opening an image throws
 */
export async function openCompressedSource(reader: ByteReader, surroundings: SourceSurroundings): Promise<MediaSource> {
  const compression = compressionOf(await readFirstBytes(reader));
  if (compression === null) throw unsupportedSource(reader.name, 'data with an unknown compression');
  const start = await beginning(reader, compression, surroundings.signal);
  if (isIso(start)) return openCompressedIso(reader, compression, surroundings);
  if (isTarHeader(start)) return tarSource(reader, compression);
  if (isSignedMessage(start))
    throw hotfixSource(reader.name, `a signed message in ${compression} data, as hotfixes of up to 7.0 are`);
  throw unsupportedSource(reader.name, `${compression} data that holds neither a tar archive nor an ISO image`);
}

/** As many bytes as tell what it is, or all. */
async function beginning(
  reader: ByteReader,
  compression: Compression,
  signal: AbortSignal | undefined,
): Promise<Buffer> {
  const packed = readAhead(reader, { start: 0, length: reader.size }, signal);
  const options = { limit: Number.MAX_SAFE_INTEGER, subject: basename(reader.name), signal };
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of decompress(compression, packed, options)) {
    pieces.push(Buffer.from(piece));
    length += piece.length;
    if (length >= firstBytesLength) break;
  }
  return Buffer.concat(pieces);
}
