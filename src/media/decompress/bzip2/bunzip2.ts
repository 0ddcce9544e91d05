/**
 * bzip2. Own code, because no library for Node decompresses it in bounded memory: they write a whole block's text at once,
 * up to 46 MB from 45 bytes, without waiting for whoever takes it (docs/dependencies.md).
 */
import { ByteQueue, onlyZerosFollow } from '../byte-queue.js';
import { damagedCompression } from '../decompression-error.js';
import { BitReader } from './bit-reader.js';
import { readBlock } from './block-reader.js';
import { BlockText } from './block-text.js';

const pieceSize = 128 * 1024;
/** Longer than any block: 900,001 symbols of 20 bits, 32,767 selectors of 6, six codes, the header, the end's mark. */
const longestBlock = 2_400_000;
const headerSize = 4;

/** @throws MEDIA_ARCHIVE_DAMAGED, what the source throws */
export async function* bunzip2(
  source: AsyncIterable<Uint8Array>,
  subject: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const queue = new ByteQueue(source);
  try {
    for (let streams = 0; streams === 0 || (await queue.fill(1)); streams++) {
      await queue.fill(headerSize);
      const level = /^BZh([1-9])$/.exec(queue.bytes.toString('latin1', 0, headerSize))?.[1];
      if (level === undefined) {
        if (streams > 0 && (await onlyZerosFollow(queue))) return;
        throw damagedCompression(subject, streams === 0 ? 'no bzip2 data' : 'something else behind the bzip2 data');
      }
      queue.skip(headerSize);
      yield* new Bzip2Stream(queue, Number(level) * 100_000, subject).content();
    }
  } finally {
    await queue.close();
  }
}

class Bzip2Stream {
  readonly #table: Uint32Array;
  #crc = 0;
  /** Of the queue's first byte, as blocks do not end with bytes. */
  #bitsRead = 0;

  constructor(
    private readonly queue: ByteQueue,
    blockSize: number,
    private readonly subject: string,
  ) {
    this.#table = new Uint32Array(blockSize);
  }

  async *content(): AsyncGenerator<Uint8Array, void, undefined> {
    for (let text = await this.#nextBlock(); text !== null; text = await this.#nextBlock()) {
      for (;;) {
        const piece = new Uint8Array(pieceSize);
        const length = text.readInto(piece);
        if (length > 0) yield piece.subarray(0, length);
        if (length < pieceSize) break;
      }
      if (!text.isRight) throw damagedCompression(this.subject, 'a bzip2 block with another checksum');
    }
  }

  /** Null at the end. */
  async #nextBlock(): Promise<BlockText | null> {
    await this.queue.fill(longestBlock);
    const bits = new BitReader(this.queue.bytes);
    if (this.#bitsRead > 0) bits.read(this.#bitsRead);
    const mark = bits.read(24) * 0x100_0000 + bits.read(24);
    if (mark === 0x1772_4538_5090) {
      const crc = ((bits.read(16) << 16) | bits.read(16)) >>> 0;
      this.queue.skip(this.#requirePosition(bits));
      if (crc !== this.#crc >>> 0) throw damagedCompression(this.subject, 'bzip2 data with another checksum');
      return null;
    }
    if (mark !== 0x3141_5926_5359) throw this.#refused(bits, 'damaged bzip2 data');
    const block = readBlock(bits, this.#table);
    if (typeof block === 'string') throw this.#refused(bits, block);
    this.#crc = (this.#crc << 1) ^ (this.#crc >>> 31) ^ block.crc;
    this.#bitsRead = bits.bitOffset;
    this.queue.skip(this.#requirePosition(bits) - (this.#bitsRead > 0 ? 1 : 0));
    return new BlockText(block, this.#table);
  }

  #requirePosition(bits: BitReader): number {
    if (bits.isBeyondEnd) throw this.#refused(bits, '');
    return bits.position;
  }

  #refused(bits: BitReader, found: string): Error {
    return damagedCompression(this.subject, bits.isBeyondEnd ? 'bzip2 data that is cut short' : found);
  }
}
