/** A file of a source that exists in memory alone. */
import type { ByteReader } from '../../src/media/source/byte-reader.js';

export function readerOf(bytes: Buffer): ByteReader {
  return {
    name: 'fuzz',
    size: bytes.length,
    modified: 0,
    read: (buffer, into, length, position) => {
      const part = bytes.subarray(position, position + length);
      buffer.set(part, into);
      return Promise.resolve(part.length);
    },
    close: () => Promise.resolve(),
  };
}
