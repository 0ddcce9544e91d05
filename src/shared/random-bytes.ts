/** Chance as a dependency, as the clock is: whoever draws an id takes one of these, so that a simulation can be repeated. */
import { randomBytes } from 'node:crypto';

export type RandomBytes = (size: number) => Uint8Array;

/** The machine's own. */
export const systemRandomBytes: RandomBytes = randomBytes;

export function randomHex(random: RandomBytes, size: number): string {
  return Buffer.from(random(size)).toString('hex');
}
