/** Content that looks random to a compressor and is the same on every machine. */
import { createCipheriv, createHash } from 'node:crypto';

/** @param seed any text; the same gives the same bytes */
export function deterministicBytes(seed: string, length: number): Buffer {
  const key = createHash('sha256').update(seed).digest();
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length));
}
