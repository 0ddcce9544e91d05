/** Compares the blocks that come out of a decoder with digests that were taken out of what went in. */
import { createHash } from 'node:crypto';
import { damagedCompression } from './decompression-error.js';

export class BlockDigests {
  /** False where the data carries none: nothing needs to be hashed then. */
  inUse = false;
  readonly #expected: { readonly size: number; readonly sha256: Buffer }[] = [];
  #hash = createHash('sha256');
  #done = 0;

  constructor(private readonly subject: string) {}

  /** In the order of the blocks, and before a byte of the next block can come out. */
  expect(size: number, sha256: Buffer): void {
    this.#expected.push({ size, sha256 });
  }

  /** @throws MEDIA_ARCHIVE_DAMAGED */
  update(piece: Uint8Array): void {
    let rest = piece;
    while (rest.length > 0) {
      const [block] = this.#expected;
      // A block that is still going in: everything belongs to it.
      const part = block === undefined ? rest : rest.subarray(0, block.size - this.#done);
      this.#hash.update(part);
      this.#done += part.length;
      rest = rest.subarray(part.length);
      if (block !== undefined && this.#done >= block.size) this.#compare(block);
    }
  }

  /** At the end of everything. @throws MEDIA_ARCHIVE_DAMAGED */
  finish(): void {
    for (let [block] = this.#expected; block !== undefined; [block] = this.#expected) this.#compare(block);
  }

  #compare(block: { readonly size: number; readonly sha256: Buffer }): void {
    if (this.#done !== block.size || !this.#hash.digest().equals(block.sha256))
      throw damagedCompression(this.subject, 'xz data with another checksum');
    this.#expected.shift();
    this.#hash = createHash('sha256');
    this.#done = 0;
  }
}
