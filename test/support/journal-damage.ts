/** Journals that something has damaged: where each byte of one lies, what a damage does to it, and what notices. */
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { selectRecord } from '../../src/journal/sqlite-journal.js';
import { openSqliteJournal } from '../../src/journal/sqlite-journal.js';
import type { JournalEntry } from '../../src/journal/journal.js';
import { DrydockError } from '../../src/shared/errors/drydock-error.js';

export const journalFiles = ['', '-wal', '.head'] as const;

/** @param checkpointed whether the records lie in the database itself, or in its log still */
export async function writtenJournal(folder: string, records: number, checkpointed: boolean): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'journal.sqlite');
  for (const suffix of journalFiles) rmSync(`${path}${suffix}`, { force: true });
  const journal = openSqliteJournal(path);
  for (let number = 1; number <= records; number += 1)
    await journal.append(`run-${number % 3}`, number, entryOf(number));
  // Closing takes the log in. As it lies there after a kill, it still is beside its database.
  const kept = checkpointed ? undefined : copyJournal(path, join(folder, 'killed'));
  await journal.close();
  if (kept !== undefined) return kept;
  const database = new Database(path);
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
  return path;
}

/** Every tenth is longer than a page, as plans are. */
function entryOf(number: number): JournalEntry {
  return number % 10 === 0
    ? { type: 'planned', pool: 'p', plan: { text: `${number} `.repeat(2000) } }
    : { type: 'noted', what: 'seen', key: `host-${number}`, detail: { number, text: 'x'.repeat(number % 90) } };
}

export function copyJournal(from: string, folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const to = join(folder, 'journal.sqlite');
  for (const suffix of journalFiles)
    if (existsSync(`${from}${suffix}`)) copyFileSync(`${from}${suffix}`, `${to}${suffix}`);
  return to;
}

export function flipBit(path: string, offset: number, bit: number): void {
  const bytes = readFileSync(path);
  bytes[offset] = bytes[offset]! ^ (1 << bit);
  writeFileSync(path, bytes);
}

export type Notice = 'refused' | 'nothing is lost' | 'LOST IN SILENCE';

/** What the controller makes of it: it refuses it, or reads every record as it was written. */
export async function controllerNotices(path: string, records: number): Promise<Notice> {
  try {
    const journal = openSqliteJournal(path);
    const texts = ['run-0', 'run-1', 'run-2'].flatMap((run) => journal.records(run));
    await journal.close();
    return texts.length === records ? 'nothing is lost' : 'LOST IN SILENCE';
  } catch (error) {
    if (error instanceof DrydockError && error.code.startsWith('JOURNAL_')) return 'refused';
    throw error;
  }
}

/** What SQLite alone makes of it, read as any program would read it. */
export function sqliteNotices(path: string, expected: readonly string[]): Notice {
  let rows: readonly string[];
  try {
    rows = rowTexts(path);
  } catch {
    return 'refused';
  }
  return JSON.stringify(rows) === JSON.stringify(expected) ? 'nothing is lost' : 'LOST IN SILENCE';
}

export function rowTexts(path: string): readonly string[] {
  const database = new Database(path);
  try {
    return [...database.prepare(`${selectRecord} ORDER BY sequence`).iterate()].map((row) => {
      const { sequence, run, at, entry, digest } = row as Record<string, unknown>;
      return [
        sequence,
        at,
        ...[run, entry, digest].map((value) =>
          value instanceof ArrayBuffer ? Buffer.from(value).toString('latin1') : value,
        ),
      ].join(' ');
    });
  } finally {
    database.close();
  }
}

/** What a byte of the database is: its page's kind (sqlite.org/fileformat2.html 1.6) and the part of it. */
export function placeInDatabase(bytes: Buffer, offset: number): string {
  const pageSize = bytes.readUInt16BE(16);
  const page = Math.floor(offset / pageSize);
  const start = page * pageSize;
  if (offset < 100) return 'the header of the file';
  const header = page === 0 ? 100 : start;
  const kind =
    ({ 2: 'index, inner', 5: 'table, inner', 10: 'index, leaf', 13: 'table, leaf' } as Record<number, string>)[
      bytes[header]!
    ] ?? 'overflow';
  if (kind === 'overflow') return offset - start < 4 ? 'overflow page: pointer' : 'overflow page: content';
  const cells = bytes.readUInt16BE(header + 3);
  const headerLength = kind.endsWith('inner') ? 12 : 8;
  if (offset < header + headerLength) return `${kind}: page header`;
  if (offset < header + headerLength + 2 * cells) return `${kind}: cell pointers`;
  return offset < start + bytes.readUInt16BE(header + 5) ? `${kind}: unused` : `${kind}: cells`;
}

/** What a byte of the log is (sqlite.org/fileformat2.html 4.1): its header, a frame's header, or the page in a frame. */
export function placeInLog(offset: number, pageSize: number): string {
  if (offset < 32) return 'log: header';
  return (offset - 32) % (24 + pageSize) < 24 ? 'log: header of a frame' : 'log: page in a frame';
}
