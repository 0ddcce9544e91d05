/**
 * Opens a journal to be looked at. Opening a database in its own place already changes it: SQLite takes its log in, and a
 * damaged log is cut off. So a copy is looked at, made while nobody writes; while a controller writes, its own file is read
 * beside it, which SQLite allows.
 */
import { constants, copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { DrydockError } from '../shared/errors/drydock-error.js';
import { takeProcessLock, type ProcessLock } from '../shared/process-lock.js';
import { readHead } from './journal-head.js';
import type { ChainEnd } from './record-chain.js';
import { journalLockPath } from './sqlite-journal.js';

export interface JournalCopy {
  readonly database: Database.Database;
  readonly head: ChainEnd | undefined;
  /** A controller is at work with it. */
  readonly inUse: boolean;
  close(): void;
}

/** @throws FILE_UNREADABLE when there is none, JOURNAL_FORMAT_UNKNOWN when it is something else */
export function openCopy(path: string): JournalCopy {
  requireDatabase(path);
  const lock = lockUnlessHeld(path);
  if (lock === 'held') {
    const database = new Database(path);
    // Read before the records: a head that is read later could name a record that came meanwhile.
    return { database, head: readHead(path), inUse: true, close: () => database.close() };
  }
  const folder = mkdtempSync(join(tmpdir(), 'drydock-journal-'));
  try {
    const copy = join(folder, 'journal.sqlite');
    copyFileSync(path, copy, constants.COPYFILE_EXCL);
    if (existsSync(`${path}-wal`)) copyFileSync(`${path}-wal`, `${copy}-wal`, constants.COPYFILE_EXCL);
    const head = readHead(path);
    const database = new Database(copy);
    const close = (): void => {
      database.close();
      rmSync(folder, { recursive: true, force: true });
    };
    return { database, head, inUse: false, close };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  } finally {
    lock?.release();
  }
}

/** Undefined where no controller has ever had it, or the folder may not be written: then nobody writes now either. */
function lockUnlessHeld(path: string): ProcessLock | 'held' | undefined {
  if (!existsSync(journalLockPath(path))) return undefined;
  try {
    return takeProcessLock(journalLockPath(path), 'looking at the journal');
  } catch (error) {
    return error instanceof DrydockError && error.code === 'LOCK_HELD' ? 'held' : undefined;
  }
}

function requireDatabase(path: string): void {
  let beginning: Buffer;
  try {
    beginning = readFileSync(path).subarray(0, 16);
  } catch (error) {
    throw new DrydockError('FILE_UNREADABLE', { attempted: 'reading the journal', subject: path, cause: error });
  }
  // An empty file is what a database is before its first page is written; the log may hold all of it.
  if (beginning.length === 0 || beginning.toString('latin1') === 'SQLite format 3\0') return;
  throw new DrydockError('JOURNAL_DAMAGED', {
    attempted: 'reading the journal',
    subject: path,
    expected: 'a SQLite database',
    found: 'a file that does not begin as one',
  });
}
