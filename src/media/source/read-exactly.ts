/** Reads all of the bytes that must be there, where a reader gives as many as it has. */
import type { ByteReader } from './byte-reader.js';

/** Undefined when the reader ends before. @throws FILE_UNREADABLE */
export async function readExactly(reader: ByteReader, position: number, length: number): Promise<Buffer | undefined> {
  const buffer = Buffer.alloc(length);
  for (let done = 0; done < length;) {
    const bytesRead = await reader.read(buffer, done, length - done, position + done);
    if (bytesRead === 0) return undefined;
    done += bytesRead;
  }
  return buffer;
}
