/** The prefix codes of bzip2: up to 258 symbols, codes of 1 to 20 bits, given by their lengths alone. */
import type { BitReader } from './bit-reader.js';

const longestCode = 20;
/** Codes up to this length, nearly all of them, are found by one look into a table. */
const tableBits = 10;

export class PrefixCode {
  /** By the next bits: the symbol and, in the lowest five bits, the length of its code; 0 where the code is longer. */
  readonly #table = new Uint16Array(1 << tableBits);
  /** By length: the first code, how many there are, and where their symbols begin. */
  readonly #first = new Int32Array(longestCode + 1);
  readonly #counts = new Int32Array(longestCode + 1);
  readonly #starts = new Int32Array(longestCode + 1);
  readonly #symbols: Uint16Array;

  /** @param lengths by symbol, 1 to 20 each */
  constructor(lengths: Uint8Array) {
    this.#symbols = new Uint16Array(lengths.length);
    for (const length of lengths) this.#counts[length] = (this.#counts[length] ?? 0) + 1;
    let code = 0;
    let start = 0;
    for (let length = 1; length <= longestCode; length++) {
      this.#first[length] = code;
      this.#starts[length] = start;
      for (const [symbol, itsLength] of lengths.entries()) {
        if (itsLength !== length) continue;
        this.#symbols[start] = symbol;
        start += 1;
        this.#enter(symbol, length, code);
        code += 1;
      }
      code <<= 1;
    }
  }

  /** -1 for bits that are no code. */
  read(bits: BitReader): number {
    const entry = this.#table[bits.peek(tableBits)] ?? 0;
    if (entry !== 0) {
      bits.skip(entry & 31);
      return entry >>> 5;
    }
    const ahead = bits.peek(longestCode);
    for (let length = tableBits + 1; length <= longestCode; length++) {
      const place = (ahead >>> (longestCode - length)) - (this.#first[length] ?? 0);
      if (place < 0 || place >= (this.#counts[length] ?? 0)) continue;
      bits.skip(length);
      return this.#symbols[(this.#starts[length] ?? 0) + place] ?? -1;
    }
    return -1;
  }

  #enter(symbol: number, length: number, code: number): void {
    if (length > tableBits) return;
    const spare = tableBits - length;
    // Lengths that claim more codes than there are run over the end, where nothing is written.
    this.#table.fill((symbol << 5) | length, code << spare, (code + 1) << spare);
  }
}
