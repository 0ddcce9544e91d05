/** The copy of a journal that a process keeps: records in their order, each checked as it comes from the store. */
import { z } from 'zod';
import { DrydockError } from '../shared/errors/drydock-error.js';
import { parseJson } from '../shared/json-text.js';
import { parseEntry } from './entry-schema.js';
import type { JournalRecord } from './journal.js';
import { recordDigest } from './record-digest.js';

/** A record as stores keep it. */
const rowSchema = z.object({
  sequence: z.number().int(),
  run: z.string(),
  at: z.number(),
  entry: z.string(),
  digest: z.string(),
});
export type RecordRow = z.infer<typeof rowSchema>;

export class RecordCopy {
  readonly #byRun = new Map<string, JournalRecord[]>();
  #lastSequence = 0;
  #lastDigest = '';

  /** @param store what errors name: a path, or an address without its password */
  constructor(private readonly store: string) {}

  get lastSequence(): number {
    return this.#lastSequence;
  }

  get lastDigest(): string {
    return this.#lastDigest;
  }

  records(run: string): readonly JournalRecord[] {
    return this.#byRun.get(run) ?? [];
  }

  runs(): readonly string[] {
    return [...this.#byRun.keys()];
  }

  /** The next record. @throws STATE_CORRUPT when it does not follow on the last one, or is not what was written */
  add(row: unknown): JournalRecord {
    const parsed = rowSchema.safeParse(row);
    if (!parsed.success) throw this.#corrupt(this.#lastSequence + 1, 'a row has another form');
    const { sequence, run, at, entry, digest } = parsed.data;
    const follows = sequence === this.#lastSequence + 1;
    if (!follows || digest !== recordDigest(this.#lastDigest, sequence, run, at, entry)) {
      throw this.#corrupt(sequence, 'its digest does not match');
    }
    const checked = parseEntry(parseJson(entry));
    if ('problem' in checked) throw this.#corrupt(sequence, checked.problem);
    const record = { sequence, run, at, entry: checked.entry };
    const records = this.#byRun.get(run);
    if (records === undefined) this.#byRun.set(run, [record]);
    else records.push(record);
    this.#lastSequence = sequence;
    this.#lastDigest = digest;
    return record;
  }

  #corrupt(sequence: number, problem: string): DrydockError {
    return new DrydockError('STATE_CORRUPT', {
      attempted: `reading record ${sequence} of the journal`,
      subject: this.store,
      found: problem,
    });
  }
}
