/** Reads a journal without a change to it, as far as it can be read, and says how much of it is whole. */
import type Database from 'libsql';
import { z } from 'zod';
import { contradiction } from './journal-head.js';
import type { JournalRecord } from './journal.js';
import { chainedRowSchema, chainStart, readRow, type ChainEnd, type ChainedRow } from './record-chain.js';
import { selectRecord } from './sqlite-journal.js';

export interface JournalProblem {
  /** The first record that is not what was written. */
  readonly record: number;
  readonly kind: 'damaged' | 'unknown';
  readonly found: string;
}

export interface JournalExamination {
  /** From the first record on, all that is proven to be what was written, in order. */
  readonly whole: readonly JournalRecord[];
  readonly wholeRows: readonly ChainedRow[];
  /** Rows behind the first damage that can still be read; nothing proves them. */
  readonly beyond: readonly ChainedRow[];
  readonly problem: JournalProblem | undefined;
}

/** @param rows gives what a store has, in order; it may throw in the midst of it */
export function examineRows(rows: Iterable<unknown>): JournalExamination {
  const whole: JournalRecord[] = [];
  const wholeRows: ChainedRow[] = [];
  const beyond: ChainedRow[] = [];
  let end: ChainEnd = chainStart;
  let problem: JournalProblem | undefined;
  for (const value of readable(rows, (found) => {
    problem ??= { record: end.sequence + 1, kind: 'damaged', found };
  })) {
    const read = problem === undefined ? readRow(end, value) : undefined;
    if (read !== undefined && 'record' in read) {
      whole.push(read.record);
      wholeRows.push(read.row);
      end = read.row;
      continue;
    }
    if (read !== undefined) problem = { record: end.sequence + 1, kind: read.kind, found: read.problem };
    const row = chainedRowSchema.safeParse(value);
    if (row.success) beyond.push(row.data);
  }
  return { whole, wholeRows, beyond, problem };
}

/** Takes the witness into account as well: what should follow the last record, and does not. */
export function withHead(examined: JournalExamination, head: ChainEnd | undefined): JournalExamination {
  const last: ChainEnd = examined.wholeRows.at(-1) ?? chainStart;
  if (examined.problem !== undefined) return examined;
  const found = contradiction(head, last, (sequence) => examined.wholeRows[sequence - 1]?.digest);
  if (found === undefined) return examined;
  return { ...examined, problem: { record: last.sequence + 1, kind: 'damaged', found } };
}

function* readable(rows: Iterable<unknown>, onError: (found: string) => void): Generator {
  try {
    yield* rows;
  } catch (error) {
    onError(error instanceof Error ? error.message : String(error));
  }
}

/** All rows of a database in order; where a page is lost, the rows of the pages behind it are looked for one by one. */
export function* rowsOf(database: Database.Database): Generator {
  let last = 0;
  try {
    for (const row of database.prepare(`${selectRecord} ORDER BY sequence`).iterate()) {
      last = sequenceOf(row) ?? last;
      yield row;
    }
  } catch (error) {
    yield { unreadable: error instanceof Error ? error.message : String(error) };
    yield* oneByOne(database, last + 1);
  }
}

function* oneByOne(database: Database.Database, from: number): Generator {
  const one = database.prepare(`${selectRecord} WHERE sequence = ?`);
  const highest =
    attempt(() => sequenceOf(database.prepare('SELECT max(sequence) AS sequence FROM record').get())) ?? 0;
  for (let sequence = from; sequence <= highest; sequence += 1) {
    const row: unknown = attempt(() => one.get(sequence));
    if (row !== undefined) yield row;
  }
}

/** What SQLite says of its own structure; empty when it finds nothing wrong. It knows nothing of the content. */
export function databaseProblems(database: Database.Database): readonly string[] {
  try {
    const rows = z
      .array(z.object({ integrity_check: z.string() }))
      .parse(database.prepare('PRAGMA integrity_check(20)').all());
    return rows.map((row) => row.integrity_check).filter((text) => text !== 'ok');
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

function sequenceOf(row: unknown): number | undefined {
  const parsed = z.object({ sequence: z.number().int() }).safeParse(row);
  return parsed.success ? parsed.data.sequence : undefined;
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
