/** The literals of a block of zstd data: bytes that are no repetition of others (RFC 8878, 3.1.1.3.1). */
import { mostBlockSize } from '../zstd-frame.js';
import { readLiteralCode, readLiterals, type LiteralCode } from './literal-code.js';

const kinds = { raw: 0, run: 1, compressed: 2, treeless: 3 } as const;

interface Sizes {
  /** Where the content begins. */
  readonly at: number;
  readonly size: number;
  /** In the block; for compressed ones. */
  readonly packed: number;
  readonly streams: 1 | 4;
}

export class Literals {
  readonly #memory = new Uint8Array(mostBlockSize);
  /** Of the last block that had one. */
  #code: LiteralCode | undefined;

  /** At the start of a frame. */
  reset(): void {
    this.#code = undefined;
  }

  /**
   * @param bytes the block, up to `end`
   * @returns the literals, which stay until the next block, and where they end in the block
   * @throws RangeError
   */
  read(bytes: Uint8Array, start: number, end: number): { readonly literals: Uint8Array; readonly next: number } {
    const kind = (bytes[start] ?? 0) & 3;
    const isPlain = kind === kinds.raw || kind === kinds.run;
    const { at, size, packed, streams } = isPlain ? plainSizes(bytes, start) : compressedSizes(bytes, start);
    if (size > mostBlockSize) throw new RangeError('more literals than a block can be');
    const next = kind === kinds.run ? at + 1 : at + (kind === kinds.raw ? size : packed);
    if (next > end) throw new RangeError('literals that are cut short');
    if (kind === kinds.raw) return { literals: bytes.subarray(at, next), next };
    const literals = this.#memory.subarray(0, size);
    if (kind === kinds.run) literals.fill(bytes[at] ?? 0);
    else
      this.#readCompressed(
        bytes,
        { at: kind === kinds.compressed ? this.#readCode(bytes, at, next) : at, next },
        streams,
        literals,
      );
    return { literals, next };
  }

  #readCode(bytes: Uint8Array, start: number, end: number): number {
    const { code, next } = readLiteralCode(bytes, start, end);
    this.#code = code;
    return next;
  }

  #readCompressed(
    bytes: Uint8Array,
    { at, next }: { readonly at: number; readonly next: number },
    streams: 1 | 4,
    literals: Uint8Array,
  ): void {
    const code = this.#code;
    if (code === undefined) throw new RangeError('literals with the code of a block before, and there is none');
    if (streams === 1) {
      readLiterals(code, bytes, { start: at, end: next }, literals);
      return;
    }
    const part = Math.ceil(literals.length / 4);
    if (3 * part > literals.length || at + 6 > next) throw new RangeError('literals in four parts that cannot be');
    let start = at + 6;
    for (let index = 0; index < 4; index++) {
      const length = (bytes[at + 2 * index] ?? 0) | ((bytes[at + 2 * index + 1] ?? 0) << 8);
      const end = index === 3 ? next : start + length;
      if (end > next) throw new RangeError('literals that are cut short');
      const target = literals.subarray(index * part, index === 3 ? literals.length : (index + 1) * part);
      readLiterals(code, bytes, { start, end }, target);
      start = end;
    }
  }
}

function plainSizes(bytes: Uint8Array, start: number): Sizes {
  const format = ((bytes[start] ?? 0) >>> 2) & 3;
  const length = [1, 2, 1, 3][format] ?? 1;
  const size = littleEndian(bytes, start, length) >>> (length === 1 ? 3 : 4);
  return { at: start + length, size, packed: 0, streams: 1 };
}

function compressedSizes(bytes: Uint8Array, start: number): Sizes {
  const format = ((bytes[start] ?? 0) >>> 2) & 3;
  const width = [10, 10, 14, 18][format] ?? 10;
  const length = Math.ceil((4 + 2 * width) / 8);
  // Forty bits at the most: more than the operators on bits take.
  const value = Math.floor(littleEndian(bytes, start, length) / 16);
  return {
    at: start + length,
    size: value % 2 ** width,
    packed: Math.floor(value / 2 ** width),
    streams: format === 0 ? 1 : 4,
  };
}

function littleEndian(bytes: Uint8Array, start: number, length: number): number {
  let value = 0;
  for (let index = length - 1; index >= 0; index--) value = value * 256 + (bytes[start + index] ?? 0);
  return value;
}
