/** Tables of finite state entropy (RFC 8878, 4.1): a state tells a symbol, and with the next bits the next state. */

export interface StateTable {
  /** Bits of the first state. */
  readonly accuracy: number;
  readonly symbols: Uint8Array;
  /** By state: how many bits follow, and what is added to them. */
  readonly bits: Uint8Array;
  readonly bases: Uint16Array;
}

export interface Distribution {
  readonly accuracy: number;
  /** By symbol: its share of the states; -1 for less than one. */
  readonly shares: readonly number[];
}

export interface DistributionBounds {
  readonly mostAccuracy: number;
  readonly mostSymbols: number;
}

/**
 * @param end behind what may be read
 * @returns what was read, and where it ends
 * @throws RangeError
 */
export function readDistribution(
  bytes: Uint8Array,
  { start, end }: { readonly start: number; readonly end: number },
  { mostAccuracy, mostSymbols }: DistributionBounds,
): { readonly distribution: Distribution; readonly next: number } {
  let position = 0;
  const read = (count: number): number => {
    let value = 0;
    for (let bit = 0; bit < count; bit++, position++) {
      const at = start + (position >>> 3);
      if (at >= end) throw new RangeError('a distribution that is cut short');
      value |= (((bytes[at] ?? 0) >>> (position & 7)) & 1) << bit;
    }
    return value;
  };
  const accuracy = 5 + read(4);
  if (accuracy > mostAccuracy) throw new RangeError('a distribution of too many states');
  const shares: number[] = [];
  for (let remaining = 1 << accuracy; remaining > 0;) {
    const share = readShare(read, remaining);
    remaining -= Math.abs(share);
    shares.push(share);
    for (let more = share === 0 ? read(2) : 0; more > 0; more = more === 3 ? read(2) : 0) {
      for (let count = 0; count < more; count++) shares.push(0);
      if (shares.length > mostSymbols) break;
    }
    if (remaining < 0 || shares.length > mostSymbols) throw new RangeError('a distribution that cannot be');
  }
  return { distribution: { accuracy, shares }, next: start + Math.ceil(position / 8) };
}

/** Values that cannot be any more are left out, which makes the small ones a bit shorter. */
function readShare(read: (count: number) => number, remaining: number): number {
  const most = remaining + 1;
  const length = 32 - Math.clz32(most);
  const spared = (1 << length) - 1 - most;
  const short = read(length - 1);
  if (short < spared) return short - 1;
  const value = short | (read(1) << (length - 1));
  return (value >= 1 << (length - 1) ? value - spared : value) - 1;
}

/** @throws RangeError */
export function stateTable({ accuracy, shares }: Distribution): StateTable {
  const size = 1 << accuracy;
  const symbols = new Uint8Array(size);
  const next = new Uint16Array(shares.length);
  let high = size - 1;
  for (const [symbol, share] of shares.entries()) {
    if (share === -1) symbols[high--] = symbol;
    next[symbol] = Math.abs(share);
  }
  spread(shares, symbols, high);
  const bits = new Uint8Array(size);
  const bases = new Uint16Array(size);
  for (let state = 0; state < size; state++) {
    const symbol = symbols[state] ?? 0;
    const number = next[symbol] ?? 0;
    next[symbol] = number + 1;
    const count = accuracy - (31 - Math.clz32(number));
    bits[state] = count;
    bases[state] = (number << count) - size;
  }
  return { accuracy, symbols, bits, bases };
}

/** @param high the last state that is free */
function spread(shares: readonly number[], symbols: Uint8Array, high: number): void {
  const size = symbols.length;
  const step = (size >>> 1) + (size >>> 3) + 3;
  let position = 0;
  for (const [symbol, share] of shares.entries()) {
    for (let count = 0; count < share; count++) {
      symbols[position] = symbol;
      do position = (position + step) & (size - 1);
      while (position > high);
    }
  }
  if (position !== 0) throw new RangeError('a distribution that does not fill its states');
}

/** Every state is one symbol, and no bits follow. */
export function singleState(symbol: number): StateTable {
  return { accuracy: 0, symbols: Uint8Array.of(symbol), bits: new Uint8Array(1), bases: new Uint16Array(1) };
}
