/** The same on a real PostgreSQL server of this machine: reading, commits of several controllers at once, and what leases cost. */
import { openPostgresJournal } from '../../../src/journal/postgres/postgres-journal.js';
import { postgresLeases } from '../../../src/journal/postgres/postgres-leases.js';
import type { Leases } from '../../../src/journal/leases.js';
import type { Journal, JournalEntry, JournalRecord } from '../../../src/journal/journal.js';
import type { ChainedRow } from '../../../src/journal/record-chain.js';
import { systemRandomBytes } from '../../../src/shared/random-bytes.js';
import { CutProxy } from '../../support/journal/cut-proxy.js';
import { PostgresServer } from '../../support/journal/postgres-server.js';
import { manyRuns } from './large-journal.js';

export interface DatabaseFigures {
  readonly secondsToRead: number;
  readonly databaseBytes: number;
  /** In a second, by one controller and by four at once. */
  readonly commits: number;
  readonly commitsOfFour: number;
  /** All leases renewed with one question, and one after the other, as before. */
  readonly secondsToRenew: number;
  readonly secondsToRenewEach: number;
  /** With one question, where each takes 20 ms to the database. */
  readonly secondsToRenewFar: number;
  /** All leases listed, and every one of them asked for alone, as before. */
  readonly secondsToList: number;
  readonly secondsToAskEach: number;
}

const entry: JournalEntry = { type: 'intent', effect: 'evacuate-host', key: 'h', attempt: 1, detail: { guests: 12 } };
/** An answer has a deadline, and the plans alone are a hundred megabytes. */
const page = { rows: 2000, length: 4_000_000 };
const appends = 400;
const renewals = 20;
const distance = 20;

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
    const leases = await leasesOf(server, runs);
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

type LeaseFigures = Pick<
  DatabaseFigures,
  'secondsToRenew' | 'secondsToRenewEach' | 'secondsToRenewFar' | 'secondsToList' | 'secondsToAskEach'
>;

async function leasesOf(server: PostgresServer, pools: number): Promise<LeaseFigures> {
  const given = { ...server.options(), lasts: 600_000 };
  const [mine, other] = [postgresLeases({ ...given, holder: 'one' }), postgresLeases({ ...given, holder: 'other' })];
  const subjects = Array.from({ length: pools }, (_, index) => `pool-${index}`);
  for (const subject of subjects) await mine.take(subject);
  const told = JSON.stringify({ reason: 'evacuates xs-1: 3 of 12 guests have left' });
  const held = subjects.map((subject) => ({ subject, epoch: 1, told }));
  const renew = async (leases: Leases): Promise<number> => {
    const renewing = performance.now();
    for (let count = 0; count < renewals; count++) await leases.renew(held);
    return since(renewing) / renewals;
  };
  const secondsToRenew = await renew(mine);
  const proxy = await CutProxy.before(server.port);
  proxy.slow(distance);
  const far = postgresLeases({ ...given, ...server.options('drydock', proxy.port), holder: 'one' });
  const secondsToRenewFar = await renew(far);
  await far.close();
  await proxy.end();
  const each = performance.now();
  for (const lease of held) await mine.renew([lease]);
  const secondsToRenewEach = since(each);
  const listing = performance.now();
  await other.list();
  const secondsToList = since(listing);
  const asking = performance.now();
  for (const subject of subjects) await other.take(subject);
  const secondsToAskEach = since(asking);
  await Promise.all([mine.close(), other.close()]);
  return { secondsToRenew, secondsToRenewEach, secondsToRenewFar, secondsToList, secondsToAskEach };
}

function since(began: number): number {
  return (performance.now() - began) / 1000;
}
