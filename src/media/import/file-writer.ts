/** Writes one staged file in the order its bytes come, hashing as it goes, and makes it durable. */
import { bytesOf, type FileRuns } from '../source/file-runs.js';
import type { FilledFile, MadeFile, NewFile, StoreFile } from '../store/store-files.js';
import type { Measured } from '../verify/digest.js';
import type { HashThread } from '../verify/hash-thread.js';
import type { Copied } from '../copy/copier.js';
import type { Copiers } from '../copy/copiers.js';
import { algorithmsFor, FileHash, type FileDigests } from './file-hash.js';

export interface FileWriterOptions {
  /** Makes the file, which does not exist yet; what it fails with is the writer's failure. */
  readonly create: () => Promise<StoreFile>;
  readonly createFilled: (make: (file: NewFile) => Promise<MadeFile<Copied>>) => Promise<FilledFile<Copied>>;
  readonly hashes: HashThread;
  readonly copies: Copiers;
  readonly wantsMd5: boolean;
  /** How many of the first bytes are wanted again, where that costs nothing. */
  readonly keep: number;
}

export class FileWriter {
  readonly #hash: FileHash;
  #created: Promise<StoreFile> | undefined;
  #filled: Promise<FilledFile<Copied>> | undefined;
  #size = 0;
  #copied: FileDigests | undefined;
  #start: Uint8Array | undefined;
  #hashed: Promise<unknown> = Promise.resolve();
  #pending: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: FileWriterOptions) {
    this.#hash = new FileHash(options.hashes, options.wantsMd5);
  }

  /** The data must stay as it is until the promise settles. */
  write(data: Uint8Array): Promise<void> {
    const done = this.#write(data);
    done.catch(ignore);
    return done;
  }

  /** All of the file, by a thread. @returns its sha256 */
  fill(from: FileRuns, onBytes: (bytes: number) => void): Promise<string> {
    const filled = this.#fill(from, onBytes);
    this.#pending = filled;
    filled.catch(ignore);
    return filled;
  }

  /** Whether a thread has copied it: the disk is given it by then, and syncing it can wait until all are. */
  get isFilled(): boolean {
    return this.#copied !== undefined;
  }

  /** The first bytes, once a thread has copied the file. */
  get start(): Uint8Array | undefined {
    return this.#start;
  }

  /** What was written; the file is still open. */
  async measure(): Promise<Measured> {
    return { size: this.#size, ...(this.#copied ?? (await this.#hash.digest())) };
  }

  /** Syncs and closes the file once all is written. */
  async finish(): Promise<void> {
    try {
      await this.#pending;
      await (await this.#file()).sync();
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
    const file = this.#create();
    const written = this.#pending.then(async () => (await file).write(data, position));
    this.#pending = written;
    written.catch(ignore);
    await Promise.all([this.#hashed, written]);
  }

  async #fill(from: FileRuns, onBytes: (bytes: number) => void): Promise<string> {
    const { copies, wantsMd5, keep } = this.options;
    const algorithms = algorithmsFor(wantsMd5);
    this.#filled = this.options.createFilled((to) => copies.copy({ from, to, algorithms, keep, onBytes }));
    const { digests, start } = (await this.#filled).result;
    const [sha256 = '', md5 = null] = digests;
    this.#size = bytesOf(from);
    this.#copied = { sha256, md5 };
    this.#start = start;
    return sha256;
  }

  /** An empty one is made when it is finished. */
  #file(): Promise<Pick<StoreFile, 'sync' | 'close'>> {
    return this.#filled ?? this.#create();
  }

  #create(): Promise<StoreFile> {
    this.#created ??= this.options.create();
    this.#created.catch(ignore);
    return this.#created;
  }

  async #close(): Promise<void> {
    const file = this.#filled ?? this.#created;
    await (await file)?.close();
  }
}

/** Each rejection is awaited by somebody; this keeps Node from calling it unhandled until they do. */
function ignore(): undefined {
  return undefined;
}
