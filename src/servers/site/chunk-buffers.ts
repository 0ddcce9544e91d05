/** The buffers of transfers, used again: a fresh one costs the kernel more than the copy that goes through it. */

/** Measured: smaller chunks cost more system calls, larger ones leave the second-level cache of a core. */
const large = 512 * 1024;
const small = 256 * 1024;

/** With more buffers under way than this, all of them together would leave the last cache, too. */
const few = 8;

/** Kept for the next transfers; more are let go. */
const mostIdle = 32;

/** The last one given back is the first one used again: it is still in the cache. */
const idle: Buffer[] = [];
let lent = 0;

export interface ChunkBuffer {
  readonly bytes: Buffer;
  /** Only when neither a read nor a write of it is under way. */
  giveBack(): void;
}

/** @param most bytes that are wanted */
export function takeBuffer(most: number): ChunkBuffer {
  const whole = idle.pop() ?? Buffer.allocUnsafeSlow(large);
  lent += 1;
  return {
    bytes: whole.subarray(0, Math.min(most, lent > few ? small : large)),
    giveBack: () => {
      lent -= 1;
      if (idle.length < mostIdle) idle.push(whole);
    },
  };
}
