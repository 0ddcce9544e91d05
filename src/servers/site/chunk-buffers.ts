/** The buffers of transfers, used again: a fresh one costs the kernel more than the copy that goes through it. */

/** Measured: smaller ones cost more system calls, larger ones leave the second-level cache of a core. */
export const chunkSize = 512 * 1024;

/** Kept for the next transfers; more are let go. */
const mostIdle = 32;

const idle: Buffer[] = [];

export function takeBuffer(): Buffer {
  return idle.pop() ?? Buffer.allocUnsafeSlow(chunkSize);
}

/** Only when neither a read nor a write of it is under way. */
export function giveBuffer(buffer: Buffer): void {
  if (idle.length < mostIdle) idle.push(buffer);
}
