/** Leases in a table of the database, whose clock alone says when one has ended. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Milliseconds } from '../../shared/clock.js';
import type { Leases } from '../leases.js';
import { Away, PostgresConnection, type PostgresOptions } from './connection.js';

export interface PostgresLeasesOptions extends PostgresOptions {
  /** Another for each process. */
  readonly holder: string;
  readonly lasts: Milliseconds;
}

const until = `clock_timestamp() + $3 * interval '1 millisecond'`;

/** A connection of its own: renewing must not wait for the reading of a long journal. The journal makes the tables. */
export function postgresLeases({ holder, lasts, ...options }: PostgresLeasesOptions): Leases {
  const connection = new PostgresConnection(options);
  const ask = async (text: string, values: readonly unknown[]): ReturnType<typeof connection.query> => {
    try {
      return await connection.query(text, values);
    } catch (error) {
      if (!(error instanceof Away)) throw error;
      const about = { attempted: 'asking for a lease', subject: connection.shown, found: error.message };
      throw new DrydockError('JOURNAL_UNREACHABLE', about);
    }
  };
  return {
    lasts,
    holder,
    take: async (subject) => {
      const [row] = await ask(
        `INSERT INTO drydock_lease AS l (subject, holder, epoch, until) VALUES ($1, $2, 1, ${until})
         ON CONFLICT (subject) DO UPDATE SET holder = $2, epoch = l.epoch + 1, until = ${until}, told = NULL
         WHERE l.until <= clock_timestamp() RETURNING epoch`,
        [subject, holder, lasts],
      );
      return row === undefined ? undefined : Number(row['epoch']);
    },
    renew: async (held) => {
      // One that has ended stays ended, though nobody has taken it: its holder may have been away for long. Rows of one holder alone
      // are locked, and whoever appends under one of them locks nothing after it: no two of these wait for each other.
      const rows = await ask(
        `UPDATE drydock_lease AS l SET until = ${until}, told = h.told
         FROM unnest($1::text[], $2::bigint[], $5::text[]) AS h (subject, epoch, told)
         WHERE l.subject = h.subject AND l.epoch = h.epoch AND l.holder = $4 AND l.until > clock_timestamp()
         RETURNING l.subject`,
        [
          held.map(({ subject }) => subject),
          held.map(({ epoch }) => epoch),
          lasts,
          holder,
          held.map(({ told }) => told ?? null),
        ],
      );
      return new Set(rows.map((row) => String(row['subject'])));
    },
    release: async (subject, epoch) => {
      await ask(
        'UPDATE drydock_lease SET until = clock_timestamp() WHERE subject = $1 AND epoch = $2 AND holder = $3',
        [subject, epoch, holder],
      );
    },
    list: async () => {
      const rows = await ask(
        `SELECT subject, holder, epoch, told, extract(epoch FROM until - clock_timestamp()) * 1000 AS "left" FROM drydock_lease ORDER BY subject`,
        [],
      );
      return rows.map((row) => ({
        subject: String(row['subject']),
        holder: String(row['holder']),
        epoch: Number(row['epoch']),
        left: Math.round(Number(row['left'])),
        told: typeof row['told'] === 'string' ? row['told'] : undefined,
      }));
    },
    close: () => connection.close(),
  };
}
