/** The errors about a zip archive. */
import { DrydockError } from '../../../shared/errors/drydock-error.js';

/** @param subject an entry, or the archive */
export function damagedZip(subject: string, found: string, expected?: string, cause?: unknown): DrydockError {
  return new DrydockError('MEDIA_ARCHIVE_DAMAGED', {
    attempted: 'reading the zip archive',
    subject,
    found,
    ...(expected === undefined ? {} : { expected }),
    ...(cause === undefined ? {} : { cause }),
  });
}

export function unsupportedZip(subject: string, found: string, cause?: unknown): DrydockError {
  return new DrydockError('MEDIA_ARCHIVE_UNSUPPORTED', {
    attempted: 'reading the zip archive',
    subject,
    found,
    ...(cause === undefined ? {} : { cause }),
  });
}
