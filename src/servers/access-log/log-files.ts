/** The few calls that a rotated log makes to the disk; a test puts a full one in their place. */
import { constants } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';

export interface LogFile {
  /** Bytes that were in it when it was opened. */
  readonly size: number;
  /** @returns how many bytes were written; may be fewer than given */
  write(bytes: Buffer): Promise<number>;
  close(): Promise<void>;
}

export interface LogFiles {
  open(path: string): Promise<LogFile>;
  /** A file that is not there is no failure. */
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
}

export const realLogFiles: LogFiles = {
  open: async (path) => {
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | constants.O_NOFOLLOW;
    const handle = await open(path, flags, 0o600);
    const { size } = await handle.stat();
    return {
      size,
      write: async (bytes) => (await handle.write(bytes)).bytesWritten,
      close: () => handle.close(),
    };
  },
  rename: async (from, to) => {
    try {
      await rename(from, to);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  },
  remove: (path) => rm(path, { force: true }),
};
