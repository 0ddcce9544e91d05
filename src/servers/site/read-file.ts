/** Reading a served file: whole ranges for small ones, a chain of chunks for large ones. */
import { read } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { chunkSize, giveBuffer, takeBuffer } from './chunk-buffers.js';
import type { ServedFile } from './resolution.js';

/** @throws STATE_CORRUPT when the file on disk is shorter than its manifest says */
export async function readRange(handle: FileHandle, file: ServedFile, start: number, end: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafeSlow(end - start);
  await readInto(handle, file, bytes, start);
  return bytes;
}

/**
 * Gives the bytes chunk by chunk to `write`, which says false, or resolves with it, when there is no use in going on. The
 * chunk's memory is used again once it has answered. Two buffers take turns, so that reading goes on while the network drains.
 */
export async function readChunks(
  handle: FileHandle,
  file: ServedFile,
  range: { readonly start: number; readonly end: number },
  write: (chunk: Buffer) => boolean | Promise<boolean>,
): Promise<void> {
  const buffers = [takeBuffer(), takeBuffer()] as const;
  const [even, odd] = buffers;
  let writing: boolean | Promise<boolean> = true;
  try {
    for (let offset = range.start, turn = 0; offset < range.end; offset += chunkSize, turn ^= 1) {
      const chunk = (turn === 0 ? even : odd).subarray(0, Math.min(chunkSize, range.end - offset));
      await readInto(handle, file, chunk, offset);
      if (!(await writing)) return;
      writing = write(chunk);
    }
  } finally {
    // A read that failed may have left a write under way.
    await writing;
    buffers.forEach(giveBuffer);
  }
}

/** Fills `bytes` from `position` on. @throws STATE_CORRUPT as `readRange` does */
export async function readInto(handle: FileHandle, file: ServedFile, bytes: Buffer, position: number): Promise<void> {
  for (let filled = 0; filled < bytes.length;) {
    const count = await readSome(handle.fd, bytes, filled, position + filled);
    if (count === 0) {
      throw new DrydockError('STATE_CORRUPT', {
        attempted: 'reading a file of a published medium',
        subject: file.name,
        expected: `${file.size} bytes`,
        found: `its end at ${position + filled}`,
      });
    }
    filled += count;
  }
}

/** By descriptor: the handle's own promise costs as much again as the read. */
function readSome(descriptor: number, bytes: Buffer, filled: number, position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    read(descriptor, bytes, filled, bytes.length - filled, position, (error, count) => {
      if (error === null) resolve(count);
      else reject(error);
    });
  });
}
