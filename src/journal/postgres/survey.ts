/** What `doctor` asks of the database: only looks, and one message to its own log, which no table keeps. */
import { z } from 'zod';
import type { Clock, Milliseconds } from '../../shared/clock.js';
import { PostgresConnection, type PostgresOptions } from './connection.js';
import { readServerSettings, type ServerSettings } from './durability.js';
import { foundVersion } from './schema.js';

/** A run that has not ended, and who has its pool. */
export interface OpenRun {
  readonly run: string;
  /** The name under which its pool was added. */
  readonly pool: string;
  readonly poolUuid: string;
  /** Whether it was started, or told to abort: then some controller must work on it. */
  readonly isUnderWay: boolean;
  /** Undefined: nobody has a lease of the pool. */
  readonly holder: string | undefined;
}

/** A rollout that has not ended, and who drives it. */
export interface OpenRollout {
  readonly rollout: string;
  /** The names of those that have yet to be begun: whoever drives it must know them. */
  readonly pools: readonly string[];
  /** Whether it was ever started, or told to end. */
  readonly isUnderWay: boolean;
  readonly holder: string | undefined;
}

export interface DatabaseSurvey {
  readonly settings: ServerSettings;
  /** Null: the server says that this connection has none. */
  readonly tlsVersion: string | null;
  readonly isStandby: boolean;
  /** `synchronous_standby_names`; empty: no other server has a record when it is told to be written. */
  readonly synchronousStandbys: string;
  /** Of the tables of the journal; 0: there are none yet. */
  readonly schema: number;
  /** How far the database's clock is ahead of this machine's. */
  readonly ahead: Milliseconds;
  /** Median of a few; null where it writes nothing. */
  readonly commit: Milliseconds | null;
  readonly openRuns: readonly OpenRun[];
  readonly openRollouts: readonly OpenRollout[];
}

/** Enough that one slow commit does not make the median. */
const commits = 5;

/** @throws Away, JOURNAL_REFUSED, or the database's own error */
export async function surveyDatabase(options: PostgresOptions): Promise<DatabaseSurvey> {
  const connection = new PostgresConnection(options);
  try {
    const settings = await readServerSettings(connection);
    const schema = await foundVersion(connection);
    const server = await readServer(connection);
    return {
      ...{ settings, schema, ...server },
      ahead: await clockAhead(connection, options.clock),
      commit: server.isStandby ? null : await medianCommit(connection, options.clock),
      openRuns: schema === 0 ? [] : await readOpenRuns(connection),
      openRollouts: schema === 0 ? [] : await readOpenRollouts(connection),
    };
  } finally {
    await connection.close();
  }
}

const serverRow = z.object({ standby: z.boolean(), standbys: z.string(), tls: z.string().nullable() });

async function readServer(
  connection: PostgresConnection,
): Promise<Pick<DatabaseSurvey, 'isStandby' | 'synchronousStandbys' | 'tlsVersion'>> {
  const [row] = await connection.query(
    `SELECT pg_is_in_recovery() AS standby, current_setting('synchronous_standby_names') AS standbys,
       (SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl) AS tls`,
  );
  const { standby, standbys, tls } = serverRow.parse(row);
  return { isStandby: standby, synchronousStandbys: standbys, tlsVersion: tls };
}

/** Compared with the middle of the question, so that a slow answer is no difference. */
async function clockAhead(connection: PostgresConnection, clock: Clock): Promise<Milliseconds> {
  const asked = clock.now();
  const [row] = await connection.query('SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS now');
  return Math.round(z.number().parse(row?.['now']) - (asked + clock.now()) / 2);
}

/** As durable as a record: a message in the log of the database makes its transaction wait, and leaves nothing in a table. */
async function medianCommit(connection: PostgresConnection, clock: Clock): Promise<Milliseconds> {
  const times: number[] = [];
  for (let count = 0; count < commits; count++) {
    const began = clock.now();
    await connection.query(
      `SELECT CASE WHEN current_setting('synchronous_commit') IN ('on', 'remote_apply') THEN ''
         ELSE set_config('synchronous_commit', 'on', true) END, pg_logical_emit_message(true, 'drydock', 'doctor')`,
    );
    times.push(clock.now() - began);
  }
  return times.sort((one, other) => one - other)[Math.floor(commits / 2)] ?? 0;
}

