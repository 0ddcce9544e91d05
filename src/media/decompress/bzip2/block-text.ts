/** Undoes the inner half of a bzip2 block, piece by piece: the sorting transform, and the runs of four. */
import type { TransformedBlock } from './block-reader.js';
import { crcStep } from './crc.js';

/** A run is four bytes and a count of up to 255 more: a block of 900,000 bytes can become 46 million. */
export class BlockText {
  #place: number;
  #left: number;
  #last = -1;
  /** Of the same byte, one behind the other; at four, a count follows. */
  #same = 0;
  #repeat = 0;
  #crc = 0xffff_ffff;

  /** @param table as `readBlock` has left it; used up by the first piece */
  constructor(
    private readonly block: TransformedBlock,
    private readonly table: Uint32Array,
  ) {
    linkInOrder(table, block.length);
    this.#place = (table[block.origin] ?? 0) >>> 8;
    this.#left = block.length;
  }

  get isRight(): boolean {
    return ~this.#crc >>> 0 === this.block.crc;
  }

  /** How many bytes were written; fewer than there is room for only at the end. */
  readInto(piece: Uint8Array): number {
    const { table } = this;
    let place = this.#place;
    let left = this.#left;
    let last = this.#last;
    let same = this.#same;
    let repeat = this.#repeat;
    let at = 0;
    while (at < piece.length) {
      if (repeat > 0) {
        const to = Math.min(piece.length, at + repeat);
        piece.fill(last, at, to);
        repeat -= to - at;
        at = to;
        continue;
      }
      if (left === 0) break;
      left -= 1;
      const entry = table[place] ?? 0;
      const byte = entry & 0xff;
      place = entry >>> 8;
      if (same === 4) {
        repeat = byte;
        same = 0;
        continue;
      }
      same = byte === last ? same + 1 : 1;
      last = byte;
      piece[at] = byte;
      at += 1;
    }
    this.#place = place;
    this.#left = left;
    this.#last = last;
    this.#same = same;
    this.#repeat = repeat;
    this.#crc = crcStep(this.#crc, piece, at);
    return at;
  }
}

/** Puts above each byte the place of the one that follows it in the text. */
function linkInOrder(table: Uint32Array, length: number): void {
  const places = new Uint32Array(257);
  for (let index = 0; index < length; index++) {
    const behind = (table[index] ?? 0) + 1;
    places[behind] = (places[behind] ?? 0) + 1;
  }
  for (let byte = 1; byte < 257; byte++) places[byte] = (places[byte] ?? 0) + (places[byte - 1] ?? 0);
  for (let index = 0; index < length; index++) {
    const byte = (table[index] ?? 0) & 0xff;
    const place = places[byte] ?? 0;
    places[byte] = place + 1;
    table[place] = (table[place] ?? 0) | (index << 8);
  }
}
