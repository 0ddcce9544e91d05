/**
 * The journal on SQLite: one table that is only ever appended to. WAL with synchronous=FULL gives one fsync for each
 * append (measured 0.22 ms), and an append that has returned survives the loss of power. SQLite keeps no checksums of
 * its pages, so the records carry their own (record-chain.ts), and a witness says how far they had come (journal-head.ts).
 */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve as absolute } from 'node:path';
import Database from 'libsql';
import { z } from 'zod';
import { DrydockError } from '../shared/errors/drydock-error.js';
import { closeFileToOthers } from '../shared/private-file.js';
import { takeProcessLock } from '../shared/process-lock.js';
import { requireLast, type AppendCondition, type Journal, type JournalEntry, type JournalRecord } from './journal.js';
import { JournalContent } from './journal-content.js';
import { openHead, readHead, type HeadWriter } from './journal-head.js';
import { journalFormat, rowAfter, type ChainedRow } from './record-chain.js';
import { journalError } from './sqlite-error.js';

/**
 * Opens the journal for writing; there is one writer, for as long as its process lives.
 * @throws LOCK_HELD when another controller has it, JOURNAL_DAMAGED, JOURNAL_FORMAT_UNKNOWN, DISK_FULL, FILE_WRITE_FAILED
 */
export function openSqliteJournal(path: string): Journal {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const lock = takeProcessLock(journalLockPath(path), 'opening the journal');
  // None is closed before all are: when a process closes any of its handles of a file, the kernel drops the locks of all of
  // them (fcntl(2), "record locks"), and whoever reads beside it would then take the log away under the writer.
  const handles: Database.Database[] = [];
  const release = (): void => {
    for (const handle of handles) handle.close();
    lock.release();
  };
  try {
    closeToOthers(path);
    const content = readContent(path, handles);
    const database = openDatabase(path);
    handles.push(database);
    return new SqliteJournal(database, path, content, release);
  } catch (error) {
    release();
    throw journalError(error, 'opening the journal', path);
  }
}

/**
 * Before anything may change the file: a writer takes the log in when it closes, and would cut off what stands behind a
 * damage, which somebody may still want to look at.
 */
function readContent(path: string, handles: Database.Database[]): JournalContent {
  const content = new JournalContent(path);
  const database = new Database(readOnlyUri(path));
  handles.push(database);
  waitForOthers(database);
  const format = formatOf(database);
  if (format > journalFormat) throw unknownFormat(path, format);
  if (format !== 0) readOn(content, database);
  content.compareWith(readHead(path));
  return content;
}

function readOnlyUri(path: string): string {
  return `file:${encodeURI(absolute(path)).replaceAll('?', '%3f').replaceAll('#', '%23')}?mode=ro`;
}

/** A writer that has just ended, as one that was killed, may still be closing its files. */
function waitForOthers(database: Database.Database): void {
  database.pragma('busy_timeout = 10000');
}

/** Whoever holds it is the only one who may write the journal. */
export function journalLockPath(path: string): string {
  return `${path}.lock`;
}

/** Before any handle of the database is open: see {@link openSqliteJournal}. Makes an empty file where there is none. */
export function closeToOthers(path: string): void {
  closeFileToOthers(path);
  for (const suffix of ['-wal', '-shm']) if (existsSync(`${path}${suffix}`)) closeFileToOthers(`${path}${suffix}`);
}

/** Makes the table in a new file. @throws JOURNAL_FORMAT_UNKNOWN, and what SQLite says */
export function openDatabase(path: string): Database.Database {
  const database = new Database(path);
  try {
    waitForOthers(database);
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    const found = formatOf(database);
    if (found !== 0 && found !== journalFormat) throw unknownFormat(path, found);
    database.exec(
      'CREATE TABLE IF NOT EXISTS record (sequence INTEGER PRIMARY KEY, run TEXT NOT NULL, at REAL NOT NULL, entry TEXT NOT NULL, digest TEXT NOT NULL);' +
        'CREATE INDEX IF NOT EXISTS record_run ON record (run, sequence);',
    );
    if (found === 0) database.exec(`PRAGMA user_version = ${journalFormat}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** 0 in a file that has no journal yet. */
export function formatOf(database: Database.Database): number {
  const version = z.object({ user_version: z.number() }).safeParse(database.prepare('PRAGMA user_version').get());
  return version.success ? version.data.user_version : -1;
}

export function insertRow(database: Database.Database, { sequence, run, at, entry, digest }: ChainedRow): void {
  database
    .prepare('INSERT INTO record (sequence, run, at, entry, digest) VALUES (?, ?, ?, ?, ?)')
    .run(sequence, run, at, entry, digest);
}

export function unknownFormat(path: string, found: number): DrydockError {
  return new DrydockError('JOURNAL_FORMAT_UNKNOWN', {
    attempted: 'opening the journal',
    subject: path,
    expected: `format version ${journalFormat}`,
    found: String(found),
  });
}

/** As bytes: libsql ends the whole process (SIGABRT) over a text that is no UTF-8, which one flipped bit can make of it. */
export const selectRecord =
  'SELECT sequence, CAST(run AS BLOB) AS run, at, CAST(entry AS BLOB) AS entry, CAST(digest AS BLOB) AS digest FROM record';

/** Takes in what the file has and the copy does not. */
function readOn(content: JournalContent, database: Database.Database): void {
  const rows = database.prepare(`${selectRecord} WHERE sequence > ? ORDER BY sequence`);
  for (const value of rows.iterate(content.end.sequence)) content.take(value);
}

class SqliteJournal implements Journal {
  readonly #head: HeadWriter;
  /** An append has failed: nobody knows whether its record is in the file. */
  #uncertain = false;

  constructor(
    private readonly database: Database.Database,
    private readonly path: string,
    private readonly content: JournalContent,
    private readonly release: () => void,
  ) {
    this.#head = openHead(path);
  }

  /** On the disk when this returns, not only when its promise resolves: two that are told at once keep their order. */
  append(run: string, at: number, entry: JournalEntry, condition?: AppendCondition): Promise<JournalRecord> {
    return new Promise((resolve) => {
      requireLast(this.content.end.sequence, condition);
      resolve(this.#append(run, at, entry));
    });
  }

  refresh(): Promise<void> {
    return Promise.resolve();
  }

  get last(): number {
    return this.content.end.sequence;
  }

  records(run: string): readonly JournalRecord[] {
    return this.content.records(run);
  }

  runs(): readonly string[] {
    return this.content.runs();
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#head.close();
      this.release();
      resolve();
    });
  }

  #append(run: string, at: number, entry: JournalEntry): JournalRecord {
    try {
      if (this.#uncertain) readOn(this.content, this.database);
      this.#uncertain = true;
      const row = rowAfter(this.content.end, run, at, entry);
      // What is kept in memory is what a restart would read, not the caller's object.
      const record = this.content.follows(row);
      insertRow(this.database, row);
      this.#uncertain = false;
      this.content.add(record, row);
      this.#head.write(row);
      return record;
    } catch (error) {
      throw journalError(error, 'writing a record of the journal', this.path);
    }
  }
}
