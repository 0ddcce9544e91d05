/** Turns an error over the content of a medium into a finding: one odd package must not hide what the others drive. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Unread } from './found-modules.js';

const findings: readonly string[] = ['MEDIA_ARCHIVE_DAMAGED', 'MEDIA_ARCHIVE_UNSUPPORTED', 'MEDIA_PACKAGE_INVALID'];

/** @throws FILE_UNREADABLE for errors of the disk, the signal's reason, and what is no finding */
export function unreadable(subject: string, error: unknown, signal: AbortSignal | undefined): Unread {
  signal?.throwIfAborted();
  if (error instanceof DrydockError && findings.includes(error.code))
    return { subject, code: error.code, found: error.details.found ?? error.message };
  if (error instanceof Error && 'syscall' in error)
    throw new DrydockError('FILE_UNREADABLE', { attempted: 'reading the contents of a medium', subject, cause: error });
  throw error;
}
