/** The two ways in which compressed data can be unusable. */
import { DrydockError } from '../../shared/errors/drydock-error.js';

export function damagedCompression(subject: string, found: string, cause?: unknown): DrydockError {
  return new DrydockError('MEDIA_ARCHIVE_DAMAGED', { attempted: 'decompressing', subject, found, cause });
}

export function unsupportedCompression(subject: string, found: string, cause?: unknown): DrydockError {
  return new DrydockError('MEDIA_ARCHIVE_UNSUPPORTED', {
    attempted: 'decompressing',
    subject,
    expected: 'gzip, bzip2, xz or zstd as their programs write them',
    found,
    cause,
  });
}
