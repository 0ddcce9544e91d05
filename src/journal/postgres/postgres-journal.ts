/**
 * The journal on PostgreSQL. Each record is one transaction, and its id is ours: when the answer to a commit was lost, it is
 * asked for again under the same id, and the database gives the record that is there or adds it, never both.
 */
import { abortReason, type Clock, type Milliseconds } from '../../shared/clock.js';
import { describeCause, DrydockError } from '../../shared/errors/drydock-error.js';
import { randomHex, type RandomBytes } from '../../shared/random-bytes.js';
import { z } from 'zod';
import type { AppendCondition, Journal, JournalEntry, JournalRecord } from '../journal.js';
import { JournalContent } from '../journal-content.js';
import { Away, PostgresConnection, sqlState, type PostgresOptions, type Row } from './connection.js';
import { leaseLostState, movedOnState, prepareSchema } from './schema.js';
import { requireDurable } from './durability.js';

export interface PostgresJournalOptions extends PostgresOptions {
  readonly random: RandomBytes;
  /** How long a record, or a look for new ones, waits for a database that is away; default half a minute. */
  readonly patience?: Milliseconds;
}

const usualPatience: Milliseconds = 30_000;
const pause: Milliseconds = 500;
/** What is read at once, in records and in bytes: the plan of a large pool is 165 kB, and an answer has a deadline. */
const page = { records: 2000, bytes: 4_000_000 };

/** Those that follow, up to the one that fills the page. */
const following = `SELECT sequence, run, at, entry, digest FROM (
    SELECT *, sum(octet_length(entry)) OVER (ORDER BY sequence) - octet_length(entry) AS before FROM (
      SELECT sequence, run, at, entry, digest FROM drydock_record WHERE sequence > $1 ORDER BY sequence LIMIT $2
    ) AS next
  ) AS counted WHERE before < $3 ORDER BY sequence`;

/** @throws JOURNAL_UNREACHABLE, JOURNAL_REFUSED, JOURNAL_DAMAGED, STATE_CORRUPT */
export async function openPostgresJournal(options: PostgresJournalOptions): Promise<Journal> {
  const connection = new PostgresConnection(options);
  const journal = new PostgresJournal(connection, options);
  try {
    await journal.open();
    return journal;
  } catch (error) {
    await connection.close();
    throw error;
  }
}

const appended = z.object({ sequence: z.coerce.number().int(), digest: z.string() });

class PostgresJournal implements Journal {
  readonly #copy: JournalContent;
  readonly #clock: Clock;
  readonly #patience: Milliseconds;
  readonly #closing = new AbortController();
  #turn: Promise<unknown> = Promise.resolve();
  #trouble: string | undefined;

  constructor(
    private readonly connection: PostgresConnection,
    private readonly options: PostgresJournalOptions,
  ) {
    this.#copy = new JournalContent(connection.shown);
    this.#clock = options.clock;
    this.#patience = options.patience ?? usualPatience;
  }

