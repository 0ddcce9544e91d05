/**
 * Records of some classes, kept up to date by asking what has changed: at most looks at a pool nearly all of it is as it was.
 * Each reading is one answer of the pool about now; nothing is waited for, and nothing is believed of a stream that may have
 * broken. After a login, at the least doubt and every few minutes everything is read again (reference: xapi.md 1.8).
 */
import type { z } from 'zod';
import type { Clock } from '../../shared/clock.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { EventBatch } from '../calls/event-batch.js';
import { failureOf } from '../connection/failure.js';
import type { XapiConnection } from '../connection/xapi-connection.js';

/** By the name of the class, as it is written in calls. */
export type RecordSchemas = Readonly<Record<string, z.ZodType>>;

/** An unchanged record is the same object as before, and so are the records of a class in which nothing has changed. */
export type RecordsOf<S extends RecordSchemas> = {
  readonly [C in keyof S]: Readonly<Record<string, z.infer<S[C]>>>;
};

export interface KeptRecordsOptions<S extends RecordSchemas> {
  readonly connection: Pick<XapiConnection, 'call' | 'logins'>;
  readonly clock: Clock;
  readonly schemas: S;
}

/** Milliseconds after which everything is read again, whatever the pool says; and asked for, where it said nothing of use. */
const keptFor = 300_000;

/** Not at all: what has changed by now. */
const wait = 0;

/** Milliseconds for a first answer. A lost one is asked for once more, and of the 30 s of a look some are left for the plain way. */
const patience = 8_000;

interface Copy {
  readonly login: number;
  readonly madeAt: number;
  readonly token: string;
  readonly records: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
}

export class KeptRecords<S extends RecordSchemas> {
  #copy: Copy | undefined;
  /** When the pool was found not to tell its changes. */
  #untold: { readonly login: number; readonly at: number } | undefined;
  /** When the question was last lost, in whatever session: what cuts connections makes for new logins as well. */
  #lostAt: number | undefined;
  readonly #classes: readonly string[];
  readonly #byLowerCase: ReadonlyMap<string, string>;

  constructor(private readonly options: KeptRecordsOptions<S>) {
    this.#classes = Object.keys(options.schemas);
    this.#byLowerCase = new Map(this.#classes.map((name) => [name.toLowerCase(), name]));
  }

  /** Undefined where the pool does not tell its changes, or not so that they add up: it is to be read in the plain way. */
  async read(signal: AbortSignal): Promise<RecordsOf<S> | undefined> {
    const { connection, clock } = this.options;
    if (this.#isLeftToPlainWay()) return undefined;
    const kept = this.#copy;
    const holds = kept?.login === connection.logins && clock.now() - kept.madeAt < keptFor;
    const copy = (holds ? await this.#next(kept, signal) : undefined) ?? (await this.#next(undefined, signal));
    this.#copy = copy;
    if (copy === undefined) this.#untold = { login: connection.logins, at: clock.now() };
    return copy === undefined ? undefined : (Object.fromEntries(copy.records) as RecordsOf<S>);
  }

  #isLeftToPlainWay(): boolean {
    const now = this.options.clock.now();
    const isUntold = this.#untold?.login === this.options.connection.logins && now - this.#untold.at < keptFor;
    return isUntold || (this.#lostAt !== undefined && now - this.#lostAt < keptFor);
  }

  /** The copy as it is now; undefined when it cannot be had from what was kept. */
  async #next(kept: Copy | undefined, signal: AbortSignal): Promise<Copy | undefined> {
    const { connection, clock } = this.options;
    const madeAt = clock.now();
    const login = connection.logins;
    const batch = await this.#changes(kept?.token ?? '', signal);
    // A token is worth nothing in another session, which may be another coordinator's.
    if (batch === undefined || (kept !== undefined && connection.logins !== login)) return undefined;
    const records = this.#changed(kept?.records, batch);
    if (records === undefined || !this.#addsUp(records, batch)) return undefined;
    return { login, madeAt: kept?.madeAt ?? madeAt, token: batch.token, records };
  }

  /**
   * Any refusal means that the plain way is left. A question that is lost tells of a pool that is away, and is thrown; but where something
   * between us lets every call through but this one, the next looks go the plain way, and so does a first look: somebody has just logged in.
   */
  async #changes(token: string, signal: AbortSignal): Promise<EventBatch | undefined> {
    const isFirst = this.#copy === undefined;
    try {
      const question = [this.#classes, token, wait] as const;
      return await this.options.connection.call(
        'event.from',
        question,
        isFirst ? { signal, deadline: patience } : { signal },
      );
    } catch (error) {
      const isInvalid = error instanceof DrydockError && error.code === 'XAPI_REPLY_INVALID';
      if (isInvalid || failureOf(error) !== undefined) return undefined;
      this.#lostAt = this.options.clock.now();
      // It is not asked again while this copy would hold. The question after that is a first one, and fails no look.
      this.#copy = undefined;
      if (isFirst && !signal.aborted) return undefined;
      throw error;
    }
  }

  #changed(before: Copy['records'] | undefined, { events }: EventBatch): Copy['records'] | undefined {
    const records = new Map(this.#classes.map((name) => [name, before?.get(name) ?? {}]));
    const touched = new Map<string, Record<string, unknown>>();
    for (const { class: lower, operation, ref, snapshot } of events) {
      const name = this.#byLowerCase.get(lower);
      if (name === undefined) continue;
      const found = touched.get(name) ?? { ...records.get(name) };
      touched.set(name, found);
      if (operation === 'del') {
        Reflect.deleteProperty(found, ref);
        continue;
      }
      const parsed = this.options.schemas[name]?.safeParse(snapshot);
      if (parsed?.success !== true) return undefined;
      found[ref] = detached(parsed.data);
    }
    for (const [name, found] of touched) records.set(name, found);
    return records;
  }

  /** xapi remembers some hundred deletions; one that it has forgotten shows in the number of those that are left. */
  #addsUp(records: Copy['records'], { valid_ref_counts: counts }: EventBatch): boolean {
    return [...this.#byLowerCase].every(([lower, name]) => {
      const count = counts[lower];
      return count === undefined || count === Object.keys(records.get(name) ?? {}).length;
    });
  }
}

/** A copy of its own: a text that was cut out of a reply keeps the whole reply in memory. */
function detached(record: unknown): unknown {
  return JSON.parse(JSON.stringify(record)) as unknown;
}
