/** The same on a real PostgreSQL server of this machine: reading, and commits of several controllers at once. */
import { openPostgresJournal } from '../../../src/journal/postgres/postgres-journal.js';
import type { Journal, JournalEntry, JournalRecord } from '../../../src/journal/journal.js';
import type { ChainedRow } from '../../../src/journal/record-chain.js';
import { systemRandomBytes } from '../../../src/shared/random-bytes.js';
import { PostgresServer } from '../../support/journal/postgres-server.js';
import { manyRuns } from './large-journal.js';
import { leasesInDatabase, type LeaseFigures } from './leases-in-database.js';

export interface DatabaseFigures extends LeaseFigures {
  readonly secondsToRead: number;
  readonly databaseBytes: number;
  /** In a second, by one controller and by four at once. */
  readonly commits: number;
  readonly commitsOfFour: number;
}

const entry: JournalEntry = { type: 'intent', effect: 'evacuate-host', key: 'h', attempt: 1, detail: { guests: 12 } };
/** An answer has a deadline, and the plans alone are a hundred megabytes. */
const page = { rows: 2000, length: 4_000_000 };
const appends = 400;

export async function journalInDatabase(records: readonly JournalRecord[], runs: number): Promise<DatabaseFigures> {
  const server = await PostgresServer.start();
  try {
    const open = (): Promise<Journal> => openPostgresJournal({ ...server.options(), random: systemRandomBytes });
    await (await open()).close();
    await fill(server, records, runs);
    const began = performance.now();
    const journals = [await open()];
    const secondsToRead = since(began);
    const databaseBytes = await sizeOf(server);
    const commits = await commitsOf(journals);
    journals.push(await open(), await open(), await open());
    const commitsOfFour = await commitsOf(journals);
    const leases = await leasesInDatabase(server, runs);
    await Promise.all(journals.map((journal) => journal.close()));
    return { secondsToRead, databaseBytes, commits, commitsOfFour, ...leases };
  } finally {
    await server.end();
  }
}

async function fill(server: PostgresServer, records: readonly JournalRecord[], runs: number): Promise<void> {
  const connection = server.connection();
  const rows: ChainedRow[] = [];
  let length = 0;
  const flush = async (): Promise<void> => {
    await connection.query(
      `INSERT INTO drydock_record (sequence, id, run, at, entry, digest)
       SELECT sequence, 'bench-' || sequence, run, at, entry, digest
       FROM unnest($1::bigint[], $2::text[], $3::float8[], $4::text[], $5::text[]) AS t (sequence, run, at, entry, digest)`,
      (['sequence', 'run', 'at', 'entry', 'digest'] as const).map((column) => rows.map((row) => row[column])),
    );
    rows.length = 0;
    length = 0;
  };
  let last: ChainedRow | undefined;
  for (const row of manyRuns(records, runs)) {
    last = row;
    length += row.entry.length;
    if (rows.push(row) === page.rows || length > page.length) await flush();
  }
  if (rows.length > 0) await flush();
  await connection.query('UPDATE drydock_head SET sequence = $1, digest = $2', [last?.sequence, last?.digest]);
  await connection.close();
}

async function sizeOf(server: PostgresServer): Promise<number> {
  const connection = server.connection();
  const [row] = await connection.query(`SELECT pg_total_relation_size('drydock_record')::float8 AS bytes`);
  await connection.close();
  return Number(row?.['bytes']);
}

async function commitsOf(journals: readonly Journal[]): Promise<number> {
  const began = performance.now();
  await Promise.all(
    journals.map(async (journal, who) => {
      for (let count = 0; count < appends; count++) await journal.append(`bench-${who}`, count, entry);
    }),
  );
  return (journals.length * appends) / since(began);
}

function since(began: number): number {
  return (performance.now() - began) / 1000;
}