  async open(): Promise<void> {
    await this.#patiently('opening the journal', async () => {
      await requireDurable(this.connection);
      await prepareSchema(this.connection);
    });
    await this.refresh();
  }

  /** One after the other: the next is not sent before the one before it is settled. */
  append(run: string, at: number, entry: JournalEntry, condition?: AppendCondition): Promise<JournalRecord> {
    const text = JSON.stringify(entry);
    return this.#inTurn(() => this.#append(run, at, text, condition));
  }

  refresh(): Promise<void> {
    return this.#inTurn(() => this.#patiently('reading the journal', () => this.#readFromHead()));
  }

  get last(): number {
    return this.#copy.end.sequence;
  }

  get trouble(): string | undefined {
    return this.#trouble;
  }

  records(run: string): readonly JournalRecord[] {
    return this.#copy.records(run);
  }

  runs(): readonly string[] {
    return this.#copy.runs();
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('the journal is closed'));
    await this.#turn;
    await this.connection.close();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async #append(run: string, at: number, entry: string, condition: AppendCondition = {}): Promise<JournalRecord> {
    const id = randomHex(this.options.random, 16);
    const { lease, last } = condition;
    const under = [lease?.subject ?? null, lease?.holder ?? null, lease?.epoch ?? null];
    const values = [id, run, String(at), entry, ...under, last ?? null];
    const rows = await this.#patiently('appending to the journal', () =>
      this.connection.query('SELECT * FROM drydock_append($1, $2, $3, $4, $5, $6, $7, $8)', values),
    );
    const { sequence, digest } = appended.parse(rows[0]);
    const before = this.#copy.end.sequence;
    if (sequence === before + 1) return this.#copy.take({ sequence, run, at, entry, digest });
    if (sequence <= before)
      throw this.#behind(`the database gave it number ${sequence}; ${before} had been read already`);
    // Others have appended as well; theirs come before ours.
    await this.#patiently('reading the journal', () => this.#readOn());
    const record = this.#copy.records(run).findLast((one) => one.sequence === sequence);
    if (record !== undefined && this.#copy.digestAt(sequence) === digest) return record;
    throw this.#behind(`record ${sequence} of ${run} is not the one that was appended`);
  }

  /** The head is asked for first: a database that took over from the one before may have lost the end of what was read. */
  async #readFromHead(): Promise<void> {
    const [row] = await this.connection.query('SELECT sequence, digest FROM drydock_head', []);
    const head = appended.parse(row);
    const read = this.#copy.end.sequence;
    if (head.sequence < read) throw this.#behind(`it ends with record ${head.sequence}; ${read} had been read already`);
    await this.#readOn();
    this.#copy.compareWith(head);
  }

  /** What was promised to be durable is not there: nothing may follow from what this database answers. */
  #behind(found: string): DrydockError {
    const expected = 'every record that was read or written before';
    const about = { attempted: 'comparing the journal with what was read of it', subject: this.connection.shown };
    return new DrydockError('JOURNAL_DAMAGED', { ...about, expected, found });
  }

  async #readOn(): Promise<void> {
    for (;;) {
      const rows = await this.connection.query(following, [this.#copy.end.sequence, page.records, page.bytes]);
      for (const row of rows) this.#copy.take(asKept(row));
      if (rows.length === 0) return;
    }
  }

  /** Asks again while the database is away. Only what may be asked twice comes here. */
  async #patiently<T>(attempted: string, ask: () => Promise<T>): Promise<T> {
    const end = this.#clock.now() + this.#patience;
    for (;;) {
      try {
        const answer = await ask();
        this.#trouble = undefined;
        return answer;
      } catch (error) {
        if (!(error instanceof Away)) throw this.#judged(error, attempted);
        this.#trouble = `the database of the journal does not answer: ${error.message}`;
        if (this.#closing.signal.aborted) throw abortReason(this.#closing.signal);
        if (this.#clock.now() >= end) throw this.#unreachable(attempted, error);
      }
      await this.#clock.sleep(pause, this.#closing.signal);
    }
  }

  #unreachable(attempted: string, cause: Error): DrydockError {
    return new DrydockError('JOURNAL_UNREACHABLE', {
      attempted,
      subject: this.connection.shown,
      expected: `an answer within ${Math.round(this.#patience / 1000)} s`,
      found: cause.message,
    });
  }

  #judged(error: unknown, attempted: string): unknown {
    const state = sqlState(error);
    if (state === undefined) return error;
    const found = describeCause(error);
    if (state === leaseLostState) return new DrydockError('LEASE_LOST', { attempted, found });
    if (state === movedOnState) return new DrydockError('JOURNAL_MOVED_ON', { attempted, found });
    return new DrydockError('JOURNAL_REFUSED', { attempted, subject: this.connection.shown, found });
  }
}

/** The driver gives numbers of eight bytes as text. */
function asKept(row: Row): Row {
  return { ...row, sequence: Number(row['sequence']) };
}
