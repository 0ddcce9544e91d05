/** What a process has read of the journal, proven record by record, whatever store it lies in; one that cannot be proven is refused. */
import { DrydockError } from '../shared/errors/drydock-error.js';
import { contradiction } from './journal-head.js';
import type { JournalRecord } from './journal.js';
import { chainStart, readRow, type ChainEnd, type ChainedRow } from './record-chain.js';

export class JournalContent {
  readonly #byRun = new Map<string, JournalRecord[]>();
  #end: ChainEnd = chainStart;
  readonly #digests: string[] = [];

  /** @param store what errors name: a path, or an address without its password */
  constructor(private readonly store: string) {}

  get end(): ChainEnd {
    return this.#end;
  }

  digestAt(sequence: number): string | undefined {
    return this.#digests[sequence - 1];
  }

  records(run: string): readonly JournalRecord[] {
    return this.#byRun.get(run) ?? [];
  }

  /** In the order of their first records. */
  runs(): readonly string[] {
    return [...this.#byRun.keys()];
  }

  /** Takes in the next row of the store. @throws JOURNAL_DAMAGED, JOURNAL_FORMAT_UNKNOWN */
  take(value: unknown): JournalRecord {
    const { record, row } = this.#read(value);
    this.add(record, row);
    return record;
  }

  /** The record of a row that comes next. @throws JOURNAL_DAMAGED, JOURNAL_FORMAT_UNKNOWN */
  follows(row: ChainedRow): JournalRecord {
    return this.#read(row).record;
  }

  add(record: JournalRecord, { sequence, digest }: ChainEnd): void {
    const records = this.#byRun.get(record.run);
    if (records === undefined) this.#byRun.set(record.run, [record]);
    else records.push(record);
    this.#end = { sequence, digest };
    this.#digests.push(digest);
  }

  /** @throws JOURNAL_DAMAGED when the witness knows of what is not here */
  compareWith(head: ChainEnd | undefined): void {
    const found = contradiction(head, this.#end, (sequence) => this.digestAt(sequence));
    if (found !== undefined) throw this.#refused('JOURNAL_DAMAGED', found);
  }

  #read(value: unknown): { readonly record: JournalRecord; readonly row: ChainedRow } {
    const read = readRow(this.#end, value);
    if ('record' in read) return read;
    const found = `record ${this.#end.sequence + 1}: ${read.problem}`;
    throw this.#refused(read.kind === 'damaged' ? 'JOURNAL_DAMAGED' : 'JOURNAL_FORMAT_UNKNOWN', found);
  }

  #refused(code: 'JOURNAL_DAMAGED' | 'JOURNAL_FORMAT_UNKNOWN', found: string): DrydockError {
    return new DrydockError(code, { attempted: 'reading the journal', subject: this.store, found });
  }
}
