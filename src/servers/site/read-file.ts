/** Reading a served file: whole ranges for small ones, a chain of chunks for large ones. */
import { read, readSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { takeBuffer } from './chunk-buffers.js';
import { ReadingPace } from './reading-pace.js';
import type { ServedFile } from './resolution.js';
import { after, type Soon } from './soon.js';

/** @throws STATE_CORRUPT when the file on disk is shorter than its manifest says */
export async function readRange(handle: FileHandle, file: ServedFile, start: number, end: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafeSlow(end - start);
  await readInto(handle, file, bytes, start);
  return bytes;
}

/**
 * Gives the bytes chunk by chunk to `write`, which says false, or resolves with it, when there is no use in going on. The
 * chunk's memory is used again once it has answered. While another thread reads, the network drains.
 */
export async function readChunks(
  handle: FileHandle,
  file: ServedFile,
  range: { readonly start: number; readonly end: number },
  write: (chunk: Buffer) => Soon<boolean>,
): Promise<void> {
  const pace = new ReadingPace();
  let writing: Soon<boolean> = true;
  for (let offset = range.start; offset < range.end;) {
    const { onTheSpot } = pace;
    // What was written at once has let nobody else have a turn.
    if (onTheSpot && typeof writing === 'boolean') await new Promise(setImmediate);
    if (onTheSpot && !(await writing)) return;
    const buffer = takeBuffer(range.end - offset);
    const { bytes } = buffer;
    try {
      const began = performance.now();
      if (onTheSpot) readNow(handle, file, bytes, offset);
      else await readInto(handle, file, bytes, offset);
      pace.took(performance.now() - began);
    } catch (error) {
      buffer.giveBack();
      await writing;
      throw error;
    }
    if (!(await writing)) {
      buffer.giveBack();
      return;
    }
    writing = after(write(bytes), (written) => {
      buffer.giveBack();
      return written;
    });
    // A failure is looked at when the next chunk has been read.
    if (typeof writing !== 'boolean') writing.catch(() => undefined);
    offset += bytes.length;
  }
  await writing;
}

/** Fills `bytes` from `position` on. @throws STATE_CORRUPT as `readRange` does */
export async function readInto(handle: FileHandle, file: ServedFile, bytes: Buffer, position: number): Promise<void> {
  for (let filled = 0; filled < bytes.length;) {
    const count = await readSome(handle.fd, bytes, filled, position + filled);
    filled += someOf(file, count, position + filled);
  }
}

function readNow(handle: FileHandle, file: ServedFile, bytes: Buffer, position: number): void {
  for (let filled = 0; filled < bytes.length;) {
    const count = readSync(handle.fd, bytes, filled, bytes.length - filled, position + filled);
    filled += someOf(file, count, position + filled);
  }
}

function someOf(file: ServedFile, count: number, position: number): number {
  if (count > 0) return count;
  throw new DrydockError('STATE_CORRUPT', {
    attempted: 'reading a file of a published medium',
    subject: file.name,
    expected: `${file.size} bytes`,
    found: `its end at ${position}`,
  });
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
