/** Reads a disk image at given places, and never believes a place that the image itself names. */
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { DrydockError } from '../../shared/errors/drydock-error.js';

export class ImageFile {
  private constructor(
    readonly path: string,
    readonly size: number,
    readonly modified: number,
    private readonly handle: FileHandle,
  ) {}

  /** @throws FILE_UNREADABLE */
  static async open(path: string): Promise<ImageFile> {
    let handle: FileHandle | undefined;
    try {
      // Without O_NONBLOCK a FIFO would hold the process until somebody writes to it.
      handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
      const { size, mtimeMs } = await requireRegularFile(handle);
      return new ImageFile(path, size, Math.round(mtimeMs), handle);
    } catch (error) {
      await handle?.close();
      if (error instanceof DrydockError) throw error;
      throw new DrydockError('FILE_UNREADABLE', { attempted: 'opening the source', subject: path, cause: error });
    }
  }

  /**
   * @param reading what lies there, as a clause for the error: "the volume descriptor"
   * @throws MEDIA_ISO_DAMAGED when a part of it lies behind the end of the image
   */
  async read(offset: number, length: number, reading: string): Promise<Buffer> {
    this.requireInside(offset, length, reading);
    const buffer = Buffer.allocUnsafe(length);
    await this.readInto(buffer, offset, length, reading);
    return buffer;
  }

  /** Fills the first `length` bytes of the buffer. */
  async readInto(buffer: Uint8Array, offset: number, length: number, reading: string): Promise<void> {
    for (let done = 0; done < length;) {
      const { bytesRead } = await this.readPart(buffer, done, length - done, offset + done);
      if (bytesRead === 0) throw this.beyondEnd(offset, length, reading);
      done += bytesRead;
    }
  }

  /** @throws MEDIA_ISO_DAMAGED */
  requireInside(offset: number, length: number, reading: string): void {
    if (offset < 0 || length < 0 || offset + length > this.size) throw this.beyondEnd(offset, length, reading);
  }

  async close(): Promise<void> {
    await this.handle.close();
  }

  private async readPart(
    buffer: Uint8Array,
    into: number,
    length: number,
    position: number,
  ): Promise<{ bytesRead: number }> {
    try {
      return await this.handle.read(buffer, into, length, position);
    } catch (error) {
      throw new DrydockError('FILE_UNREADABLE', {
        attempted: `reading at byte ${position}`,
        subject: this.path,
        cause: error,
      });
    }
  }

  private beyondEnd(offset: number, length: number, reading: string): DrydockError {
    return new DrydockError('MEDIA_ISO_DAMAGED', {
      attempted: `reading ${reading}`,
      expected: `${length} bytes at byte ${offset}`,
      found: `an image of ${this.size} bytes`,
      subject: this.path,
    });
  }
}

async function requireRegularFile(handle: FileHandle): Promise<{ size: number; mtimeMs: number }> {
  const status = await handle.stat();
  if (status.isDirectory()) {
    throw new DrydockError('MEDIA_SOURCE_UNSUPPORTED', { attempted: 'opening the source', found: 'a folder' });
  }
  if (!status.isFile()) {
    throw new DrydockError('MEDIA_SOURCE_UNSUPPORTED', {
      attempted: 'opening the source',
      found: 'a device, pipe or socket',
    });
  }
  return status;
}
