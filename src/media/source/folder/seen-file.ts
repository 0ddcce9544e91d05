/** Opens a file of a folder that was listed before, and notices when it is no longer the one that was seen. */
import { constants, type Stats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { DrydockError } from '../../../shared/errors/drydock-error.js';
import type { ByteReader } from '../byte-reader.js';
import type { FileRuns } from '../file-runs.js';
import { newBuffers, pieceSize, readAhead, SpareBuffers } from '../read-ahead.js';
import type { SeenFile } from './walk-folder.js';

const buffers = new SpareBuffers(() => newBuffers(pieceSize));

/**
 * Has somebody read the whole file through its descriptor.
 * @throws as {@link seenFilePieces}, and what the reading throws
 */
export async function withSeenFile<T>(seen: SeenFile, read: (from: FileRuns) => Promise<T>): Promise<T> {
  const handle = await openSeen(seen);
  try {
    requireSame(seen, await handle.stat());
    const runs = [{ offset: 0, length: seen.size }];
    const result = await read({ name: seen.location, descriptor: handle.fd, runs });
    requireSame(seen, await handle.stat());
    return result;
  } finally {
    await handle.close();
  }
}

/**
 * The bytes of the file, piece by piece, in shared memory; each stays as it is until the next is asked for.
 * @throws FILE_UNREADABLE, also when the file was replaced, or changes while it is read; the signal's reason
 */
export async function* seenFilePieces(seen: SeenFile, signal: AbortSignal | undefined): AsyncGenerator<Buffer> {
  const handle = await openSeen(seen);
  const memory = buffers.take();
  try {
    requireSame(seen, await handle.stat());
    let size = 0;
    for await (const piece of readAhead(readerOf(seen, handle), { start: 0, length: seen.size }, signal, memory)) {
      size += piece.length;
      yield piece;
    }
    requireSame(seen, await handle.stat());
    if (size !== seen.size) throw changed(seen, `${size} bytes`);
  } finally {
    buffers.give(memory);
    await handle.close();
  }
}

async function openSeen(seen: SeenFile): Promise<FileHandle> {
  try {
    // Without O_NONBLOCK a FIFO that took its place would hold the process.
    return await open(seen.location, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (cause) {
    throw new DrydockError('FILE_UNREADABLE', {
      attempted: 'opening a file of the source',
      subject: seen.location,
      cause,
    });
  }
}

function requireSame(seen: SeenFile, now: Stats): void {
  if (!now.isFile()) throw changed(seen, 'something that is no regular file');
  if (now.dev !== seen.device || now.ino !== seen.inode) throw changed(seen, 'another file in its place');
  if (now.size !== seen.size) throw changed(seen, `${now.size} bytes`);
  if (now.mtimeMs !== seen.modified) throw changed(seen, 'a file that was written to since');
}

function changed(seen: SeenFile, found: string): DrydockError {
  return new DrydockError('FILE_UNREADABLE', {
    attempted: 'reading a file of the source',
    subject: seen.location,
    expected: `the file of ${seen.size} bytes that was listed`,
    found,
    remedy: 'Import again when nothing writes to the folder any more.',
  });
}

function readerOf(seen: SeenFile, handle: FileHandle): ByteReader {
  return {
    name: seen.location,
    size: seen.size,
    modified: seen.modified,
    read: async (buffer, into, length, position) => {
      try {
        return (await handle.read(buffer, into, length, position)).bytesRead;
      } catch (cause) {
        throw new DrydockError('FILE_UNREADABLE', {
          attempted: `reading at byte ${position}`,
          subject: seen.location,
          cause,
        });
      }
    },
    close: () => handle.close(),
  };
}