const openRunRow = z.object({
  run: z.string(),
  pool: z.string(),
  uuid: z.string(),
  under_way: z.boolean(),
  holder: z.string().nullable(),
});

/** From plan, last state and commands alone: reading and proving a whole journal is what a controller does at its start. */
async function readOpenRuns(connection: PostgresConnection): Promise<readonly OpenRun[]> {
  const rows = await connection.query(
    `WITH entries AS (
       SELECT run, sequence, entry::json AS entry, entry::json->>'type' AS type FROM drydock_record
     ), planned AS (
       SELECT run, entry->>'pool' AS pool, entry->'plan'->'pool'->>'uuid' AS uuid FROM entries WHERE type = 'planned'
     ), states AS (
       SELECT DISTINCT ON (run) run, entry->>'state' AS state FROM entries WHERE type = 'state' ORDER BY run, sequence DESC
     ), asked AS (
       SELECT DISTINCT run FROM entries WHERE type = 'command' AND entry->>'command' IN ('start', 'abort')
     )
     SELECT p.run, p.pool, p.uuid, (a.run IS NOT NULL) AS under_way, l.holder
     FROM planned p LEFT JOIN states s USING (run) LEFT JOIN asked a USING (run)
       LEFT JOIN drydock_lease l ON l.subject = p.uuid AND l.until > clock_timestamp()
     WHERE coalesce(s.state, 'planned') NOT IN ('done', 'aborted') ORDER BY p.run`,
  );
  return rows.map((row) => {
    const { run, pool, uuid, under_way: isUnderWay, holder } = openRunRow.parse(row);
    return { run, pool, poolUuid: uuid, isUnderWay, holder: holder ?? undefined };
  });
}

const openRolloutRow = z.object({
  rollout: z.string(),
  pools: z.array(z.string()),
  under_way: z.boolean(),
  holder: z.string().nullable(),
});

/**
 * Their ids begin alike (dated-id.ts), and those of their runs have a dot behind: the rest of the journal is not read. A plan that
 * cannot be read keeps no other from being told.
 */
async function readOpenRollouts(connection: PostgresConnection): Promise<readonly OpenRollout[]> {
  const rows = await connection.query(
    `WITH entries AS (
       SELECT run, sequence, entry::json AS entry, entry::json->>'type' AS type FROM drydock_record
       WHERE run LIKE 'rollout-%' AND strpos(run, '.') = 0
     ), planned AS (
       SELECT run, entry->'plan'->'pools' AS pools FROM entries WHERE type = 'rollout'
     ), states AS (
       SELECT DISTINCT ON (run) run, entry->>'state' AS state FROM entries WHERE type = 'state' ORDER BY run, sequence DESC
     ), asked AS (
       SELECT DISTINCT run FROM entries WHERE type = 'command'
     ), turned AS (
       SELECT run, entry->>'key' AS pool FROM entries
       WHERE type = 'noted' AND entry->>'what' IN ('pool-begun', 'pool-skipped')
     )
     SELECT p.run AS rollout, (a.run IS NOT NULL) AS under_way, l.holder,
       ARRAY(
         SELECT one.pool->>'pool' FROM json_array_elements(
           CASE json_typeof(p.pools) WHEN 'array' THEN p.pools ELSE '[]' END
         ) WITH ORDINALITY AS one (pool, number)
         WHERE one.pool->>'pool' IS NOT NULL AND NOT EXISTS (SELECT FROM turned t WHERE t.run = p.run AND t.pool = one.pool->>'pool') ORDER BY one.number
       ) AS pools
     FROM planned p LEFT JOIN states s USING (run) LEFT JOIN asked a USING (run)
       LEFT JOIN drydock_lease l ON l.subject = p.run AND l.until > clock_timestamp()
     WHERE coalesce(s.state, 'planned') NOT IN ('done', 'aborted') ORDER BY p.run`,
  );
  return rows.map((row) => {
    const { rollout, pools, under_way: isUnderWay, holder } = openRolloutRow.parse(row);
    return { rollout, pools, isUnderWay, holder: holder ?? undefined };
  });
}
