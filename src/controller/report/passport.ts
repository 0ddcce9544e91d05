/** What a report says of the medium's origin: what was imported, and who has signed it. */
import type { Medium } from '../../media/catalogue.js';
import type { Passport } from './report-document.js';
import { withoutSecrets } from './without-secrets.js';

/** Null when the medium is not in the store any more. */
export function passportOf(medium: Medium | undefined): Passport | null {
  if (medium === undefined) return null;
  const { source, importedAt, product, verified } = medium.manifest;
  return {
    sha256: source.sha256,
    source: withoutSecrets(source.label),
    importedAt,
    build: product.build,
    signature: verified.signature,
    signedBy: verified.signedBy,
    packages: verified.packages,
    packagesSigned: verified.packageSignatures.good,
    packagesSignedBy: verified.packagesSignedBy,
  };
}
