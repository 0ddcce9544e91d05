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
    renew: async (subject, epoch, told) => {
      // One that has ended stays ended, though nobody has taken it: its holder may have been away for long.
      const rows = await ask(
        `UPDATE drydock_lease SET until = ${until}, told = $5
         WHERE subject = $1 AND epoch = $2 AND holder = $4 AND until > clock_timestamp() RETURNING epoch`,
        [subject, epoch, lasts, holder, told ?? null],
      );
      return rows.length > 0;
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
