/** Copies the journal of a state folder to a database, or back, while nobody works with either. */
import { copyJournal, type Copied } from '../../journal/copy-journal.js';
import type { Journal } from '../../journal/journal.js';
import { parsePostgresAddress, postgresAddressProblem } from '../../journal/postgres/address.js';
import { openPostgresJournal } from '../../journal/postgres/postgres-journal.js';
import { postgresLeases } from '../../journal/postgres/postgres-leases.js';
import { openSqliteJournal } from '../../journal/sqlite-journal.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { systemRandomBytes } from '../../shared/random-bytes.js';
import type { Environment } from '../config/resolve.js';
import type { Settings } from '../config/schema.js';
import { postgresOptions } from '../controller/postgres-options.js';
import { stateLayout } from '../state-layout.js';

export interface CopyRequest {
  /** `sqlite`, or the address of a database. */
  readonly from: string;
  readonly to: string;
}

const attempted = 'copying the journal';

/** @throws USAGE, LOCK_HELD while the controller of the state folder runs, JOURNAL_COPY_REFUSED while one of the database does */
export async function copyStateJournal(
  { from, to }: CopyRequest,
  settings: Settings,
  environment: Environment,
): Promise<Copied> {
  if ((from === 'sqlite') === (to === 'sqlite')) {
    const expected = 'sqlite on one side, and postgres://USER@HOST/DATABASE on the other';
    throw new DrydockError('USAGE', { attempted, expected, found: `${shown(from)} and ${shown(to)}` });
  }
  const database = await openDatabase(from === 'sqlite' ? to : from, settings, environment);
  try {
    const file = openSqliteJournal(stateLayout(settings.state).journal);
    try {
      return await (from === 'sqlite' ? copyJournal(file, database) : copyJournal(database, file));
    } finally {
      await file.close();
    }
  } finally {
    await database.close();
  }
}

async function openDatabase(address: string, settings: Settings, environment: Environment): Promise<Journal> {
  const options = { ...postgresOptions(settings, environment), address: parsePostgresAddress(address) };
  const journal = await openPostgresJournal({ ...options, random: systemRandomBytes });
  const leases = postgresLeases({ ...options, holder: 'journal copy', lasts: 0 });
  try {
    const held = (await leases.list()).find(({ left }) => left > 0);
    if (held === undefined) return journal;
    throw new DrydockError('JOURNAL_COPY_REFUSED', { attempted, found: `${held.holder} works with the database` });
  } catch (error) {
    await journal.close();
    throw error;
  } finally {
    await leases.close();
  }
}

/** An address may hold a password by mistake. */
function shown(place: string): string {
  return place === 'sqlite' || postgresAddressProblem(place) === undefined ? place : 'something else';
}
