/** journal verify: whether every record is what was written, and whether the file is sound. It changes nothing. */
import { databaseProblems, examineRows, rowsOf, withHead, type JournalExamination } from './examine-journal.js';
import { openCopy, type JournalCopy } from './open-copy.js';
import { journalFormat } from './record-chain.js';
import { formatOf, unknownFormat } from './sqlite-journal.js';

export interface JournalVerification extends JournalExamination {
  readonly path: string;
  readonly format: number;
  /** What SQLite says of the structure of its file; it may be damaged where no record is. */
  readonly database: readonly string[];
  /** A controller was at work with it. */
  readonly inUse: boolean;
}

/** @throws FILE_UNREADABLE, JOURNAL_FORMAT_UNKNOWN, JOURNAL_DAMAGED when it is no database at all */
export function verifyJournal(path: string): JournalVerification {
  const copy = openCopy(path);
  try {
    const format = formatRead(copy);
    if (format !== undefined && format > journalFormat) throw unknownFormat(path, format);
    const { inUse, head } = copy;
    const examined = withHead(examineRows(rowsOf(copy.database)), head);
    return { ...examined, path, format: format ?? 0, database: databaseProblems(copy.database), inUse };
  } finally {
    copy.close();
  }
}

export function isWhole({ problem, database }: Pick<JournalVerification, 'problem' | 'database'>): boolean {
  return problem === undefined && database.length === 0;
}

/** Undefined where the damage is in the first page, which says the format: the records may be found all the same. */
function formatRead({ database }: JournalCopy): number | undefined {
  try {
    return formatOf(database);
  } catch {
    return undefined;
  }
}
