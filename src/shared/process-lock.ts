/**
 * A lock that dies with its owner. It is the write lock of an otherwise empty SQLite file: the kernel drops it when the
 * process ends, however it ends, so there is no stale lock to clean up and no moment at which two processes hold it.
 */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { DrydockError } from './errors/drydock-error.js';
import { makePrivateFile } from './private-file.js';

export interface ProcessLock {
  release(): void;
}

/**
 * Takes the lock or fails at once.
 * @throws LOCK_HELD with `purpose` in its text when another living process holds it.
 */
export function takeProcessLock(path: string, purpose: string): ProcessLock {
  mkdirSync(dirname(path), { recursive: true });
  const failed = (error: unknown): DrydockError =>
    new DrydockError(isBusy(error) ? 'LOCK_HELD' : 'FILE_WRITE_FAILED', {
      attempted: purpose,
      subject: path,
      cause: error,
    });
  try {
    makePrivateFile(path);
  } catch (error) {
    throw failed(error);
  }
  const database = new Database(path);
  try {
    database.pragma('busy_timeout = 0');
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    throw failed(error);
  }
  return {
    release: () => {
      database.exec('ROLLBACK');
      database.close();
    },
  };
}

/** Anything else (a folder that may not be written, a full disk) is no other process at work. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && /locked|busy/i.test(error.message);
}
