/** The rows of the matrix: whose hosts are tried against a medium, and what stands against them before anybody asks. */
import { hostRefusal, type ProofMedium, type Refusal } from '../../installer/proof/refusals.js';
import { bootsByUefiOnly } from '../../installer/proof/journeys.js';
import type { Manifest } from '../../media/manifest.js';
import { mediaReleaseOf } from '../../media/media-release-of.js';
import { releases } from '../../releases/find-release.js';
import { findMediaRelease, mediaReleases } from '../../releases/media/find-media-release.js';
import type { MediaRelease } from '../../releases/media/media-release.js';
import { hostClientOf, whyNotUpgraded, type HostClient } from '../../releases/media/release-clients.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { nearestWord } from '../../shared/nearest-word.js';

/** Hosts of one release, as the client that speaks for them, or why nothing needs to be asked. */
export type HostRow = { readonly release: MediaRelease } & (
  { readonly against: undefined; readonly client: HostClient } | { readonly against: RowVerdict }
);

/** Not worth asking, or known to be refused by the host itself. */
type RowVerdict =
  { readonly result: 'not-tried'; readonly reason: string } | ({ readonly result: 'refused' } & Refusal);

/** The release whose installer is on a medium: by its brand and version, else as the import recognised it. */
export function installerRelease(manifest: Manifest): MediaRelease | undefined {
  const byName = mediaReleaseOf(manifest);
  const known = Object.values(releases).find(({ id }) => id === manifest.release);
  if (byName !== undefined || known === undefined) return byName;
  return findMediaRelease({ brand: known.brand, product: known.productVersion });
}

/**
 * @param wanted names of releases; none: all of the medium's brand that are upgraded to it
 * @throws PROOF_RELEASE_UNKNOWN
 */
export function hostRows(
  manifest: Manifest,
  medium: ProofMedium,
  installer: MediaRelease,
  wanted: readonly string[],
): readonly HostRow[] {
  const versions = { product: manifest.product.version, platform: manifest.platform.version };
  if (wanted.length > 0) return wanted.map((name) => rowOf(releaseNamed(name), manifest, medium, installer));
  return mediaReleases
    .filter(({ brand }) => brand === installer.brand)
    .filter((release) => whyNotUpgraded(release, installer, versions) === undefined)
    .map((release) => rowOf(release, manifest, medium, installer));
}

function rowOf(release: MediaRelease, manifest: Manifest, medium: ProofMedium, installer: MediaRelease): HostRow {
  const { product, platform, files } = manifest;
  const reason = whyNotUpgraded(release, installer, { product: product.version, platform: platform.version });
  if (reason !== undefined) return { release, against: { result: 'not-tried', reason } };
  const client = hostClientOf(release, medium.layout);
  if (client === undefined) return { release, against: { result: 'refused', ...noPlugin } };
  const paths = new Set(files.map(({ path }) => path));
  if (bootsByUefiOnly(product.version, (path) => paths.has(path))) {
    return { release, against: { result: 'not-tried', reason: unrecordedPlugin } };
  }
  const refusal = hostRefusal(release.hosts, medium);
  return refusal === undefined
    ? { release, client, against: undefined }
    : { release, against: { result: 'refused', ...refusal } };
}

const noPlugin: Refusal = { reason: 'no upgrade plugin before 6.0: boot the installer by hand', source: '2.7' };

const unrecordedPlugin = 'the plugin that prepares a host for this medium has not been recorded';

/** `XenServer 7.6`, `xenserver-7.6` and `xenserver-7.6.0` are the same. */
function releaseNamed(name: string): MediaRelease {
  const found = mediaReleases.find((release) => namesOf(release).includes(slug(name)));
  if (found !== undefined) return found;
  const names = mediaReleases.map((release) => slug(release.name));
  const meant = nearestWord(slug(name), names);
  throw new DrydockError('PROOF_RELEASE_UNKNOWN', {
    attempted: 'reading --release',
    subject: name,
    expected: meant === undefined ? names.join(', ') : `${meant}, perhaps`,
  });
}

function namesOf({ name, brand, product, build }: MediaRelease): string[] {
  const byProduct = build === null ? [slug(`${brand} ${product}`)] : [];
  return [slug(name), ...byProduct];
}

function slug(name: string): string {
  return name.trim().toLowerCase().replaceAll(/\s+/g, '-');
}
