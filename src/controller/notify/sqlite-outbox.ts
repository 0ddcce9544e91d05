/**
 * The outbox on SQLite, with full sync: what was put in survives a kill or the loss of power, and is told at the next start. In
 * memory (`:memory:`) it serves simulations. Events that were taken are kept for a while, so that none is told a second time.
 */
import Database from 'libsql';
import { z } from 'zod';
import { closeFileToOthers } from '../../shared/private-file.js';
import { parseJson } from '../../shared/json-text.js';
import { mostWaiting, type ChannelQueue, type Outbox, type Waiting } from './outbox.js';
import { toldEventSchema, type ToldEvent } from './rollout-event.js';

const formatVersion = 1;

/** Milliseconds that a taken event is remembered: longer than any reminder of one wait is repeated under the same id. */
const remembered = 30 * 24 * 3_600_000;

const schema = `
CREATE TABLE IF NOT EXISTS delivery (
  number INTEGER PRIMARY KEY, channel TEXT NOT NULL, id TEXT NOT NULL, event TEXT NOT NULL, added REAL NOT NULL,
  state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, due REAL NOT NULL, UNIQUE (channel, id));
CREATE INDEX IF NOT EXISTS delivery_state ON delivery (channel, state, number);
CREATE TABLE IF NOT EXISTS channel (
  name TEXT PRIMARY KEY, lost INTEGER NOT NULL DEFAULT 0, reason TEXT, at REAL);
CREATE TABLE IF NOT EXISTS mark (name TEXT PRIMARY KEY, value REAL NOT NULL);`;

const waitingRow = z.object({ event: z.string(), added: z.number(), attempts: z.number(), due: z.number() });
const numberRow = z.object({ number: z.number() });
const channelRow = z.object({ lost: z.number(), reason: z.string().nullable(), at: z.number().nullable() });

/** @throws whatever SQLite says of a file that is damaged, of another version, or cannot be written */
export function openSqliteOutbox(path: string): Outbox {
  // Only a test has one that is no file.
  if (path !== ':memory:') closeFileToOthers(path);
  const database = new Database(path);
  try {
    database.pragma('busy_timeout = 10000');
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.exec(schema);
    const version = z.object({ user_version: z.number() }).parse(database.prepare('PRAGMA user_version').get());
    if (version.user_version > formatVersion) throw new Error(`its format is ${version.user_version}`);
    database.exec(`PRAGMA user_version = ${formatVersion}`);
    return new SqliteOutbox(database);
  } catch (error) {
    database.close();
    throw error;
  }
}

class SqliteOutbox implements Outbox {
  #cursor: number | undefined;

  constructor(private readonly database: Database.Database) {
    const mark = z.object({ value: z.number() }).safeParse(this.#row("SELECT value FROM mark WHERE name = 'cursor'"));
    this.#cursor = mark.success ? mark.data.value : undefined;
  }

  get cursor(): number | undefined {
    return this.#cursor;
  }

  add(channels: readonly string[], event: ToldEvent, at: number, cursor?: number): void {
    const text = JSON.stringify(event);
    this.#together(() => {
      for (const channel of channels) {
        this.#run(
          "INSERT OR IGNORE INTO delivery (channel, id, event, added, state, due) VALUES (?, ?, ?, ?, 'waiting', ?)",
          ...[channel, event.id, text, at, at],
        );
        this.#shorten(channel, at);
      }
      this.#run("DELETE FROM delivery WHERE state != 'waiting' AND added < ?", at - remembered);
      if (cursor !== undefined) this.#writeCursor(cursor);
    });
    if (cursor !== undefined) this.#cursor = cursor;
  }

  moveCursor(cursor: number): void {
    // Back: another journal is in the place of the one before, and gives the ids of its events anew.
    if (this.#cursor !== undefined && cursor < this.#cursor) this.#run("DELETE FROM delivery WHERE state != 'waiting'");
    this.#writeCursor(cursor);
    this.#cursor = cursor;
  }

  next(channel: string): Waiting | undefined {
    const row = this.#row(
      "SELECT event, added, attempts, due FROM delivery WHERE channel = ? AND state = 'waiting' ORDER BY number LIMIT 1",
      channel,
    );
    if (row === undefined) return undefined;
    const { event, added, attempts, due } = waitingRow.parse(row);
    return { event: toldEventSchema.parse(parseJson(event)), addedAt: added, attempts, dueAt: due };
  }

  taken(channel: string, id: string): void {
    this.#together(() => {
      this.#run("UPDATE delivery SET state = 'taken' WHERE channel = ? AND id = ?", channel, id);
      this.#run('DELETE FROM channel WHERE name = ?', channel);
    });
  }

  failed(channel: string, id: string, failure: { at: number; dueAt: number; reason: string }): void {
    this.#together(() => {
      this.#run(
        'UPDATE delivery SET attempts = attempts + 1, due = ? WHERE channel = ? AND id = ?',
        ...[failure.dueAt, channel, id],
      );
      this.#problem(channel, 0, failure.reason, failure.at);
    });
  }

  lost(channel: string, id: string, at: number, reason: string): void {
    this.#together(() => {
      this.#run("UPDATE delivery SET state = 'lost' WHERE channel = ? AND id = ?", channel, id);
      this.#problem(channel, 1, reason, at);
    });
  }

  queue(channel: string): ChannelQueue {
    const waiting = numberRow.parse(
      this.#row("SELECT count(*) AS number FROM delivery WHERE channel = ? AND state = 'waiting'", channel),
    ).number;
    const row = channelRow.safeParse(this.#row('SELECT lost, reason, at FROM channel WHERE name = ?', channel));
    if (!row.success) return { waiting, lost: 0, problem: null };
    const { lost, reason, at } = row.data;
    return { waiting, lost, problem: reason === null || at === null ? null : { reason, at } };
  }

  close(): void {
    this.database.close();
  }

  #shorten(channel: string, at: number): void {
    const beyond = this.#row(
      "SELECT id FROM delivery WHERE channel = ? AND state = 'waiting' ORDER BY number DESC LIMIT 1 OFFSET ?",
      ...[channel, mostWaiting],
    );
    const parsed = z.object({ id: z.string() }).safeParse(beyond);
    if (!parsed.success) return;
    this.#run("UPDATE delivery SET state = 'lost' WHERE channel = ? AND id = ?", channel, parsed.data.id);
    this.#problem(channel, 1, `more than ${mostWaiting} were waiting`, at);
  }

  #problem(channel: string, lost: number, reason: string, at: number): void {
    this.#run(
      'INSERT INTO channel (name, lost, reason, at) VALUES (?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET lost = lost + excluded.lost, reason = excluded.reason, at = excluded.at',
      ...[channel, lost, reason, at],
    );
  }

  #writeCursor(cursor: number): void {
    this.#run("INSERT OR REPLACE INTO mark (name, value) VALUES ('cursor', ?)", cursor);
  }

  #together(work: () => void): void {
    this.database.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.database.exec('COMMIT');
    } catch (error) {
      this.database.exec('ROLLBACK');
      throw error;
    }
  }

  #run(statement: string, ...values: readonly (string | number)[]): void {
    this.database.prepare(statement).run(...values);
  }

  #row(statement: string, ...values: readonly (string | number)[]): unknown {
    const row: unknown = this.database.prepare(statement).get(...values);
    return row ?? undefined;
  }
}
