/** Bytes at given places: of a file, of a part of one, or of something far away. What an image is read through. */
import { constants } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { DrydockError } from '../../shared/errors/drydock-error.js';

/** A file on the disk of which a reader reads all. */
export interface WholeFile {
  readonly path: string;
  /** Open as long as the reader is. */
  readonly descriptor: number;
  /** Whether it still is the file, of the size and date, that was opened, and what was seen of it was that file. */
  isStill(seen: FileStatus): Promise<boolean>;
}

/** What tells one file from another, and from itself after a change; named as Node does. */
export interface FileStatus {
  readonly dev: number;
  readonly ino: number;
  readonly size: number;
  readonly mtimeMs: number;
}

export interface ByteReader {
  /** Names it in errors. */
  readonly name: string;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
  /** Where the bytes are those of a whole file. */
  readonly file?: WholeFile;
  /** Fills a part of the buffer; fewer bytes than asked for only at the end, 0 behind it. @throws FILE_UNREADABLE */
  read(buffer: Uint8Array, into: number, length: number, position: number): Promise<number>;
  close(): Promise<void>;
}

/** @throws FILE_UNREADABLE, MEDIA_SOURCE_UNSUPPORTED when it is no regular file */
export async function openFileReader(path: string): Promise<ByteReader> {
  let handle: FileHandle | undefined;
  try {
    // Without O_NONBLOCK a FIFO would hold the process until somebody writes to it.
    handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const { size, mtimeMs } = await requireRegularFile(handle);
    return new FileReader(path, size, Math.round(mtimeMs), handle);
  } catch (error) {
    await handle?.close();
    if (error instanceof DrydockError) throw error;
    throw new DrydockError('FILE_UNREADABLE', { attempted: 'opening the source', subject: path, cause: error });
  }
}

/** A run of bytes of another reader, such as an image that lies in an archive as it is; closing it closes the other. */
export function partOf(whole: ByteReader, part: { readonly name: string; offset: number; length: number }): ByteReader {
  const size = Math.max(0, Math.min(part.length, whole.size - part.offset));
  return {
    name: part.name,
    size,
    modified: whole.modified,
    read: (buffer, into, length, position) =>
      whole.read(buffer, into, Math.max(0, Math.min(length, size - position)), part.offset + position),
    close: () => whole.close(),
  };
}

class FileReader implements ByteReader {
  readonly file: WholeFile;

  constructor(
    readonly name: string,
    readonly size: number,
    readonly modified: number,
    private readonly handle: FileHandle,
  ) {
    this.file = { path: name, descriptor: handle.fd, isStill: (seen) => this.#isStill(seen) };
  }

  async read(buffer: Uint8Array, into: number, length: number, position: number): Promise<number> {
    try {
      return (await this.handle.read(buffer, into, length, position)).bytesRead;
    } catch (error) {
      throw new DrydockError('FILE_UNREADABLE', {
        attempted: `reading at byte ${position}`,
        subject: this.name,
        cause: error,
      });
    }
  }

  async close(): Promise<void> {
    await this.handle.close();
  }

  async #isStill(seen: FileStatus): Promise<boolean> {
    const opened = await this.handle.stat();
    const named = await stat(this.name).catch(() => undefined);
    return [opened, named, seen].every(
      (status) =>
        status?.dev === opened.dev &&
        status.ino === opened.ino &&
        status.size === this.size &&
        Math.round(status.mtimeMs) === this.modified,
    );
  }
}

async function requireRegularFile(handle: FileHandle): Promise<{ size: number; mtimeMs: number }> {
  const status = await handle.stat();
  if (status.isFile()) return status;
  throw new DrydockError('MEDIA_SOURCE_UNSUPPORTED', {
    attempted: 'opening the source',
    found: status.isDirectory() ? 'a folder' : 'a device, pipe or socket',
  });
}
