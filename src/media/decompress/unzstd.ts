/**
 * zstd (RFC 8878): one block at a time, each of which becomes at most 128 KiB, in memory that is used again. (The library for
 * it, fzstd 0.1.1, moves all of its window at each block, allocates anew for each, and looks at no checksum: with a window
 * of 64 MiB an archive of 270 MB took 83 s and 227 MB.)
 */
import xxhash, { type XXHashAPI } from 'xxhash-wasm';
import { ByteQueue, onlyZerosFollow } from './byte-queue.js';
import { damagedCompression, unsupportedCompression } from './decompression-error.js';
import {
  blockHeaderSize,
  longestFrameHeader,
  parseBlockHeader,
  parseFrameHeader,
  type BlockHeader,
  type FrameHeader,
} from './zstd-frame.js';
import { FrameDecoder } from './zstd/frame-decoder.js';

/** The `zstd` program needs more only from level 21 of `--ultra` on, and with `--long`. */
const mostWindow = 64 * 1024 * 1024;
const checksumSize = 4;

interface Decoding {
  readonly decoder: FrameDecoder;
  readonly hashes: XXHashAPI;
  readonly subject: string;
}

/** @throws MEDIA_ARCHIVE_DAMAGED, MEDIA_ARCHIVE_UNSUPPORTED, what the source throws */
export async function* unzstd(
  source: AsyncIterable<Uint8Array>,
  subject: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const decoding: Decoding = { decoder: new FrameDecoder(), hashes: await xxhash(), subject };
  const queue = new ByteQueue(source);
  try {
    for (let frames = 0; frames === 0 || (await queue.fill(1)); frames++) {
      await queue.fill(longestFrameHeader);
      const header = parseFrameHeader(queue.bytes);
      if (header === null) {
        if (frames > 0 && (await onlyZerosFollow(queue))) return;
        throw damagedCompression(subject, frames === 0 ? 'no zstd frame' : 'something else behind the zstd data');
      }
      if (header.kind === 'skippable') await skip(queue, header.size, subject);
      else yield* content(queue, requireModest(header, subject), decoding);
    }
  } finally {
    await queue.close();
  }
}

function requireModest(header: FrameHeader, subject: string): FrameHeader {
  if (header.dictionary) throw unsupportedCompression(subject, 'zstd data that needs a dictionary');
  if (header.window > mostWindow) {
    const mebibytes = Math.round(header.window / 1024 / 1024);
    throw unsupportedCompression(subject, `zstd data with a window of ${mebibytes} MiB, made with --long or --ultra`);
  }
  return header;
}

async function skip(queue: ByteQueue, size: number, subject: string): Promise<void> {
  for (let left = size; left > 0;) {
    if (!(await queue.fill(1))) throw cutShort(subject);
    const part = Math.min(left, queue.length);
    queue.skip(part);
    left -= part;
  }
}

/** The blocks of a frame, decoded. */
async function* content(
  queue: ByteQueue,
  header: FrameHeader,
  { decoder, hashes, subject }: Decoding,
): AsyncGenerator<Uint8Array, void, undefined> {
  const hash = hashes.create64();
  queue.skip(header.size);
  decoder.begin(header.window);
  for (let isLast = false; !isLast;) {
    if (!(await queue.fill(blockHeaderSize))) throw cutShort(subject);
    const block = parseBlockHeader(queue.bytes);
    if (block === null) throw damagedCompression(subject, 'a zstd block that cannot be');
    queue.skip(blockHeaderSize);
    if (!(await queue.fill(block.size))) throw cutShort(subject);
    const piece = decoded(decoder, block, queue.lend(block.size), subject);
    if (header.checksum) hash.update(piece);
    // A copy, since the taker may keep it, and what lies behind it is written next.
    if (piece.length > 0) yield new Uint8Array(piece);
    isLast = block.isLast;
  }
  if (!header.checksum) return;
  if (!(await queue.fill(checksumSize))) throw cutShort(subject);
  const expected = Buffer.from(queue.take(checksumSize)).readUInt32LE();
  if (Number(hash.digest() & 0xffff_ffffn) !== expected)
    throw damagedCompression(subject, 'zstd data with another checksum');
}

function decoded(decoder: FrameDecoder, block: BlockHeader, bytes: Uint8Array, subject: string): Uint8Array {
  try {
    return decoder.decode(block, bytes);
  } catch (error) {
    throw damagedCompression(subject, 'damaged zstd data', error);
  }
}

function cutShort(subject: string): Error {
  return damagedCompression(subject, 'zstd data that is cut short');
}
