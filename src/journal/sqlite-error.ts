/** What an error of the journal's database means for the one who runs it: damage, a full disk, a disk that may not be written, or somebody at work there. */
import { DrydockError } from '../shared/errors/drydock-error.js';

/** SQLite's own result codes (sqlite.org/rescode.html), as libsql names them; and those of the system. */
const held = /^SQLITE_(?:BUSY|LOCKED|PROTOCOL)/;
const full = /^(?:SQLITE_FULL|ENOSPC$|EDQUOT$)/;
/** Those of the system, of the files beside the database, are never damage: EACCES, ELOOP, EROFS. */
const unwritable = /^(?:SQLITE_(?:READONLY|CANTOPEN|IOERR|PERM|AUTH|NOLFS)|E[A-Z0-9]+$)/;

export function journalError(error: unknown, attempted: string, subject: string): DrydockError {
  if (error instanceof DrydockError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return new DrydockError(meaningOf(code), { attempted, subject, cause: error });
}

function meaningOf(code: string): 'LOCK_HELD' | 'DISK_FULL' | 'FILE_WRITE_FAILED' | 'JOURNAL_DAMAGED' {
  if (held.test(code)) return 'LOCK_HELD';
  if (full.test(code)) return 'DISK_FULL';
  return unwritable.test(code) ? 'FILE_WRITE_FAILED' : 'JOURNAL_DAMAGED';
}
