/**
 * How the store writes: every change of the disk is one of these operations, so that a test can give it a disk that fills
 * up, fails, or stops at any of them.
 */
import { closeSync, constants, fsync, openSync } from 'node:fs';
import { link, mkdir, open, rename, rm, statfs } from 'node:fs/promises';
import { promisify } from 'node:util';
import { fileWriteError } from '../../shared/durable-files.js';

export interface StoreFile {
  /** Writes all of the data at that byte of the file. */
  write(data: Uint8Array, position: number): Promise<void>;
  /** Makes what was written durable. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** One that is open for writing, for somebody else who closes it, whatever happens. */
export interface NewFile {
  readonly path: string;
  readonly descriptor: number;
}

/** What they made of it. */
export interface MadeFile<T> {
  /** The one that wrote, or one that was opened before that was closed: whoever syncs it is told of every failure. */
  readonly descriptor: number;
  readonly result: T;
}

/** A file that somebody else wrote: it is complete, and stays open. */
export interface FilledFile<T> extends Pick<StoreFile, 'sync' | 'close'> {
  readonly result: T;
}

export interface StoreFiles {
  /** One that is there already is no error; its parent exists. */
  makeFolder(path: string): Promise<void>;
  /** The file does not exist yet. */
  create(path: string): Promise<StoreFile>;
  /**
   * The same, written by somebody else as a whole, such as a thread: a hand-over for each step of a small file takes longer
   * than the step. What they fail with is told as the system's own error; nothing is left open then.
   */
  createFilled<T>(path: string, make: (file: NewFile) => Promise<MadeFile<T>>): Promise<FilledFile<T>>;
  /** A second name for a file that was written. */
  link(existing: string, path: string): Promise<void>;
  /** Replaces a file that has the new name. */
  rename(from: string, to: string): Promise<void>;
  /** A file, or a folder with all that is in it; what is not there is no error. */
  remove(path: string): Promise<void>;
  /** Makes a file, or the names in a folder, durable. */
  sync(path: string): Promise<void>;
  /** Bytes that this user can still write where the folder lies; undefined when the system does not tell. */
  freeBytes(folder: string): Promise<number | undefined>;
  /** How many bytes are to stay free; a little when not given. */
  readonly reserve?: number | undefined;
}

/** The same disk, of which so many bytes are to stay free. */
export function withReserve(files: StoreFiles, reserve: number | undefined): StoreFiles {
  if (reserve === undefined) return files;
  return {
    makeFolder: (path) => files.makeFolder(path),
    create: (path) => files.create(path),
    createFilled: (path, make) => files.createFilled(path, make),
    link: (existing, path) => files.link(existing, path),
    rename: (from, to) => files.rename(from, to),
    remove: (path) => files.remove(path),
    sync: (path) => files.sync(path),
    freeBytes: (folder) => files.freeBytes(folder),
    reserve,
  };
}

/** The machine's own disk. @throws DISK_FULL, FILE_WRITE_FAILED */
export const diskFiles: StoreFiles = {
  makeFolder: (path) => guarded(path, () => makeFolder(path)),
  create: (path) => guarded(path, () => createFile(path)),
  createFilled: (path, make) => guarded(path, () => createFilled(path, make)),
  link: (existing, path) => guarded(path, () => link(existing, path)),
  rename: (from, to) => guarded(to, () => rename(from, to)),
  remove: (path) => guarded(path, () => rm(path, { recursive: true, force: true })),
  sync: (path) => guarded(path, () => syncPath(path)),
  freeBytes: async (folder) => {
    try {
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    } catch {
      // Some file systems do not tell; then the write itself will.
      return undefined;
    }
  },
};

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o755 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

const createFlags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
/** World readable: NFS clients come as nobody. */
const fileMode = 0o644;

const syncDescriptor = promisify(fsync);

async function createFile(path: string): Promise<StoreFile> {
  const handle = await open(path, createFlags, fileMode);
  return {
    write: (data, position) =>
      guarded(path, async () => {
        for (let done = 0; done < data.length;) {
          done += (await handle.write(data, done, data.length - done, position + done)).bytesWritten;
        }
      }),
    sync: () => guarded(path, () => handle.sync()),
    close: () => guarded(path, () => handle.close()),
  };
}

async function createFilled<T>(path: string, make: (file: NewFile) => Promise<MadeFile<T>>): Promise<FilledFile<T>> {
  // At once: that takes less than having another thread do it, and those that sync keep Node's threads waiting for the disk.
  const { descriptor, result } = await make({ path, descriptor: openSync(path, createFlags, fileMode) });
  return {
    result,
    sync: () => guarded(path, () => syncDescriptor(descriptor)),
    // At once: all was written, so that there is nothing to wait for.
    close: () => guarded(path, () => Promise.resolve().then(() => closeSync(descriptor))),
  };
}

async function syncPath(path: string): Promise<void> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function guarded<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw fileWriteError(error, path);
  }
}
