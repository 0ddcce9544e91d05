/** Writes one staged file in the order its bytes come, hashing as it goes, and makes it durable at its end. */
import type { StoreFile, StoreFiles } from '../store/store-files.js';
import type { Measured } from '../verify/digest.js';
import type { HashThread } from '../verify/hash-thread.js';
import { FileHash } from './file-hash.js';

export interface FileWriterOptions {
  readonly files: StoreFiles;
  readonly hashes: HashThread;
  readonly wantsMd5: boolean;
}

export class FileWriter {
  readonly #hash: FileHash;
  readonly #opened: Promise<StoreFile>;
  #size = 0;
  #hashed: Promise<unknown> = Promise.resolve();
  #pending: Promise<unknown>;

  constructor(path: string, { files, hashes, wantsMd5 }: FileWriterOptions) {
    this.#hash = new FileHash(hashes, wantsMd5);
    this.#opened = files.create(path);
    this.#pending = this.#opened;
    this.#pending.catch(ignore);
  }

  /** The data must stay as it is until the promise settles. */
  write(data: Uint8Array): Promise<void> {
    const done = this.#write(data);
    done.catch(ignore);
    return done;
  }

  /** What was written; the file is still open. */
  async measure(): Promise<Measured> {
    return { size: this.#size, ...(await this.#hash.digest()) };
  }

  /** Syncs and closes the file once all is written. */
  async finish(): Promise<void> {
    try {
      await this.#pending;
      await (await this.#opened).sync();
    } finally {
      // A file that could not be written is closed all the same; the first error is the one that counts.
      await this.#close();
    }
  }

  /** After a failure elsewhere: lets go of the file. */
  async abandon(): Promise<void> {
    await this.#pending.catch(ignore);
    await this.#close().catch(ignore);
  }

  async #write(data: Uint8Array): Promise<void> {
    const position = this.#size;
    this.#size += data.length;
    this.#hashed = this.#hash.update(data);
    this.#hashed.catch(ignore);
    const written = this.#pending.then(async () => (await this.#opened).write(data, position));
    this.#pending = written;
    written.catch(ignore);
    await Promise.all([this.#hashed, written]);
  }

  async #close(): Promise<void> {
    await (await this.#opened).close();
  }
}

/** Each rejection is awaited by somebody; this keeps Node from calling it unhandled until they do. */
function ignore(): undefined {
  return undefined;
}
