/** Small files in memory: media never change, and every host of a pool asks for the same ones. */
import type { OpenFiles } from '../site/open-files.js';
import { readRange } from '../site/read-file.js';
import type { ServedFile } from '../site/resolution.js';

interface Kept {
  readonly generation: object;
  readonly bytes: Buffer;
}

export class SmallFiles {
  readonly #kept = new Map<string, Kept>();
  #size = 0;

  constructor(
    private readonly files: OpenFiles,
    private readonly largest = 256 * 1024,
    private readonly limit = 32 * 1024 * 1024,
  ) {}

  /** Bytes in memory. */
  get size(): number {
    return this.#size;
  }

  isSmall(file: ServedFile): boolean {
    return file.size <= this.largest;
  }

  /** The content, if it is in memory. */
  get(file: ServedFile): Buffer | undefined {
    const kept = this.#kept.get(file.location);
    if (kept === undefined) return undefined;
    this.#forget(file.location, kept);
    if (kept.generation !== file.generation) return undefined;
    // At the end of the table: used last.
    this.#keep(file.location, kept);
    return kept.bytes;
  }

  /** @throws what reading a damaged store says */
  async load(file: ServedFile): Promise<Buffer> {
    const bytes = await this.files.with(file, (handle) => readRange(handle, file, 0, file.size));
    const other = this.#kept.get(file.location);
    if (other !== undefined) this.#forget(file.location, other);
    this.#keep(file.location, { generation: file.generation, bytes });
    for (const [location, kept] of this.#kept) {
      if (this.#size <= this.limit) break;
      this.#forget(location, kept);
    }
    return bytes;
  }

  #keep(location: string, kept: Kept): void {
    this.#kept.set(location, kept);
    this.#size += kept.bytes.length;
  }

  #forget(location: string, kept: Kept): void {
    this.#kept.delete(location);
    this.#size -= kept.bytes.length;
  }
}
