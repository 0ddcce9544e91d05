/** A medium in words: what it installs, and how far it was verified. */
import { totals, type Manifest, type SignatureVerdict } from '../../media/manifest.js';
import { mediaReleaseText } from '../../media/media-release-of.js';
import { bytes, count } from './units.js';

const signatures: Readonly<Record<SignatureVerdict, string>> = {
  good: 'signature good',
  absent: 'no signature on the medium',
  'untrusted-key': 'signed by a key that was not among those given',
  bad: 'SIGNATURE BAD',
};

export function mediumLines(manifest: Manifest): string[] {
  const { product, platform, layout, verified, warnings, source, parts } = manifest;
  const all = totals(manifest);
  const build = product.build === null ? '' : ` build ${product.build}`;
  const release = mediaReleaseText(manifest);
  const unverified = manifest.files.filter((file) => file.verifiedBy === 'none');
  return [
    `  ${product.name} ${product.version}${build}, ${platformText(platform)}layout ${layout}`,
    ...(release === null ? [] : [`  release: ${release}`]),
    `  ${count(all.files, 'file')}, ${bytes(all.bytes)}; source sha256 ${source.sha256}`,
    ...parts.map((part) => `  merged with ${part.label}: ${bytes(part.bytes)}, sha256 ${part.sha256}`),
    `  verified: ${count(verified.packages, 'package')}, ${count(verified.metadata, 'metadata file')}, ${signatures[verified.signature]}${by(verified.signedBy)}`,
    ...packageLine(verified),
    ...(verified.sourceChecksum ? ['  the image has the checksum that was given'] : []),
    ...(unverified.length === 0
      ? []
      : [
          `  not covered by any digest of the medium: ${count(unverified.length, 'file')} (drydock media show ${manifest.id} --files)`,
        ]),
    ...warnings.map((warning) => `  warning: ${warning}`),
  ];
}

/** A pack has no platform, and media of 5.6 name none. */
export function platformText({ name, version }: Manifest['platform']): string {
  if (version === '') return '';
  return version === '0.0.0' ? 'no platform version, ' : `platform ${name} ${version}, `;
}

/** Nothing where no package's own signature could be looked at. */
function packageLine({ packageSignatures, packagesSignedBy }: Manifest['verified']): string[] {
  const { good, absent, untrustedKey } = packageSignatures;
  if (good + absent + untrustedKey === 0) return [];
  const others = [
    ...(absent === 0 ? [] : [`${absent} not signed`]),
    ...(untrustedKey === 0 ? [] : [`${untrustedKey} by an untrusted key`]),
  ];
  return [`  packages' own signatures: ${[`${good} good${by(packagesSignedBy.join(', '))}`, ...others].join('; ')}`];
}

function by(fingerprints: string | null): string {
  return fingerprints === null || fingerprints === '' ? '' : ` by ${fingerprints}`;
}
