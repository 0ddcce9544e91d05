/** Reading a served file: whole ranges for small ones, a chain of chunks for large ones. */
import type { FileHandle } from 'node:fs/promises';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { ServedFile } from './resolution.js';

/** Memory of a transfer is twice this; measured as the best size (building-blocks.md 3). */
export const chunkSize = 256 * 1024;

/** @throws STATE_CORRUPT when the file on disk is shorter than its manifest says */
export async function readRange(handle: FileHandle, file: ServedFile, start: number, end: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(end - start);
  await readInto(handle, file, bytes, start);
  return bytes;
}

/**
 * Gives the bytes chunk by chunk to `write`, which resolves when the chunk's memory may be used again. Two buffers take
 * turns, so that reading goes on while the network drains. Stops when `write` says false.
 */
export async function readChunks(
  handle: FileHandle,
  file: ServedFile,
  range: { readonly start: number; readonly end: number },
  write: (chunk: Buffer) => Promise<boolean>,
): Promise<void> {
  const buffers = [Buffer.allocUnsafe(chunkSize), Buffer.allocUnsafe(chunkSize)];
  let before: Promise<boolean> = Promise.resolve(true);
  for (let offset = range.start, turn = 0; offset < range.end; offset += chunkSize, turn ^= 1) {
    const chunk = (buffers[turn] ?? Buffer.alloc(0)).subarray(0, Math.min(chunkSize, range.end - offset));
    const [goOn] = await Promise.all([before, readInto(handle, file, chunk, offset)]);
    if (!goOn) return;
    before = write(chunk);
  }
  await before;
}

/** Fills `bytes` from `position` on. @throws STATE_CORRUPT as `readRange` does */
export async function readInto(handle: FileHandle, file: ServedFile, bytes: Buffer, position: number): Promise<void> {
  for (let filled = 0; filled < bytes.length;) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, position + filled);
    if (bytesRead === 0) {
      throw new DrydockError('STATE_CORRUPT', {
        attempted: 'reading a file of a published medium',
        subject: file.name,
        expected: `${file.size} bytes`,
        found: `its end at ${position + filled}`,
      });
    }
    filled += bytesRead;
  }
}
