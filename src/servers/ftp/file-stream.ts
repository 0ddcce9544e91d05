/** Reads a large file into the buffers that all transfers share, ahead of what the network takes. */
import { readInto } from '../site/read-file.js';
import type { ServedFile } from '../site/resolution.js';
import type { FtpShared } from './ftp-parts.js';
import { firstChunk, nextChunk } from './transfer-buffers.js';

/**
 * Gives the bytes chunk by chunk to `write`, which resolves when the chunk's memory may be used again. Two buffers take
 * turns, so that reading goes on while the network drains. Stops when `write` says false.
 * @throws what reading a damaged store says
 */
export async function streamFile(
  { parts, buffers }: FtpShared,
  file: ServedFile,
  start: number,
  write: (chunk: Buffer) => Promise<boolean>,
): Promise<void> {
  const pair = [buffers.take(), buffers.take()] as const;
  let before: Promise<boolean> = Promise.resolve(true);
  try {
    await parts.files.with(file, async (handle) => {
      let length = firstChunk;
      for (let offset = start, turn = 0; offset < file.size; turn ^= 1) {
        const buffer = pair[turn === 0 ? 0 : 1];
        const chunk = buffer.subarray(0, Math.min(length, file.size - offset));
        // One after the other: nothing of a read may be under way when the buffers and the descriptor are given back.
        await readInto(handle, file, chunk, offset);
        if (!(await before)) return;
        const began = parts.clock.now();
        before = write(chunk).then((done) => {
          length = nextChunk(length, parts.clock.now() - began);
          return done;
        });
        // Its failure is looked at when the next chunk has been read.
        before.catch(() => undefined);
        offset += chunk.length;
      }
      await before;
    });
  } finally {
    // A chunk that is still being written must not be overwritten by another transfer.
    await before.catch(() => false);
    for (const buffer of pair) buffers.give(buffer);
  }
}
