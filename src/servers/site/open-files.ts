/**
 * Descriptors that stay open between requests. An own read loop uses them: `createReadStream` with a given descriptor
 * closes it when a client leaves, whatever `autoClose` says (building-blocks.md 1, pitfall).
 */
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { HotFiles } from './hot-files.js';
import { readRange } from './read-file.js';
import type { ServedFile } from './resolution.js';

interface OpenFile {
  readonly handle: Promise<FileHandle>;
  readonly generation: object;
  users: number;
  /** No longer in the table: closed when the last user leaves. */
  retired: boolean;
}

export class OpenFiles {
  readonly #files = new Map<string, OpenFile>();

  constructor(
    private readonly limit = 256,
    private readonly hot = new HotFiles(),
  ) {}

  /**
   * The bytes of a range, at once where they are in memory. Nobody may write to them.
   * @throws STATE_CORRUPT, and what open(2) and read(2) say: the store was damaged
   */
  read(file: ServedFile, start: number, end: number): Buffer | Promise<Buffer> {
    const whole = this.hot.get(file);
    if (whole !== undefined) return start === 0 && end === file.size ? whole : whole.subarray(start, end);
    return this.#readFromDisk(file, start, end);
  }

  /** Whether {@link OpenFiles.read} keeps it in memory once the whole of it was read. */
  keeps(file: ServedFile): boolean {
    return this.hot.wants(file);
  }

  /** Runs `use` with the file open. @throws what open(2) says: the store was damaged */
  async with<T>(file: ServedFile, use: (handle: FileHandle) => Promise<T>): Promise<T> {
    const opened = this.#take(file);
    try {
      return await use(await opened.handle);
    } catch (error) {
      this.#retire(file.location, opened);
      throw error;
    } finally {
      opened.users -= 1;
      closeIfUnused(opened);
    }
  }

  close(): void {
    this.hot.clear();
    for (const [location, opened] of [...this.#files]) this.#retire(location, opened);
  }

  async #readFromDisk(file: ServedFile, start: number, end: number): Promise<Buffer> {
    if (start !== 0 || end !== file.size || !this.hot.wants(file)) {
      return this.with(file, (handle) => readRange(handle, file, start, end));
    }
    const bytes = await this.with(file, (handle) => readRange(handle, file, 0, file.size));
    this.hot.put(file, bytes);
    return bytes;
  }

  #take(file: ServedFile): OpenFile {
    let opened = this.#files.get(file.location);
    if (opened !== undefined && opened.generation !== file.generation) {
      this.#retire(file.location, opened);
      opened = undefined;
    }
    opened ??= {
      handle: open(file.location, constants.O_RDONLY | constants.O_NOFOLLOW),
      generation: file.generation,
      users: 0,
      retired: false,
    };
    opened.users += 1;
    // Deleting first keeps the table in the order of last use.
    this.#files.delete(file.location);
    this.#files.set(file.location, opened);
    this.#shrink();
    return opened;
  }

  #shrink(): void {
    for (const [location, opened] of this.#files) {
      if (this.#files.size <= this.limit) return;
      this.#retire(location, opened);
    }
  }

  #retire(location: string, opened: OpenFile): void {
    if (this.#files.get(location) === opened) this.#files.delete(location);
    opened.retired = true;
    closeIfUnused(opened);
  }
}

function closeIfUnused(opened: OpenFile): void {
  if (!opened.retired || opened.users > 0) return;
  opened.users = -1;
  opened.handle.then(
    (handle) => handle.close(),
    () => undefined,
  );
}
