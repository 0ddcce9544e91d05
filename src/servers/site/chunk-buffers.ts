/** The buffers of transfers, used again: a fresh one costs the kernel more than the copy that goes through it. */

/** Measured as the best size, within the second-level cache of one core (building-blocks.md 3). */
export const chunkSize = 256 * 1024;

/** Kept for the next transfers; more are let go. */
const mostIdle = 64;

const idle: Buffer[] = [];

export function takeBuffer(): Buffer {
  return idle.pop() ?? Buffer.allocUnsafeSlow(chunkSize);
}

/** Only when neither a read nor a write of it is under way. */
export function giveBuffer(buffer: Buffer): void {
  if (idle.length < mostIdle) idle.push(buffer);
}
