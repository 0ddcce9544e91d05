/** journal backup: one consistent file of all that was written so far, made while a controller goes on writing. */
import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  linkSync,
  mkdtempSync,
  openSync,
  rmSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileWriteError, syncFolder } from '../shared/durable-files.js';
import { DrydockError } from '../shared/errors/drydock-error.js';
import { openCopy } from './open-copy.js';
import { journalError } from './sqlite-error.js';
import { isWhole, verifyJournal, type JournalVerification } from './verify-journal.js';

/**
 * SQLite writes a copy as of one moment (VACUUM INTO), which it does not sync; the copy is synced, verified record by record
 * and only then given its name. A file that exists is not replaced: it may be the only good backup.
 * @throws JOURNAL_DAMAGED when what was copied is not whole, FILE_WRITE_FAILED, DISK_FULL, FILE_UNREADABLE
 */
export async function backUpJournal(journal: string, file: string): Promise<JournalVerification> {
  const target = resolve(file);
  if (existsSync(target)) throw exists(target);
  const folder = beside(target);
  try {
    const made = join(folder, 'journal.sqlite');
    copyInto(journal, made);
    const verified = verifyJournal(made);
    if (!isWhole(verified)) throw notWhole(journal, verified);
    syncFile(made);
    // A link fails where the name is taken meanwhile; a rename would not.
    linkSync(made, target);
    await syncFolder(dirname(target));
    return verified;
  } catch (error) {
    throw fileWriteError(error, target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function syncFile(path: string): void {
  const descriptor = openSync(path, constants.O_RDONLY);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

export function notWhole(subject: string, { problem, database }: JournalVerification): DrydockError {
  const found = problem === undefined ? database.join('; ') : `record ${problem.record}: ${problem.found}`;
  return new DrydockError('JOURNAL_DAMAGED', { attempted: 'reading the journal', subject, found });
}

function copyInto(journal: string, file: string): void {
  const copy = openCopy(journal);
  try {
    copy.database.exec(`VACUUM INTO '${file.replaceAll("'", "''")}'`);
    chmodSync(file, 0o600);
  } catch (error) {
    throw journalError(error, 'copying the journal', journal);
  } finally {
    copy.close();
  }
}

/** A folder that only its owner can enter: the copy is made in it before it has the mode that it should have. */
function beside(target: string): string {
  try {
    return mkdtempSync(join(dirname(target), '.drydock-backup-'));
  } catch (error) {
    throw fileWriteError(error, target);
  }
}

function exists(target: string): DrydockError {
  return new DrydockError('FILE_WRITE_FAILED', {
    attempted: 'writing a backup of the journal',
    subject: target,
    found: 'a file of this name',
    remedy: 'Give a name that is not taken; no backup is ever replaced.',
  });
}
