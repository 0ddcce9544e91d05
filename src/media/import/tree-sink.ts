/** Where a source's bytes go: files in the staging folder, hashed on their way, with bounds on files open and disk used. */
import { dirname, join } from 'node:path';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { CopySink, FileSink } from '../source/media-source.js';
import type { StoreFiles } from '../store/store-files.js';
import type { Measured } from '../verify/digest.js';
import { HashThread } from '../verify/hash-thread.js';
import { FileWriter } from './file-writer.js';

export interface TreeSinkOptions {
  readonly files: StoreFiles;
  /** Exists and is empty. */
  readonly treeFolder: string;
  readonly wantsMd5: (path: string) => boolean;
  /** Called as each file is complete; what it throws ends the copy. */
  readonly onFile: (path: string, measured: Measured) => void;
  readonly onProgress: (bytes: number, current: string | null) => void;
  readonly signal: AbortSignal | undefined;
}

/** Thousands of small files may lie in one buffer; a process may open some thousand files. */
const mostOpenFiles = 64;
/** Beyond the files themselves: manifest, folders, and the file system's own needs. */
const leastReserve = 16 * 1024 * 1024;
const lookAtDiskEvery = 64 * 1024 * 1024;

export class TreeSink implements CopySink {
  readonly signal: AbortSignal | undefined;
  readonly #hashes = new HashThread();
  readonly #writers = new Set<FileWriter>();
  readonly #closing = new Set<Promise<void>>();
  readonly #folders = new Map<string, Promise<void>>();
  #sinceLook = 0;

  constructor(private readonly options: TreeSinkOptions) {
    this.signal = options.signal;
  }

  /** All folders that were made, without the tree's own. */
  get folders(): readonly string[] {
    return [...this.#folders.keys()];
  }

  async open(path: string): Promise<FileSink> {
    const { files, treeFolder, wantsMd5 } = this.options;
    while (this.#closing.size >= mostOpenFiles) await Promise.race(this.#closing);
    await this.makeFolder(dirname(path));
    const writer = new FileWriter(join(treeFolder, path), { files, hashes: this.#hashes, wantsMd5: wantsMd5(path) });
    this.#writers.add(writer);
    return { write: (data) => this.#write(writer, data), finish: () => this.#finish(writer, path) };
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

  /** After the last file, or after an error: nothing is left open. */
  async close(): Promise<void> {
    for (const writer of this.#writers) await writer.abandon();
    this.#writers.clear();
    await Promise.allSettled(this.#closing);
    await this.#hashes.close();
  }

  async #make(path: string): Promise<void> {
    await this.makeFolder(dirname(path));
    await this.options.files.makeFolder(join(this.options.treeFolder, path));
  }

  async #write(writer: FileWriter, data: Uint8Array): Promise<void> {
    this.#sinceLook += data.length;
    const written = writer.write(data);
    if (this.#sinceLook >= lookAtDiskEvery) {
      this.#sinceLook = 0;
      await requireRoom(this.options.files, this.options.treeFolder, 0);
    }
    await written;
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
      this.options.onFile(path, await writer.measure());
    } catch (error) {
      await writer.abandon();
      throw error;
    }
    await writer.finish();
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
