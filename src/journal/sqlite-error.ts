/** What an error of the journal's database means for the one who runs it: damage, a full disk, or a disk that may not be written. */
import { DrydockError } from '../shared/errors/drydock-error.js';

/** SQLite's own result codes (sqlite.org/rescode.html), as libsql names them; and those of the system. */
const full = /^(?:SQLITE_FULL|ENOSPC$|EDQUOT$)/;
/** Those of the system, of the files beside the database, are never damage: EACCES, ELOOP, EROFS. */
const unwritable = /^(?:SQLITE_(?:READONLY|CANTOPEN|IOERR|PERM|AUTH|NOLFS)|E[A-Z0-9]+$)/;

export function journalError(error: unknown, attempted: string, subject: string): DrydockError {
  if (error instanceof DrydockError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const meaning = full.test(code) ? 'DISK_FULL' : unwritable.test(code) ? 'FILE_WRITE_FAILED' : 'JOURNAL_DAMAGED';
  return new DrydockError(meaning, { attempted, subject, cause: error });
}
