/**
 * xz data whose blocks carry SHA-256, as rpm writes all its xz payloads (LZMA_CHECK_SHA256 in its rpmio.c). The library
 * knows no such check and could not skip it, so it is given the same blocks in a stream without checks, and the digests
 * are compared here. After "The .xz File Format" 1.1.0.
 */
import { crc32 } from 'node:zlib';
import type { ByteQueue } from './byte-queue.js';
import { damagedCompression, unsupportedCompression } from './decompression-error.js';
import type { BlockDigests } from './block-digests.js';

const streamHeaderSize = 12;
const magic = Buffer.from('fd377a585a00', 'hex');
const sha256Check = 0x0a;
const sha256Size = 32;
/** rpm makes one, or one for each 24 MB where it uses several processors. */
const mostBlocks = 100_000;

/** So many bytes tell. */
export const checkMarkLength = 8;

export function hasSha256(start: Uint8Array): boolean {
  return magic.every((byte, at) => start[at] === byte) && start[6] === 0 && start[7] === sha256Check;
}

interface BlockRecord {
  /** Header and compressed data, in bytes. */
  readonly size: number;
  readonly uncompressed: number;
}

/** One stream from its header on. @throws MEDIA_ARCHIVE_DAMAGED, MEDIA_ARCHIVE_UNSUPPORTED, what the source throws */
export async function* withoutSha256(
  queue: ByteQueue,
  digests: BlockDigests,
  subject: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const take = async (length: number): Promise<Buffer> => {
    if (!(await queue.fill(length))) throw damagedCompression(subject, 'xz data that is cut short');
    return Buffer.from(queue.take(length));
  };
  const requireSame = async (expected: Buffer, what: string): Promise<void> => {
    if (!(await take(expected.length)).equals(expected))
      throw damagedCompression(subject, `xz data with another ${what}`);
  };
  await requireSame(streamHeader(sha256Check), 'header');
  yield streamHeader(0);
  const records: BlockRecord[] = [];
  for (let size = await take(1); size[0] !== 0; size = await take(1)) {
    if (records.length === mostBlocks)
      throw unsupportedCompression(subject, `xz data of more than ${mostBlocks} blocks`);
    const header = Buffer.concat([size, await take(4 * ((size[0] ?? 0) + 1) - 1)]);
    yield header;
    const record = { size: header.length, uncompressed: 0 };
    for (let isLast = false; !isLast;) {
      const chunk = await takeChunk(take, subject);
      record.size += chunk.bytes.length;
      record.uncompressed += chunk.uncompressed;
      isLast = chunk.isLast;
      yield chunk.bytes;
    }
    records.push(record);
    yield await take((4 - (record.size % 4)) % 4);
    digests.expect(record.uncompressed, await take(sha256Size));
  }
  await requireSame(indexOf(records, sha256Size).subarray(1), 'index');
  await requireSame(streamFooter(sha256Check, indexOf(records, sha256Size).length), 'footer');
  const index = indexOf(records, 0);
  yield Buffer.concat([index, streamFooter(0, index.length)]);
}

interface Chunk {
  readonly bytes: Buffer;
  readonly uncompressed: number;
  readonly isLast: boolean;
}

/** Of LZMA2, the only filter that a block can end with. */
async function takeChunk(take: (length: number) => Promise<Buffer>, subject: string): Promise<Chunk> {
  const control = await take(1);
  const kind = control[0] ?? 0;
  if (kind === 0) return { bytes: control, uncompressed: 0, isLast: true };
  if (kind > 2 && kind < 0x80) throw damagedCompression(subject, 'damaged xz data');
  const isStored = kind <= 2;
  // With the properties of the coder behind the sizes, where it begins anew.
  const sizes = await take(isStored ? 2 : kind >= 0xc0 ? 5 : 4);
  const uncompressed = (isStored ? 0 : (kind & 0x1f) << 16) + sizes.readUInt16BE(0) + 1;
  const data = await take(isStored ? uncompressed : sizes.readUInt16BE(2) + 1);
  return { bytes: Buffer.concat([control, sizes, data]), uncompressed, isLast: false };
}

function streamHeader(check: number): Buffer {
  const flags = Buffer.from([0, check]);
  return Buffer.concat([magic, flags, checksum(flags)], streamHeaderSize);
}

function streamFooter(check: number, indexSize: number): Buffer {
  const content = Buffer.alloc(6);
  content.writeUInt32LE(indexSize / 4 - 1, 0);
  content[5] = check;
  return Buffer.concat([checksum(content), content, Buffer.from('YZ')]);
}

function indexOf(records: readonly BlockRecord[], checkSize: number): Buffer {
  const numbers = records.flatMap(({ size, uncompressed }) => [size + checkSize, uncompressed]);
  const content = Buffer.from([0, ...[records.length, ...numbers].flatMap(variableLength)]);
  const padded = Buffer.concat([content, Buffer.alloc((4 - (content.length % 4)) % 4)]);
  return Buffer.concat([padded, checksum(padded)]);
}

/** Seven bits in each byte, the lowest first. */
function variableLength(value: number): number[] {
  const bytes: number[] = [];
  for (let left = value; ; left = Math.floor(left / 128)) {
    if (left < 128) return [...bytes, left];
    bytes.push((left % 128) + 128);
  }
}

function checksum(bytes: Uint8Array): Buffer {
  const result = Buffer.alloc(4);
  result.writeUInt32LE(crc32(bytes), 0);
  return result;
}
