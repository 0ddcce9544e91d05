/**
 * journal restore: puts a backup, or what an export has that is whole, in the place of the journal. What was there is kept
 * aside. A run that was open in the backup may have gone on since: it is told so by a note, at which it stops
 * (src/controller/run/stages/journal-behind.ts).
 */
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileWriteError, syncFolder } from '../shared/durable-files.js';
import { DrydockError } from '../shared/errors/drydock-error.js';
import { takeProcessLock } from '../shared/process-lock.js';
import { syncFile } from './backup-journal.js';
import { examineRows } from './examine-journal.js';
import { rowsOfExport } from './journal-export.js';
import { journalHeadPath, openHead } from './journal-head.js';
import type { JournalEntry } from './journal.js';
import { chainStart, rowAfter, type ChainedRow } from './record-chain.js';
import { restoredNote } from './restored-note.js';
import { journalError } from './sqlite-error.js';
import { closeToOthers, insertRow, journalLockPath, openDatabase } from './sqlite-journal.js';
import { isWhole, verifyJournal } from './verify-journal.js';

export interface RestoreRequest {
  readonly journal: string;
  readonly file: string;
  readonly at: number;
  readonly by: string;
}

export interface Restored {
  readonly records: number;
  /** When the last record of the file was written. */
  readonly until: number;
  /** Runs and rollouts that were open in it: each stops for a person. */
  readonly open: readonly string[];
  /** Where the journal that was there lies now; null when there was none. */
  readonly aside: string | null;
}

/** @throws LOCK_HELD while a controller runs, JOURNAL_RESTORE_REFUSED, FILE_UNREADABLE, FILE_WRITE_FAILED, DISK_FULL */
export async function restoreJournal(request: RestoreRequest): Promise<Restored> {
  const { journal } = request;
  const rows = rowsOfFile(request.file);
  mkdirSync(dirname(journal), { recursive: true, mode: 0o700 });
  const lock = takeProcessLock(journalLockPath(journal), 'restoring the journal');
  try {
    const open = openRuns(rows);
    const restored = [...rows, ...notesFor(open, rows, request)];
    const made = build(`${journal}.restoring`, restored);
    const aside = putAside(journal, request.at);
    renameSync(made, journal);
    // Last: until the witness agrees, a restore that was cut short is refused like any other damage, and can be done again.
    const end = restored.at(-1) ?? chainStart;
    writeHead(journal, end);
    await syncFolder(dirname(journal));
    return { records: rows.length, until: rows.at(-1)?.at ?? 0, open, aside };
  } catch (error) {
    throw fileWriteError(error, journal);
  } finally {
    lock.release();
  }
}

function rowsOfFile(file: string): readonly ChainedRow[] {
  const exported = exportIn(file);
  const { wholeRows, problem } = exported === undefined ? backupIn(file) : examineRows(exported);
  if (problem !== undefined) throw refused(file, `record ${problem.record}: ${problem.found}`);
  if (wholeRows.length === 0) throw refused(file, 'no record');
  return wholeRows;
}

function exportIn(file: string): readonly ChainedRow[] | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new DrydockError('FILE_UNREADABLE', { attempted: 'reading a backup', subject: file, cause: error });
  }
  if (bytes.subarray(0, 1).toString('latin1') !== '{') return undefined;
  const rows = rowsOfExport(bytes.toString('utf8'));
  if (rows === undefined) throw refused(file, 'lines that are no export of a journal');
  return rows;
}

function backupIn(file: string): ReturnType<typeof verifyJournal> {
  let verified;
  try {
    verified = verifyJournal(file);
  } catch (error) {
    if (error instanceof DrydockError && error.code === 'JOURNAL_DAMAGED')
      throw refused(file, error.details.found ?? 'damage');
    throw error;
  }
  if (!isWhole(verified) && verified.problem === undefined) throw refused(file, verified.database.join('; '));
  return verified;
}

/** What was planned or begun, and has no end among its records. */
function openRuns(rows: readonly ChainedRow[]): readonly string[] {
  const { whole } = examineRows(rows);
  const last = new Map<string, string>();
  for (const { run, entry } of whole) {
    if (entry.type === 'planned' || entry.type === 'rollout') last.set(run, 'planned');
    if (entry.type === 'state') last.set(run, entry.state);
  }
  return [...last].filter(([, state]) => state !== 'done' && state !== 'aborted').map(([run]) => run);
}

function notesFor(
  open: readonly string[],
  rows: readonly ChainedRow[],
  { at, by }: RestoreRequest,
): readonly ChainedRow[] {
  const notes: ChainedRow[] = [];
  for (const run of open) {
    const detail = { by, until: rows.at(-1)?.at ?? 0 };
    const entry: JournalEntry = { type: 'noted', what: restoredNote, key: run, detail };
    notes.push(rowAfter(notes.at(-1) ?? rows.at(-1) ?? chainStart, run, at, entry));
  }
  return notes;
}

function build(path: string, rows: readonly ChainedRow[]): string {
  for (const suffix of suffixes) rmSync(`${path}${suffix}`, { force: true });
  closeToOthers(path);
  const database = openDatabase(path);
  try {
    database.exec('BEGIN');
    for (const row of rows) insertRow(database, row);
    database.exec('COMMIT');
    // One file, without a log beside it, can be renamed as one; the next controller goes back to the log.
    database.pragma('journal_mode = DELETE');
  } catch (error) {
    throw journalError(error, 'writing the restored journal', path);
  } finally {
    database.close();
  }
  syncFile(path);
  matchOwner(path);
  return path;
}

const suffixes = ['-wal', '-shm', ''] as const;

/** The log first: a file without its log is refused by the witness, should this be cut short here. */
function putAside(journal: string, at: number): string | null {
  if (!existsSync(journal)) return null;
  const stamp = new Date(at).toISOString().replaceAll(/[:.]/g, '-');
  const aside = `${journal}.replaced-${stamp}`;
  for (const suffix of suffixes)
    if (existsSync(`${journal}${suffix}`)) renameSync(`${journal}${suffix}`, `${aside}${suffix}`);
  return aside;
}

function writeHead(journal: string, end: { sequence: number; digest: string }): void {
  const head = openHead(journal);
  head.write(end);
  head.close();
  syncFile(journalHeadPath(journal));
  matchOwner(journalHeadPath(journal));
  matchOwner(journalLockPath(journal));
}

/** Root restores for the user of the service: what it made must be theirs, as the folder is. */
function matchOwner(path: string): void {
  const { uid, gid } = statSync(dirname(path));
  if (process.getuid?.() === 0) chownSync(path, uid, gid);
}

function refused(subject: string, found: string): DrydockError {
  return new DrydockError('JOURNAL_RESTORE_REFUSED', {
    attempted: 'restoring the journal',
    subject,
    expected: 'a backup or an export, whole',
    found,
  });
}
