/** The error about what nothing here can open. */
import { DrydockError } from '../../shared/errors/drydock-error.js';

export function unsupportedSource(source: string, found: string, remedy?: string): DrydockError {
  return new DrydockError('MEDIA_SOURCE_UNSUPPORTED', {
    attempted: 'opening the source',
    subject: source,
    expected: 'an ISO image, a zip or tar archive, a folder, or an http(s) address',
    found,
    ...(remedy === undefined ? {} : { remedy }),
  });
}

/** Up to 7.0 a hotfix was a signed program for the host itself; the installer never reads one. */
export function hotfixSource(source: string, found: string): DrydockError {
  return unsupportedSource(
    source,
    found,
    'A hotfix is no install source: upload it to the pool (xe patch-upload, then xe patch-pool-apply), or give the installation ISO.',
  );
}
