/** What a process has read of the journal, proven record by record; a journal that cannot be proven is refused. */
import type Database from 'libsql';
import { DrydockError } from '../shared/errors/drydock-error.js';
import { contradiction } from './journal-head.js';
import type { JournalRecord } from './journal.js';
import { chainStart, readRow, type ChainEnd, type ChainedRow } from './record-chain.js';

/** As bytes: libsql ends the whole process (SIGABRT) over a text that is no UTF-8, which one flipped bit can make of it. */
export const selectRecord =
  'SELECT sequence, CAST(run AS BLOB) AS run, at, CAST(entry AS BLOB) AS entry, CAST(digest AS BLOB) AS digest FROM record';

export class JournalContent {
  readonly byRun = new Map<string, JournalRecord[]>();
  #end: ChainEnd = chainStart;
  readonly #digests: string[] = [];

  constructor(private readonly path: string) {}

  get end(): ChainEnd {
    return this.#end;
  }

  /** Takes in what the file has and this does not. @throws JOURNAL_DAMAGED, JOURNAL_FORMAT_UNKNOWN */
  readOn(database: Database.Database): void {
    const rows = database.prepare(`${selectRecord} WHERE sequence > ? ORDER BY sequence`);
    for (const value of rows.iterate(this.#end.sequence)) {
      const { record, row } = this.#read(value);
      this.add(record, row);
    }
  }

  /** The record of a row that comes next. @throws JOURNAL_DAMAGED, JOURNAL_FORMAT_UNKNOWN */
  follows(row: ChainedRow): JournalRecord {
    return this.#read(row).record;
  }

  add(record: JournalRecord, { sequence, digest }: ChainEnd): void {
    const records = this.byRun.get(record.run);
    if (records === undefined) this.byRun.set(record.run, [record]);
    else records.push(record);
    this.#end = { sequence, digest };
    this.#digests.push(digest);
  }

  /** @throws JOURNAL_DAMAGED when the witness knows of what is not here */
  compareWith(head: ChainEnd | undefined): void {
    const found = contradiction(head, this.#end, (sequence) => this.#digests[sequence - 1]);
    if (found !== undefined) throw this.#refused('JOURNAL_DAMAGED', found);
  }

  #read(value: unknown): { readonly record: JournalRecord; readonly row: ChainedRow } {
    const read = readRow(this.#end, value);
    if ('record' in read) return read;
    const found = `record ${this.#end.sequence + 1}: ${read.problem}`;
    throw this.#refused(read.kind === 'damaged' ? 'JOURNAL_DAMAGED' : 'JOURNAL_FORMAT_UNKNOWN', found);
  }

  #refused(code: 'JOURNAL_DAMAGED' | 'JOURNAL_FORMAT_UNKNOWN', found: string): DrydockError {
    return new DrydockError(code, { attempted: 'reading the journal', subject: this.path, found });
  }
}
