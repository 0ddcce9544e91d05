/** Undoes the outer half of a bzip2 block: prefix codes, move to front, runs of the first symbol. */
import type { BitReader } from './bit-reader.js';
import { PrefixCode } from './prefix-code.js';

/** The result of the transform, ready to be undone: each entry's lowest byte is a byte of it. */
export interface TransformedBlock {
  readonly crc: number;
  /** Where the text begins. */
  readonly origin: number;
  readonly length: number;
}

/** So many symbols follow one code; then the next selector says which code follows. */
const groupSize = 50;
/** 900,000 bytes and the end's mark, in groups; some programs write a few more selectors, which nobody reads. */
const mostSelectors = 18_002;
const mostLength = 20;

/**
 * Reads one block behind its mark.
 * @param table takes the bytes; its length is the size of a block
 * @returns words about what is wrong, where something is
 */
export function readBlock(bits: BitReader, table: Uint32Array): TransformedBlock | string {
  const crc = ((bits.read(16) << 16) | bits.read(16)) >>> 0;
  if (bits.bit() === 1) return 'a block made by bzip2 0.9.0 or older';
  const origin = bits.read(24);
  const alphabet = readAlphabet(bits);
  const codeCount = bits.read(3);
  const selectorCount = bits.read(15);
  if (alphabet.length === 0 || codeCount < 2 || codeCount > 6 || selectorCount === 0) return damaged;
  const selectors = readSelectors(bits, selectorCount, codeCount);
  const codes = selectors === null ? null : readCodes(bits, codeCount, alphabet.length + 2);
  if (selectors === null || codes === null) return damaged;
  const length = readSymbols(bits, table, { alphabet, selectors, codes });
  return length === -1 || origin >= length ? damaged : { crc, origin, length };
}

const damaged = 'a damaged bzip2 block';

/** The bytes that occur, in their order. */
function readAlphabet(bits: BitReader): Uint8Array {
  const ranges = bits.read(16);
  const found: number[] = [];
  for (let range = 0; range < 16; range++) {
    if (((ranges >>> (15 - range)) & 1) === 0) continue;
    const used = bits.read(16);
    for (let low = 0; low < 16; low++) if (((used >>> (15 - low)) & 1) === 1) found.push(range * 16 + low);
  }
  return Uint8Array.from(found);
}

function readSelectors(bits: BitReader, count: number, codeCount: number): Uint8Array | null {
  const order = Array.from({ length: codeCount }, (_, code) => code);
  const selectors = new Uint8Array(Math.min(count, mostSelectors));
  for (let index = 0; index < count; index++) {
    let place = 0;
    while (bits.bit() === 1) if (++place >= codeCount) return null;
    const [code = 0] = order.splice(place, 1);
    order.unshift(code);
    selectors[index] = code;
  }
  return selectors;
}

function readCodes(bits: BitReader, count: number, symbols: number): PrefixCode[] | null {
  const codes: PrefixCode[] = [];
  for (let code = 0; code < count; code++) {
    const lengths = new Uint8Array(symbols);
    let length = bits.read(5);
    for (let symbol = 0; symbol < symbols; symbol++) {
      for (;;) {
        if (length < 1 || length > mostLength) return null;
        if (bits.bit() === 0) break;
        length += bits.bit() === 0 ? 1 : -1;
      }
      lengths[symbol] = length;
    }
    codes.push(new PrefixCode(lengths));
  }
  return codes;
}

interface Coding {
  readonly alphabet: Uint8Array;
  readonly selectors: Uint8Array;
  readonly codes: readonly PrefixCode[];
}

/** Into the table; its length, or -1 for data that cannot be. */
function readSymbols(bits: BitReader, table: Uint32Array, { alphabet, selectors, codes }: Coding): number {
  const recent = Uint8Array.from(alphabet);
  const end = alphabet.length + 1;
  let length = 0;
  let run = 0;
  let runBit = 1;
  for (const selector of selectors) {
    const code = codes[selector];
    if (code === undefined || bits.isBeyondEnd) return -1;
    for (let left = groupSize; left > 0; left--) {
      const symbol = code.read(bits);
      if (symbol < 0) return -1;
      if (symbol < 2) {
        // The run's length in digits 1 and 2, the lowest first.
        run += runBit << symbol;
        runBit <<= 1;
        if (run > table.length) return -1;
        continue;
      }
      if (run > 0) {
        if (length + run > table.length) return -1;
        table.fill(recent[0] ?? 0, length, length + run);
        length += run;
        run = 0;
        runBit = 1;
      }
      if (symbol === end) return length;
      if (length >= table.length) return -1;
      const place = symbol - 1;
      const byte = recent[place] ?? 0;
      recent.copyWithin(1, 0, place);
      recent[0] = byte;
      table[length] = byte;
      length += 1;
    }
  }
  return -1;
}
