/** Small files kept in memory, within a bound: the same few thousand packages are asked for by every host of a pool. */
import type { ServedFile } from './resolution.js';

interface HotFile {
  readonly bytes: Buffer;
  /** A repaired file has another one, and is read again. */
  readonly generation: object;
}

export interface HotFilesLimits {
  /** Bytes: of a file that is kept, and of all of them. */
  readonly file: number;
  readonly total: number;
}

export const defaultHotFilesLimits: HotFilesLimits = { file: 1024 * 1024, total: 64 * 1024 * 1024 };

export class HotFiles {
  /** In the order of last use. */
  readonly #files = new Map<string, HotFile>();
  #total = 0;

  constructor(private readonly limits: HotFilesLimits = defaultHotFilesLimits) {}

  /** Bytes kept at present. */
  get total(): number {
    return this.#total;
  }

  wants(file: ServedFile): boolean {
    return file.size <= this.limits.file;
  }

  /** The whole file. Nobody may write to these bytes. */
  get(file: ServedFile): Buffer | undefined {
    const hot = this.#files.get(file.location);
    if (hot === undefined) return undefined;
    if (hot.generation !== file.generation) {
      this.#drop(file.location, hot);
      return undefined;
    }
    this.#files.delete(file.location);
    this.#files.set(file.location, hot);
    return hot.bytes;
  }

  put(file: ServedFile, bytes: Buffer): void {
    const before = this.#files.get(file.location);
    if (before !== undefined) this.#drop(file.location, before);
    this.#files.set(file.location, { bytes, generation: file.generation });
    this.#total += bytes.length;
    for (const [location, hot] of this.#files) {
      if (this.#total <= this.limits.total) return;
      this.#drop(location, hot);
    }
  }

  clear(): void {
    this.#files.clear();
    this.#total = 0;
  }

  #drop(location: string, hot: HotFile): void {
    this.#files.delete(location);
    this.#total -= hot.bytes.length;
  }
}
