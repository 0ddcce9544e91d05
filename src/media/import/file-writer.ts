/** Writes one staged file in the order its bytes come, hashing as it goes; the disk works while the next bytes are read. */
import { createHash, type Hash } from 'node:crypto';
import type { Measured } from '../verify/digest.js';
import type { StoreFile, StoreFiles } from '../store/store-files.js';

export class FileWriter {
  readonly #sha256 = createHash('sha256');
  readonly #md5: Hash | undefined;
  readonly #opened: Promise<StoreFile>;
  #size = 0;
  #pending: Promise<unknown>;

  constructor(files: StoreFiles, path: string, wantsMd5: boolean) {
    this.#md5 = wantsMd5 ? createHash('md5') : undefined;
    this.#opened = files.create(path);
    this.#pending = this.#opened;
    this.#pending.catch(ignore);
  }

  /** The data must stay as it is until the promise settles. */
  write(data: Uint8Array): Promise<void> {
    const position = this.#size;
    this.#size += data.length;
    this.#sha256.update(data);
    this.#md5?.update(data);
    const written = this.#pending.then(async () => (await this.#opened).write(data, position));
    this.#pending = written;
    written.catch(ignore);
    return written;
  }

  /** Closes the file once all is written. */
  finish(): { readonly measured: Measured; readonly closed: Promise<void> } {
    const closed = this.#pending.then(() => this.#close()).catch((error: unknown) => this.#closeAfter(error));
    closed.catch(ignore);
    const measured = { size: this.#size, sha256: this.#sha256.digest('hex'), md5: this.#md5?.digest('hex') ?? null };
    return { measured, closed };
  }

  /** After a failure elsewhere: lets go of the file. */
  async abandon(): Promise<void> {
    await this.#pending.catch(ignore);
    await this.#close().catch(ignore);
  }

  async #close(): Promise<void> {
    await (await this.#opened).close();
  }

  /** A file that could not be written is closed all the same; the first error is the one that counts. */
  async #closeAfter(error: unknown): Promise<void> {
    await this.#close().catch(ignore);
    throw error;
  }
}

/** Each rejection is awaited by somebody; this keeps Node from calling it unhandled until they do. */
function ignore(): undefined {
  return undefined;
}
