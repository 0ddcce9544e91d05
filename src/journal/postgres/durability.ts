/** Whether the server keeps what it says that it has kept: a journal on one that does not would promise what does not hold. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { PostgresConnection } from './connection.js';

export interface ServerSettings {
  readonly version: number;
  readonly encoding: string;
  readonly synchronousCommit: string;
  readonly fsync: boolean;
  readonly fullPageWrites: boolean;
}

/** `sha256` and all else that is used are there from this version on. */
const oldest = 110_000;

export async function readServerSettings(connection: PostgresConnection): Promise<ServerSettings> {
  const [row] = await connection.query(
    `SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding,
       current_setting('synchronous_commit') AS commit, current_setting('fsync') AS fsync,
       current_setting('full_page_writes') AS pages`,
  );
  return {
    version: Number(row?.['version']),
    encoding: String(row?.['encoding']),
    synchronousCommit: String(row?.['commit']),
    fsync: row?.['fsync'] === 'on',
    fullPageWrites: row?.['pages'] === 'on',
  };
}

/** What makes the server unfit, as clauses; `doctor` tells the rest. */
export function unfitness({ version, encoding }: ServerSettings): readonly string[] {
  return [
    ...(version < oldest
      ? [`the server is of version ${Math.floor(version / 10_000)}, and 11 is the oldest that will do`]
      : []),
    ...(encoding === 'UTF8' ? [] : [`the database is encoded in ${encoding}, and UTF8 is needed`]),
  ];
}

/**
 * A session whose commits do not wait for the disk is told to wait; drydock_append looks again in each transaction.
 * @throws JOURNAL_REFUSED
 */
export async function requireDurable(connection: PostgresConnection): Promise<void> {
  const problems = unfitness(await readServerSettings(connection));
  if (problems.length === 0) return;
  throw new DrydockError('JOURNAL_REFUSED', {
    attempted: 'looking at the settings of the database',
    subject: connection.shown,
    found: problems.join('; '),
  });
}
