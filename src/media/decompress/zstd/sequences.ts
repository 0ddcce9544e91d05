/** The sequences of a block of zstd data: how many literals come next, and what is repeated then (RFC 8878, 3.1.1.3.2). */
import { BackwardBits } from './backward-bits.js';
import { readDistribution, singleState, stateTable, type DistributionBounds, type StateTable } from './state-table.js';

/** Takes the sequences as they are read. */
export interface SequenceTaker {
  take(literals: number, length: number, offset: number): void;
}

interface Part extends DistributionBounds {
  readonly predefined: StateTable;
}

const mostOffsetBits = 27;
const repeated = (value: number, times: number): number[] => new Array<number>(times).fill(value);

const literalLengths: Part = {
  mostAccuracy: 9,
  mostSymbols: 36,
  predefined: stateTable({
    accuracy: 6,
    shares: [4, 3, ...repeated(2, 11), 1, 1, 1, ...repeated(2, 9), 3, 2, ...repeated(1, 5), ...repeated(-1, 4)],
  }),
};
const matchLengths: Part = {
  mostAccuracy: 9,
  mostSymbols: 53,
  predefined: stateTable({
    accuracy: 6,
    shares: [1, 4, 3, ...repeated(2, 6), ...repeated(1, 37), ...repeated(-1, 7)],
  }),
};
const offsets: Part = {
  mostAccuracy: 8,
  mostSymbols: 32,
  predefined: stateTable({
    accuracy: 5,
    shares: [...repeated(1, 6), 2, 2, 2, ...repeated(1, 15), ...repeated(-1, 5)],
  }),
};

const literalLengthBits = Uint8Array.from([
  ...repeated(0, 16),
  ...[1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
]);
const matchLengthBits = Uint8Array.from([
  ...repeated(0, 32),
  ...[1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
]);
const literalLengthBases = basesOf(literalLengthBits, 0);
const matchLengthBases = basesOf(matchLengthBits, 3);

/** Each code begins where the one before ends. */
function basesOf(bits: Uint8Array, first: number): Uint32Array {
  const bases = new Uint32Array(bits.length);
  let base = first;
  for (const [code, count] of bits.entries()) {
    bases[code] = base;
    base += 2 ** count;
  }
  return bases;
}

const modes = { predefined: 0, single: 1, described: 2, repeat: 3 } as const;

export class Sequences {
  #literalLengths: StateTable | undefined;
  #offsets: StateTable | undefined;
  #matchLengths: StateTable | undefined;
  /** The offsets of the last three repetitions, the latest first. */
  #first = 1;
  #second = 4;
  #third = 8;

  /** At the start of a frame. */
  reset(): void {
    this.#literalLengths = undefined;
    this.#offsets = undefined;
    this.#matchLengths = undefined;
    this.#first = 1;
    this.#second = 4;
    this.#third = 8;
  }

  /** @param bytes the rest of the block, from `start` to `end`. @throws RangeError, what the taker throws */
  read(bytes: Uint8Array, start: number, end: number, taker: SequenceTaker): void {
    const { count, at } = countAt(bytes, start);
    if (count === 0) {
      if (at !== end) throw new RangeError('something behind the last sequence');
      return;
    }
    const kinds = bytes[at] ?? 0;
    if (at >= end || (kinds & 3) !== 0) throw new RangeError('sequences that cannot be');
    const place = { start: at + 1, end };
    this.#literalLengths = readTable(bytes, place, {
      mode: kinds >>> 6,
      part: literalLengths,
      before: this.#literalLengths,
    });
    this.#offsets = readTable(bytes, place, { mode: (kinds >>> 4) & 3, part: offsets, before: this.#offsets });
    this.#matchLengths = readTable(bytes, place, {
      mode: (kinds >>> 2) & 3,
      part: matchLengths,
      before: this.#matchLengths,
    });
    this.#decode(new BackwardBits(bytes, place.start, end), count, taker, [
      this.#literalLengths,
      this.#offsets,
      this.#matchLengths,
    ]);
  }

  #decode(
    bits: BackwardBits,
    count: number,
    taker: SequenceTaker,
    [ofLiterals, ofOffsets, ofMatches]: readonly [StateTable, StateTable, StateTable],
  ): void {
    let literalState = bits.read(ofLiterals.accuracy);
    let offsetState = bits.read(ofOffsets.accuracy);
    let matchState = bits.read(ofMatches.accuracy);
    for (let left = count; left > 0; left--) {
      const offsetCode = ofOffsets.symbols[offsetState] ?? 0;
      if (offsetCode > mostOffsetBits) throw new RangeError('a repetition of what lies too far back');
      const value = (1 << offsetCode) + readLong(bits, offsetCode);
      const matchCode = ofMatches.symbols[matchState] ?? 0;
      const length = (matchLengthBases[matchCode] ?? 0) + bits.read(matchLengthBits[matchCode] ?? 0);
      const literalCode = ofLiterals.symbols[literalState] ?? 0;
      const literals = (literalLengthBases[literalCode] ?? 0) + bits.read(literalLengthBits[literalCode] ?? 0);
      if (left > 1) {
        literalState = (ofLiterals.bases[literalState] ?? 0) + bits.read(ofLiterals.bits[literalState] ?? 0);
        matchState = (ofMatches.bases[matchState] ?? 0) + bits.read(ofMatches.bits[matchState] ?? 0);
        offsetState = (ofOffsets.bases[offsetState] ?? 0) + bits.read(ofOffsets.bits[offsetState] ?? 0);
      }
      if (bits.left < 0) throw new RangeError('sequences that are cut short');
      taker.take(literals, length, this.#offset(value, literals));
    }
    if (bits.left !== 0) throw new RangeError('sequences of another length');
  }

  /** The first three values stand for offsets of before; which of them, the literals decide too. */
  #offset(value: number, literals: number): number {
    const which = value > 3 ? 4 : value + (literals === 0 ? 1 : 0);
    if (which === 1) return this.#first;
    let offset = this.#second;
    if (value > 3) offset = value - 3;
    else if (which === 3) offset = this.#third;
    else if (which === 4) offset = this.#first - 1;
    if (which > 2) this.#third = this.#second;
    this.#second = this.#first;
    this.#first = offset;
    return offset;
  }
}

function countAt(bytes: Uint8Array, start: number): { readonly count: number; readonly at: number } {
  const [first, second, third] = [bytes[start] ?? 0, bytes[start + 1] ?? 0, bytes[start + 2] ?? 0];
  if (first < 128) return { count: first, at: start + 1 };
  if (first < 255) return { count: ((first - 128) << 8) + second, at: start + 2 };
  return { count: second + (third << 8) + 0x7f00, at: start + 3 };
}

/** @param place moves on behind what was read */
function readTable(
  bytes: Uint8Array,
  place: { start: number; readonly end: number },
  { mode, part, before }: { readonly mode: number; readonly part: Part; readonly before: StateTable | undefined },
): StateTable {
  if (mode === modes.predefined) return part.predefined;
  if (mode === modes.repeat) {
    if (before === undefined) throw new RangeError('the table of a block before, and there is none');
    return before;
  }
  if (mode === modes.single) {
    const symbol = bytes[place.start++] ?? 0;
    if (place.start > place.end || symbol >= part.mostSymbols) throw new RangeError('a code that cannot be');
    return singleState(symbol);
  }
  const { distribution, next } = readDistribution(bytes, place, part);
  place.start = next;
  return stateTable(distribution);
}

function readLong(bits: BackwardBits, count: number): number {
  if (count <= 24) return bits.read(count);
  const high = bits.read(count - 16);
  return high * 65_536 + bits.read(16);
}
