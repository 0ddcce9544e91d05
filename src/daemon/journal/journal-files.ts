/** The journal of a state folder for the commands that look after it: verify, export, backup and restore. */
import { backUpJournal } from '../../journal/backup-journal.js';
import { exportLines } from '../../journal/journal-export.js';
import { restoreJournal, type Restored } from '../../journal/restore-journal.js';
import { isWhole, verifyJournal, type JournalVerification } from '../../journal/verify-journal.js';
import { stateLayout } from '../state-layout.js';

/** What is told of a verification. */
export interface JournalVerdict {
  readonly journal: string;
  readonly whole: boolean;
  readonly format: number;
  /** From the first on, proven to be what was written. */
  readonly records: number;
  readonly runs: number;
  /** When the last of them was written, in milliseconds; null when there is none. */
  readonly until: number | null;
  /** What can still be read behind the damage; nothing proves it. */
  readonly beyond: number;
  readonly problem: { readonly record: number; readonly kind: string; readonly found: string } | null;
  /** What SQLite says of the structure of its file. */
  readonly database: readonly string[];
  readonly inUse: boolean;
}

/** @param file a backup or another journal; undefined: that of the state folder */
export async function verifyStateJournal(state: string, file?: string): Promise<JournalVerdict> {
  await Promise.resolve();
  return verdictOf(verifyJournal(file ?? stateLayout(state).journal));
}

export async function exportStateJournal(
  state: string,
  file?: string,
): Promise<{ readonly verdict: JournalVerdict; readonly lines: readonly string[] }> {
  await Promise.resolve();
  const verification = verifyJournal(file ?? stateLayout(state).journal);
  return { verdict: verdictOf(verification), lines: exportLines(verification) };
}

export async function backUpStateJournal(state: string, file: string): Promise<JournalVerdict> {
  const { journal } = stateLayout(state);
  return verdictOf({ ...(await backUpJournal(journal, file)), path: journal });
}

export function restoreStateJournal(state: string, file: string, by: string, at: number): Promise<Restored> {
  return restoreJournal({ journal: stateLayout(state).journal, file, by, at });
}

function verdictOf(verification: JournalVerification): JournalVerdict {
  const { path, format, whole, beyond, problem, database, inUse } = verification;
  return {
    ...{ journal: path, whole: isWhole(verification), format, database, inUse },
    records: whole.length,
    runs: new Set(whole.map(({ run }) => run)).size,
    until: whole.at(-1)?.at ?? null,
    beyond: beyond.length,
    problem: problem ?? null,
  };
}
