/** The errors about a tar archive. */
import { DrydockError } from '../../../shared/errors/drydock-error.js';

/** @param subject an entry, or the archive */
export function damagedTar(subject: string, found: string, cause?: unknown): DrydockError {
  return new DrydockError('MEDIA_ARCHIVE_DAMAGED', {
    attempted: 'reading the tar archive',
    subject,
    found,
    ...(cause === undefined ? {} : { cause }),
  });
}

export function unsupportedTar(subject: string, found: string, expected?: string): DrydockError {
  return new DrydockError('MEDIA_ARCHIVE_UNSUPPORTED', {
    attempted: 'reading the tar archive',
    subject,
    found,
    ...(expected === undefined ? {} : { expected }),
  });
}
