/** Small files kept in memory, within a bound: the same few thousand packages are asked for by every host of a pool. */
import type { ServedFile } from './resolution.js';

interface HotFile {
  readonly bytes: Buffer;
  /** A repaired file has another one, and is read again. */
  readonly generation: object;
  /** Asked for since it was last looked at: it gets a second chance. */
  used: boolean;
}

export interface HotFilesLimits {
  /** Bytes: of a file that is kept, and of all of them. */
  readonly file: number;
  readonly total: number;
}

const defaultHotFilesLimits: HotFilesLimits = { file: 1024 * 1024, total: 64 * 1024 * 1024 };

export class HotFiles {
  /** The next to go first. */
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
    hot.used = true;
    return hot.bytes;
  }

  put(file: ServedFile, bytes: Buffer): void {
    const before = this.#files.get(file.location);
    if (before !== undefined) this.#drop(file.location, before);
    this.#files.set(file.location, { bytes, generation: file.generation, used: false });
    this.#total += bytes.length;
    this.#shrink();
  }

  clear(): void {
    this.#files.clear();
    this.#total = 0;
  }

  #shrink(): void {
    for (const [location, hot] of this.#files) {
      if (this.#total <= this.limits.total) return;
      if (!hot.used) {
        this.#drop(location, hot);
        continue;
      }
      // To the end of the table, where this loop comes to it again if it must.
      hot.used = false;
      this.#files.delete(location);
      this.#files.set(location, hot);
    }
  }

  #drop(location: string, hot: HotFile): void {
    this.#files.delete(location);
    this.#total -= hot.bytes.length;
  }
}
