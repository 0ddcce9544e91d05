/**
 * The copy of a journal that a process keeps: records in their order, each proven as it comes from the store. A journal that
 * cannot be proven is refused, whatever store it lies in.
 */
import { DrydockError } from '../shared/errors/drydock-error.js';
import { contradiction } from './journal-head.js';
import type { JournalRecord } from './journal.js';
import { chainStart, readRow, type ChainEnd } from './record-chain.js';

export class RecordCopy {
  readonly #byRun = new Map<string, JournalRecord[]>();
  readonly #digests: string[] = [];

  /** @param store what errors name: a path, or an address without its password */
  constructor(private readonly store: string) {}

  get lastSequence(): number {
    return this.#digests.length;
  }

  get lastDigest(): string {
    return this.end.digest;
  }

  get end(): ChainEnd {
    return { sequence: this.lastSequence, digest: this.#digests.at(-1) ?? chainStart.digest };
  }

  records(run: string): readonly JournalRecord[] {
    return this.#byRun.get(run) ?? [];
  }

  runs(): readonly string[] {
    return [...this.#byRun.keys()];
  }

  /** The next record. @throws JOURNAL_DAMAGED when it does not follow on the last one, or is not what was written, JOURNAL_FORMAT_UNKNOWN */
  add(value: unknown): JournalRecord {
    const { record, row } = this.#read(value);
    const records = this.#byRun.get(record.run);
    if (records === undefined) this.#byRun.set(record.run, [record]);
    else records.push(record);
    this.#digests.push(row.digest);
    return record;
  }

  /** The record that a row would be; a row that could not be read again must not be written. @throws as add */
  follows(value: unknown): JournalRecord {
    return this.#read(value).record;
  }

  /** @throws JOURNAL_DAMAGED when the witness knows of what is not here */
  compareWith(head: ChainEnd | undefined): void {
    const found = contradiction(head, this.end, (sequence) => this.#digests[sequence - 1]);
    if (found !== undefined) throw this.#refused('JOURNAL_DAMAGED', found);
  }

  #read(value: unknown): Extract<ReturnType<typeof readRow>, { record: unknown }> {
    const read = readRow(this.end, value);
    if ('record' in read) return read;
    const found = `record ${this.lastSequence + 1}: ${read.problem}`;
    throw this.#refused(read.kind === 'damaged' ? 'JOURNAL_DAMAGED' : 'JOURNAL_FORMAT_UNKNOWN', found);
  }

  #refused(code: 'JOURNAL_DAMAGED' | 'JOURNAL_FORMAT_UNKNOWN', found: string): DrydockError {
    return new DrydockError(code, { attempted: 'reading the journal', subject: this.store, found });
  }
}
