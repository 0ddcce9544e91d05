/** Where a source's bytes go: files in the staging folder, hashed on their way, with bounds on files open and disk used. */
import { dirname, join } from 'node:path';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { FileRuns } from '../source/file-runs.js';
import type { CopySink, FileSink } from '../source/media-source.js';
import { forEachOf } from '../source/together.js';
import type { StoreFile, StoreFiles } from '../store/store-files.js';
import type { Measured } from '../verify/digest.js';
import { HashThread } from '../verify/hash-thread.js';
import { Copiers } from '../copy/copiers.js';
import { FileWriter } from './file-writer.js';

export interface TreeSinkOptions {
  readonly files: StoreFiles;
  /** Exists and is empty. */
  readonly treeFolder: string;
  readonly wantsMd5: (path: string) => boolean;
  /** How many of a file's first bytes `onFile` would look at. */
  readonly keep?: (path: string) => number;
  /**
   * Called as each file is complete; what it throws ends the copy.
   * @param start the first bytes that were wanted, where they are at hand
   */
  readonly onFile: (path: string, measured: Measured, start: Uint8Array | undefined) => void | Promise<void>;
  readonly onProgress: (bytes: number, current: string | null) => void;
  readonly signal: AbortSignal | undefined;
}

/** Thousands of small files may lie in one buffer; a process may open some thousand files. */
const mostOpenFiles = 64;
/** Each stays open. Syncing them waits for the disk, while the next ones are copied; the disk has begun with them before. */
const mostUnsyncedFiles = 64;
const syncsAtOnce = 16;
/** Beyond the files themselves: manifest, folders, and the file system's own needs. */
const leastReserve = 16 * 1024 * 1024;
const lookAtDiskEvery = 64 * 1024 * 1024;

export class TreeSink implements CopySink {
  readonly signal: AbortSignal | undefined;
  readonly #hashes = new HashThread();
  readonly #copies = new Copiers();
  readonly #writers = new Set<FileWriter>();
  readonly #closing = new Set<Promise<void>>();
  /** Complete, but perhaps not on the disk yet. */
  #unsynced: FileWriter[] = [];
  readonly #folders = new Map<string, Promise<void>>();
  /** Settles with the last of the files that are being made. */
  #created: Promise<unknown> = Promise.resolve();
  #sinceLook = 0;
  #failure: { readonly error: unknown } | undefined;

  constructor(private readonly options: TreeSinkOptions) {
    this.signal = options.signal;
    this.signal?.addEventListener('abort', () => this.#copies.stop(), { once: true });
  }

  /** All folders that were made, without the tree's own. */
  get folders(): readonly string[] {
    return [...this.#folders.keys()];
  }

  async open(path: string): Promise<FileSink> {
    const { treeFolder, wantsMd5, keep } = this.options;
    while (this.#closing.size >= mostOpenFiles) await Promise.race(this.#closing);
    await this.makeFolder(dirname(path));
    const location = join(treeFolder, path);
    const writer = new FileWriter({
      create: () => this.#create(location),
      createFilled: (make) => this.options.files.createFilled(location, make),
      hashes: this.#hashes,
      copies: this.#copies,
      wantsMd5: wantsMd5(path),
      keep: keep?.(path) ?? 0,
    });
    this.#writers.add(writer);
    return {
      write: (data) => this.#write(writer, data),
      fill: (from, onBytes) => this.#fill(writer, from, onBytes),
      finish: () => this.#finish(writer, path),
    };
  }

  progress(bytes: number, current: string | null): void {
    this.options.onProgress(bytes, current);
  }

  /** With those above it. */
  async makeFolder(path: string): Promise<void> {
    if (path === '.' || path === '') return;
    const made = this.#folders.get(path) ?? this.#make(path);
    this.#folders.set(path, made);
    await made;
  }

  /** After the last file: all that was written is durable. @throws FILE_WRITE_FAILED, the signal's reason */
  async sync(): Promise<void> {
    const left = new Set(this.#unsynced);
    this.#unsynced = [];
    try {
      await forEachOf([...left], { atOnce: syncsAtOnce, signal: this.signal }, (writer) => {
        left.delete(writer);
        return writer.finish();
      });
    } finally {
      for (const writer of left) await writer.abandon();
    }
  }

  /** After the last file, or after an error: nothing is left open. */
  async close(): Promise<void> {
    this.#copies.stop();
    await Promise.allSettled(this.#closing);
    for (const writer of [...this.#writers, ...this.#unsynced]) await writer.abandon();
    this.#writers.clear();
    this.#unsynced = [];
    await Promise.all([this.#hashes.close(), this.#copies.close()]);
  }

  async #make(path: string): Promise<void> {
    await this.makeFolder(dirname(path));
    await this.options.files.makeFolder(join(this.options.treeFolder, path));
  }

  /** One after the other: those that make names in one folder wait for each other in the system, each busy on a core. */
  #create(path: string): Promise<StoreFile> {
    const created = this.#created.then(() => this.options.files.create(path));
    this.#created = created.catch(() => undefined);
    return created;
  }

  async #write(writer: FileWriter, data: Uint8Array): Promise<void> {
    this.#sinceLook += data.length;
    const written = writer.write(data);
    await this.#lookAtDisk();
    await written;
  }

  async #fill(writer: FileWriter, from: FileRuns, onBytes: (bytes: number) => void): Promise<string> {
    const filled = writer.fill(from, (bytes) => {
      this.#sinceLook += bytes;
      onBytes(bytes);
    });
    try {
      await this.#lookAtDisk();
      return await filled;
    } catch (error) {
      throw this.#stop(error);
    }
  }

  /** One failure is the end of them all, and what they end in then is that first one. */
  #stop(error: unknown): unknown {
    this.signal?.throwIfAborted();
    this.#failure ??= { error };
    this.#copies.stop();
    return this.#failure.error;
  }

  async #lookAtDisk(): Promise<void> {
    if (this.#sinceLook < lookAtDiskEvery) return;
    this.#sinceLook = 0;
    await requireRoom(this.options.files, this.options.treeFolder, 0);
  }

  #finish(writer: FileWriter, path: string): Promise<void> {
    this.#writers.delete(writer);
    const finished = this.#measureAndClose(writer, path);
    this.#closing.add(finished);
    const forget = (): boolean => this.#closing.delete(finished);
    finished.then(forget, forget);
    return finished;
  }

  async #measureAndClose(writer: FileWriter, path: string): Promise<void> {
    try {
      await this.options.onFile(path, await writer.measure(), writer.start);
    } catch (error) {
      const first = this.#stop(error);
      await writer.abandon();
      throw first;
    }
    if (!writer.isFilled) await writer.finish();
    else if (this.#unsynced.push(writer) >= mostUnsyncedFiles) await this.sync();
  }
}

/** @param bytes that are about to be written. @throws DISK_FULL */
export async function requireRoom(files: StoreFiles, folder: string, bytes: number): Promise<void> {
  const free = await files.freeBytes(folder);
  const reserve = Math.max(files.reserve ?? 0, leastReserve);
  if (free === undefined || free >= bytes + reserve) return;
  throw new DrydockError('DISK_FULL', {
    attempted: bytes > 0 ? 'looking for room before the import' : 'looking for room during the import',
    subject: folder,
    expected: `${bytes} bytes free, and ${reserve} bytes that stay in reserve`,
    found: `${free} bytes`,
  });
}
