/** The prefix code of literals in zstd data (RFC 8878, 4.2). */
import { BackwardBits } from './backward-bits.js';
import { readDistribution, stateTable } from './state-table.js';

const longestCode = 11;
const mostWeights = 255;
const weightBounds = { mostAccuracy: 6, mostSymbols: longestCode + 1 };

export interface LiteralCode {
  /** Bits of its longest code. */
  readonly length: number;
  /** By the next bits: the symbol in the high byte, the length of its code in the low one. */
  readonly table: Uint16Array;
}

/** @returns the code, and where its description ends. @throws RangeError */
export function readLiteralCode(
  bytes: Uint8Array,
  start: number,
  end: number,
): { readonly code: LiteralCode; readonly next: number } {
  const head = bytes[start] ?? 0;
  const next = head < 128 ? start + 1 + head : start + 1 + Math.ceil((head - 127) / 2);
  if (next > end) throw new RangeError('a code that is cut short');
  const weights = head < 128 ? compressedWeights(bytes, start + 1, next) : plainWeights(bytes, start + 1, head - 127);
  return { code: codeOf(weights), next };
}

/** Half a byte each. */
function plainWeights(bytes: Uint8Array, start: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => {
    const byte = bytes[start + (index >>> 1)] ?? 0;
    return (index & 1) === 0 ? byte >>> 4 : byte & 15;
  });
}

/** Two states take turns; the bits end with one of them, and the symbol of the other is the last. */
function compressedWeights(bytes: Uint8Array, start: number, end: number): number[] {
  const { distribution, next } = readDistribution(bytes, { start, end }, weightBounds);
  const { accuracy, symbols, bits, bases } = stateTable(distribution);
  const input = new BackwardBits(bytes, next, end);
  const states = [input.read(accuracy), input.read(accuracy)];
  const weights: number[] = [];
  for (let turn = 0; ; turn ^= 1) {
    const state = states[turn] ?? 0;
    weights.push(symbols[state] ?? 0);
    if (weights.length >= mostWeights) throw new RangeError('a code of too many symbols');
    states[turn] = (bases[state] ?? 0) + input.read(bits[state] ?? 0);
    if (input.left >= 0) continue;
    weights.push(symbols[states[turn ^ 1] ?? 0] ?? 0);
    return weights;
  }
}

/** The weight of the last symbol is what is left to a power of two. */
function codeOf(weights: readonly number[]): LiteralCode {
  const sum = weights.reduce((total, weight) => total + (weight === 0 ? 0 : 2 ** (weight - 1)), 0);
  const length = sum === 0 ? 0 : 32 - Math.clz32(sum);
  const rest = 2 ** length - sum;
  if (length === 0 || length > longestCode || (rest & (rest - 1)) !== 0) throw new RangeError('a code that cannot be');
  const all = [...weights, 32 - Math.clz32(rest)];
  const table = new Uint16Array(1 << length);
  let at = 0;
  for (let weight = 1; weight <= length; weight++) {
    for (const [symbol, itsWeight] of all.entries()) {
      if (itsWeight !== weight) continue;
      const places = 1 << (weight - 1);
      table.fill((symbol << 8) | (length + 1 - weight), at, at + places);
      at += places;
    }
  }
  return { length, table };
}

/**
 * Fills `target` from the bits between `start` and `end`. Most of what decoding takes is spent here: three bytes hold any code,
 * wherever it begins, and nothing is called for it until the codes reach the beginning.
 * @throws RangeError when they are not all of it, or more
 */
export function readLiterals(
  { length, table }: LiteralCode,
  bytes: Uint8Array,
  { start, end }: { readonly start: number; readonly end: number },
  target: Uint8Array,
): void {
  const bits = new BackwardBits(bytes, start, end);
  const mask = (1 << length) - 1;
  const count = target.length;
  let left = bits.left;
  let done = 0;
  for (; done < count && left >= length; done++) {
    const from = left - length;
    const at = start + (from >>> 3);
    const three = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
    const entry = table[(three >>> (from & 7)) & mask] ?? 0;
    target[done] = entry >>> 8;
    left -= entry & 255;
  }
  bits.skip(bits.left - left);
  for (; done < count; done++) {
    const entry = table[bits.peek(length)] ?? 0;
    target[done] = entry >>> 8;
    bits.skip(entry & 255);
  }
  if (bits.left !== 0) throw new RangeError('literals of another length');
}
