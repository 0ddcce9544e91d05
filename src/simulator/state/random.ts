/** Seeded chance: the same seed gives the same references, jitter and history. */
import type { RandomBytes } from '../../shared/random-bytes.js';

export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number of milliseconds within the range. */
  between(least: number, most: number): number;
  uuid(): string;
  readonly bytes: RandomBytes;
}

/** mulberry32: 32 bits of state are plenty for jitter and identities. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  const bytes = (size: number): Uint8Array => new Uint8Array(size).map(() => Math.floor(next() * 256));
  return {
    next,
    between: (least, most) => Math.round(least + next() * (most - least)),
    uuid: () => formatUuid([...bytes(16)]),
    bytes,
  };
}

/** Shaped as version 4, which is what xapi hands out. */
function formatUuid(bytes: readonly number[]): string {
  const shaped = bytes.map((byte, index) =>
    index === 6 ? (byte & 0x0f) | 0x40 : index === 8 ? (byte & 0x3f) | 0x80 : byte,
  );
  const hex = shaped.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
