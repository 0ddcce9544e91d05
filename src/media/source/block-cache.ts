/** Many small reads of one place become few larger ones: for directories of archives and for what is far away. */
import type { ByteReader } from './byte-reader.js';

/** Reads of a block or more go to the other reader as they are. Closing it closes the other. */
export function cachedReader(
  reader: ByteReader,
  cache: { readonly blockSize: number; readonly blocks: number },
): ByteReader {
  const { blockSize } = cache;
  /** The least recently used first. */
  const blocks = new Map<number, Promise<Buffer>>();

  const load = async (index: number): Promise<Buffer> => {
    const buffer = Buffer.alloc(blockSize);
    return buffer.subarray(0, await reader.read(buffer, 0, blockSize, index * blockSize));
  };
  const block = async (index: number): Promise<Buffer> => {
    const loading = blocks.get(index) ?? load(index);
    blocks.delete(index);
    blocks.set(index, loading);
    const [oldest] = blocks.keys();
    if (blocks.size > cache.blocks && oldest !== undefined) blocks.delete(oldest);
    try {
      return await loading;
    } catch (error) {
      if (blocks.get(index) === loading) blocks.delete(index);
      throw error;
    }
  };
  return {
    name: reader.name,
    size: reader.size,
    modified: reader.modified,
    read: async (buffer, into, length, position) => {
      if (length >= blockSize) return reader.read(buffer, into, length, position);
      let done = 0;
      while (done < length) {
        const at = position + done;
        const bytes = await block(Math.floor(at / blockSize));
        const from = at % blockSize;
        const copied = bytes.copy(buffer, into + done, from, Math.min(bytes.length, from + length - done));
        if (copied === 0) break;
        done += copied;
      }
      return done;
    },
    close: () => reader.close(),
  };
}
