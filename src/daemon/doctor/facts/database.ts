/** The database that the journal is kept in, where it is: whether it answers, and what it says of itself. */
import { describeAddress, isLocal, parsePostgresAddress } from '../../../journal/postgres/address.js';
import { Away, tlsModeOf, type TlsMode } from '../../../journal/postgres/connection.js';
import { surveyDatabase, type DatabaseSurvey } from '../../../journal/postgres/survey.js';
import { describeCause, DrydockError } from '../../../shared/errors/drydock-error.js';
import type { Environment } from '../../config/resolve.js';
import type { Settings } from '../../config/schema.js';
import { postgresOptions } from '../../controller/postgres-options.js';

export interface DatabaseFacts {
  /** Its address as it may be shown. */
  readonly shown: string;
  readonly isLocal: boolean;
  readonly tls: TlsMode;
  readonly answer: DatabaseSurvey | DatabaseProblem;
}

/** away: nobody answered. refused: it answered, and will not have us, or is not whom we trust. other: it could not be asked. */
export interface DatabaseProblem {
  readonly problem: 'away' | 'refused' | 'other';
  readonly reason: string;
}

/** Null where the journal is a file. */
export async function readDatabase(settings: Settings, environment: Environment): Promise<DatabaseFacts | null> {
  if (settings.journal === 'sqlite') return null;
  const address = parsePostgresAddress(settings.journal);
  const options = { ...postgresOptions(settings, environment), address };
  const facts = { shown: describeAddress(address), isLocal: isLocal(address), tls: tlsModeOf(options) };
  try {
    return { ...facts, answer: await surveyDatabase(options) };
  } catch (error) {
    return { ...facts, answer: { problem: kindOf(error), reason: reasonOf(error) } };
  }
}

/** What the database says of itself; undefined where it is none, or it did not answer. */
export function surveyOf(database: DatabaseFacts | null): DatabaseSurvey | undefined {
  return database === null || 'problem' in database.answer ? undefined : database.answer;
}

function kindOf(error: unknown): DatabaseProblem['problem'] {
  if (error instanceof Away) return 'away';
  return error instanceof DrydockError && error.code === 'JOURNAL_REFUSED' ? 'refused' : 'other';
}

/** As a clause: it stands inside a sentence. */
function reasonOf(error: unknown): string {
  const found = error instanceof DrydockError ? error.details.found : undefined;
  return (found ?? describeCause(error)).replace(/\.+$/, '');
}
