/** The sha256 of a whole source, computed beside the digests of its files. */
import { HashThread } from '../verify/hash-thread.js';

export class WholeHash {
  readonly #thread = new HashThread();
  readonly #stream = this.#thread.open(['sha256']);

  /** Takes the first `length` bytes of a buffer in shared memory; settles when it has read them. */
  update(buffer: Buffer, length: number): Promise<void> {
    return this.#stream.update(buffer.subarray(0, length));
  }

  /** The digest of everything before, in hexadecimal. */
  async digest(): Promise<string> {
    const [sha256 = ''] = await this.#stream.digest();
    return sha256;
  }

  async close(): Promise<void> {
    await this.#thread.close();
  }
}
