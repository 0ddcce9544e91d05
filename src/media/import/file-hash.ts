/** The digests of one file on its way to the disk: in the hashing thread where its bytes are in shared memory, else here. */
import { createHash, type Hash } from 'node:crypto';
import { isShared, type HashAlgorithm, type HashStream, type HashThread } from '../verify/hash-thread.js';

export interface FileDigests {
  readonly sha256: string;
  /** Null unless it was wanted. */
  readonly md5: string | null;
}

export function algorithmsFor(wantsMd5: boolean): readonly HashAlgorithm[] {
  return wantsMd5 ? ['sha256', 'md5'] : ['sha256'];
}

export class FileHash {
  readonly #algorithms: readonly HashAlgorithm[];
  #thread: HashStream | undefined;
  #here: readonly Hash[] | undefined;

  constructor(
    private readonly thread: HashThread,
    wantsMd5: boolean,
  ) {
    this.#algorithms = algorithmsFor(wantsMd5);
  }

  /** Settles when the bytes were read. All chunks of a file come from memory of one kind. */
  update(data: Uint8Array): Promise<void> {
    if (this.#here === undefined && isShared(data)) {
      this.#thread ??= this.thread.open(this.#algorithms);
      return this.#thread.update(data);
    }
    for (const hash of this.#hashes()) hash.update(data);
    return Promise.resolve();
  }

  async digest(): Promise<FileDigests> {
    const digests =
      this.#thread === undefined ? this.#hashes().map((hash) => hash.digest('hex')) : await this.#thread.digest();
    return { sha256: digests[0] ?? '', md5: digests[1] ?? null };
  }

  #hashes(): readonly Hash[] {
    this.#here ??= this.#algorithms.map((name) => createHash(name));
    return this.#here;
  }
}
