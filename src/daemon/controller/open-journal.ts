/** Opens the journal where the configuration says that it is kept, and with it what shows that this process may write it. */
import { hostname } from 'node:os';
import type { Journal } from '../../journal/journal.js';
import type { Leases } from '../../journal/leases.js';
import { parsePostgresAddress } from '../../journal/postgres/address.js';
import { openPostgresJournal } from '../../journal/postgres/postgres-journal.js';
import { postgresLeases } from '../../journal/postgres/postgres-leases.js';
import { journalLockPath, openSqliteJournal } from '../../journal/sqlite-journal.js';
import { takeProcessLock } from '../../shared/process-lock.js';
import { randomHex, systemRandomBytes } from '../../shared/random-bytes.js';
import { spanLength } from '../../shared/span.js';
import type { Environment } from '../config/resolve.js';
import type { Settings } from '../config/schema.js';
import { stateLayout } from '../state-layout.js';
import { postgresOptions } from './postgres-options.js';

export interface OpenedJournal {
  readonly journal: Journal;
  /** Undefined where nobody else can have the journal. */
  readonly leases: Leases | undefined;
}

/** @throws LOCK_HELD when another controller has the state folder; JOURNAL_UNREACHABLE, JOURNAL_REFUSED, STATE_CORRUPT */
export async function openJournal(settings: Settings, environment: Environment): Promise<OpenedJournal> {
  const layout = stateLayout(settings.state);
  if (settings.journal === 'sqlite') return { journal: openSqliteJournal(layout.journal), leases: undefined };
  // Its socket, dumps and reports are of one controller as well, whatever the journal is kept in.
  const lock = takeProcessLock(journalLockPath(layout.journal), 'starting the controller');
  try {
    const options = { ...postgresOptions(settings, environment), address: parsePostgresAddress(settings.journal) };
    const opened = await openPostgresJournal({ ...options, random: systemRandomBytes });
    const leases = postgresLeases({
      ...options,
      holder: holderName(settings),
      lasts: spanLength(settings.controllers.lease),
    });
    return { journal: closingWith(opened, () => lock.release()), leases };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Each process is another holder: one that was killed and started again does not know what it was about to do. */
function holderName({ controllers }: Settings): string {
  return `${controllers.name ?? hostname()} (process ${process.pid}, ${randomHex(systemRandomBytes, 4)})`;
}

function closingWith(journal: Journal, after: () => void): Journal {
  return {
    append: (...given) => journal.append(...given),
    refresh: () => journal.refresh(),
    get last() {
      return journal.last;
    },
    get trouble() {
      return journal.trouble;
    },
    records: (run) => journal.records(run),
    runs: () => journal.runs(),
    close: async () => {
      await journal.close();
      after();
    },
  };
}
