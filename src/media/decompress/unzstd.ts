/**
 * zstd (RFC 8878). A library decodes the blocks; frames are taken apart here, so that it is given one block at a time (each
 * becomes at most 128 KiB, where a few thousand bytes could become gigabytes), and the checksum of the content is looked at.
 */
import { Decompress } from 'fzstd';
import xxhash, { type XXHashAPI } from 'xxhash-wasm';
import { ByteQueue, onlyZerosFollow } from './byte-queue.js';
import { damagedCompression, unsupportedCompression } from './decompression-error.js';
import {
  blockHeaderSize,
  longestFrameHeader,
  parseBlockHeader,
  parseFrameHeader,
  type FrameHeader,
} from './zstd-frame.js';

/** The `zstd` program needs more only from level 21 of `--ultra` on, and with `--long`. */
const mostWindow = 64 * 1024 * 1024;
const checksumSize = 4;

/** @throws MEDIA_ARCHIVE_DAMAGED, MEDIA_ARCHIVE_UNSUPPORTED, what the source throws */
export async function* unzstd(
  source: AsyncIterable<Uint8Array>,
  subject: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const hashes = await xxhash();
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
      else yield* new Frame(queue, requireModest(header, subject), hashes, subject).content();
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

class Frame {
  readonly #pieces: Uint8Array[] = [];
  readonly #decoder = new Decompress((data) => {
    this.#pieces.push(data);
  });
  readonly #hash;

  constructor(
    private readonly queue: ByteQueue,
    private readonly header: FrameHeader,
    hashes: XXHashAPI,
    private readonly subject: string,
  ) {
    this.#hash = hashes.create64();
  }

  async *content(): AsyncGenerator<Uint8Array, void, undefined> {
    const { header, subject } = this;
    for (let before = header.size, isLast = false; !isLast; before = 0) {
      const block = await this.#block(before);
      isLast = block.isLast;
      for (const piece of this.#decoded(block.bytes, isLast)) {
        if (header.checksum) this.#hash.update(piece);
        if (piece.length > 0) yield piece;
      }
      if (!isLast || !header.checksum) continue;
      const expected = Buffer.from(block.bytes).readUInt32LE(block.bytes.length - checksumSize);
      if (Number(this.#hash.digest() & 0xffff_ffffn) !== expected)
        throw damagedCompression(subject, 'zstd data with another checksum');
    }
  }

  /**
   * With what the library wants to see together: the frame's header in front of the first, the checksum behind the last.
   * In the queue's own memory, good until the next block is asked for: the library keeps hold of the memory of every
   * block until the frame ends (an empty rest that it puts by, fzstd 0.1.1), and a copy of each would all be kept.
   */
  async #block(before: number): Promise<{ readonly bytes: Uint8Array; readonly isLast: boolean }> {
    const { queue, subject } = this;
    if (!(await queue.fill(before + blockHeaderSize))) throw cutShort(subject);
    const block = parseBlockHeader(queue.bytes.subarray(before));
    if (block === null) throw damagedCompression(subject, 'a zstd block that cannot be');
    const behind = block.isLast && this.header.checksum ? checksumSize : 0;
    const length = before + blockHeaderSize + block.size + behind;
    if (!(await queue.fill(length))) throw cutShort(subject);
    return { bytes: queue.lend(length), isLast: block.isLast };
  }

  #decoded(bytes: Uint8Array, isLast: boolean): Uint8Array[] {
    try {
      this.#decoder.push(bytes, isLast);
    } catch (error) {
      throw damagedCompression(this.subject, 'damaged zstd data', error);
    }
    return this.#pieces.splice(0);
  }
}

function cutShort(subject: string): Error {
  return damagedCompression(subject, 'zstd data that is cut short');
}
