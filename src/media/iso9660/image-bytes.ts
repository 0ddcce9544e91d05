/** Reads a disk image at given places, and never believes a place that the image itself names. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { ByteReader } from '../source/byte-reader.js';

export class ImageBytes {
  constructor(private readonly reader: ByteReader) {}

  get name(): string {
    return this.reader.name;
  }

  get size(): number {
    return this.reader.size;
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
      const bytesRead = await this.reader.read(buffer, done, length - done, offset + done);
      if (bytesRead === 0) throw this.beyondEnd(offset, length, reading);
      done += bytesRead;
    }
  }

  /** @throws MEDIA_ISO_DAMAGED */
  requireInside(offset: number, length: number, reading: string): void {
    if (offset < 0 || length < 0 || offset + length > this.size) throw this.beyondEnd(offset, length, reading);
  }

  private beyondEnd(offset: number, length: number, reading: string): DrydockError {
    return new DrydockError('MEDIA_ISO_DAMAGED', {
      attempted: `reading ${reading}`,
      expected: `${length} bytes at byte ${offset}`,
      found: `an image of ${this.size} bytes`,
      subject: this.name,
    });
  }
}
