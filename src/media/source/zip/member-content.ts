/** The bytes of one entry of a zip archive, unpacked and checked: none more than declared, none fewer, and the right ones. */
import { pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import { DrydockError } from '../../../shared/errors/drydock-error.js';
import type { ByteReader } from '../byte-reader.js';
import { newBuffers, readAhead, sharedBuffer, SpareBuffers } from '../read-ahead.js';
import { readExactly } from '../read-exactly.js';
import { damagedZip } from './zip-errors.js';
import type { ZipMember } from './zip-member.js';

const packedSize = 256 * 1024;
const unpackedSize = 128 * 1024;

const memories = new SpareBuffers(() => ({ packed: newBuffers(packedSize), unpacked: sharedBuffer(unpackedSize) }));
const localHeaderSize = 30;
const localSignature = 0x04034b50;

/** Where its bytes begin in the archive. @throws MEDIA_ARCHIVE_DAMAGED */
export async function memberStart(reader: ByteReader, member: ZipMember): Promise<number> {
  const header = await readExactly(reader, member.offset, localHeaderSize);
  if (header?.readUInt32LE(0) !== localSignature) throw damagedZip(member.path, 'no local header at its place');
  const start = member.offset + localHeaderSize + header.readUInt16LE(26) + header.readUInt16LE(28);
  if (start + member.packedSize > reader.size)
    throw damagedZip(member.path, `an archive of ${reader.size} bytes`, `${member.packedSize} bytes at byte ${start}`);
  return start;
}

/**
 * Piece by piece, in shared memory; each stays as it is until the next is asked for. The checksum is compared before
 * the end is told, so a caller that reads to the end has the right bytes.
 * @param onRead told how many bytes of the archive were read
 * @throws MEDIA_ARCHIVE_DAMAGED, FILE_UNREADABLE, the signal's reason
 */
export async function* memberPieces(
  reader: ByteReader,
  member: ZipMember,
  signal: AbortSignal | undefined,
  onRead: (bytes: number) => void = () => undefined,
): AsyncGenerator<Buffer> {
  let size = 0;
  let sum = 0;
  for await (const piece of unpacked(reader, member, signal, onRead)) {
    size += piece.length;
    if (size > member.size) throw damagedZip(member.path, 'more bytes than that', `${member.size} bytes`);
    sum = crc32(piece, sum);
    yield piece;
  }
  if (size !== member.size) throw damagedZip(member.path, `${size} bytes`, `${member.size} bytes`);
  if (sum !== member.crc32) throw damagedZip(member.path, `CRC-32 ${hex(sum)}`, `CRC-32 ${hex(member.crc32)}`);
}

/** The whole entry; only for those known to be small. */
export async function memberContent(reader: ByteReader, member: ZipMember): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of memberPieces(reader, member, undefined)) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

/** Up to `length` bytes from its beginning, unchecked. */
export async function memberBeginning(reader: ByteReader, member: ZipMember, length: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of unpacked(reader, member, undefined, () => undefined)) {
    pieces.push(Buffer.from(piece.subarray(0, length - size)));
    size += piece.length;
    if (size >= length) break;
  }
  return Buffer.concat(pieces);
}

export function hex(sum: number): string {
  return sum.toString(16).padStart(8, '0');
}

async function* unpacked(
  reader: ByteReader,
  member: ZipMember,
  signal: AbortSignal | undefined,
  onRead: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  const start = await memberStart(reader, member);
  const memory = memories.take();
  try {
    const packed = counted(readAhead(reader, { start, length: member.packedSize }, signal, memory.packed), onRead);
    if (member.compression === 'stored') yield* packed;
    else yield* inflated(packed, memory.unpacked);
  } catch (error) {
    throw isInflateError(error) ? damagedZip(member.path, error.message, undefined, error) : error;
  } finally {
    memories.give(memory);
  }
}

async function* counted(pieces: AsyncGenerator<Buffer>, onRead: (bytes: number) => void): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    yield piece;
    onRead(piece.length);
  }
}

/**
 * Pieces of the archive are larger than the stream's own buffer, so that each is used up before the next is asked for
 * and they may share their memory.
 */
async function* inflated(packed: AsyncGenerator<Buffer>, shared: Buffer): AsyncGenerator<Buffer> {
  const inflate = createInflateRaw({ chunkSize: unpackedSize });
  const fed = pipeline(packed, inflate);
  fed.catch(() => undefined);
  try {
    for await (const chunk of inflate as AsyncIterable<Buffer>) {
      for (let done = 0; done < chunk.length; done += shared.length) {
        const length = chunk.copy(shared, 0, done, done + shared.length);
        yield shared.subarray(0, length);
      }
    }
  } finally {
    // Also ends a feed that still has bytes after the end of the compressed ones.
    inflate.destroy();
    await fed.catch(() => undefined);
  }
}

function isInflateError(error: unknown): error is Error {
  return (
    !(error instanceof DrydockError) && error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')
  );
}
