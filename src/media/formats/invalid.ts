/** The error that every parser of this folder ends with. */
import { DrydockError } from '../../shared/errors/drydock-error.js';

/** @param subject path of the file in the medium */
export function invalidMetadata(
  subject: string,
  details: { readonly expected?: string; readonly found: string; readonly remedy?: string; readonly cause?: unknown },
): DrydockError {
  return new DrydockError('MEDIA_METADATA_INVALID', { attempted: 'reading a metadata file', subject, ...details });
}

/** @throws MEDIA_METADATA_INVALID when the bytes are not UTF-8 */
export function decodeUtf8(bytes: Uint8Array, subject: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw invalidMetadata(subject, { expected: 'UTF-8 text', found: 'other bytes', cause });
  }
}
