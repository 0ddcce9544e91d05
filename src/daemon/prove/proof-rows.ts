/** The rows of the matrix: whose hosts are tried against a medium, and what stands against them before anybody asks. */
import { bootFileRefusal, hostRefusal, type ProofMedium, type Refusal } from '../../installer/proof/refusals.js';
import type { Manifest } from '../../media/manifest.js';
import { mediaReleaseOf } from '../../media/media-release-of.js';
import { releases } from '../../releases/find-release.js';
import { findMediaRelease, mediaReleases } from '../../releases/media/find-media-release.js';
import type { MediaRelease } from '../../releases/media/media-release.js';
import { hostClientsOf, whyNotUpgraded, type HostClient } from '../../releases/media/release-clients.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { nearestWord } from '../../shared/nearest-word.js';

/** Hosts of one release, as the client that speaks for them, or why nothing needs to be asked. */
export type HostRow = { readonly release: MediaRelease; readonly name: string } & (
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
  if (wanted.length > 0) return wanted.flatMap((name) => rowsOf(releaseNamed(name), manifest, medium, installer));
  return mediaReleases
    .filter(({ brand }) => brand === installer.brand)
    .filter((release) => whyNotUpgraded(release, installer, versions) === undefined)
    .flatMap((release) => rowsOf(release, manifest, medium, installer));
}

/** One for each plugin that hosts of the release may have. */
function rowsOf(
  release: MediaRelease,
  manifest: Manifest,
  medium: ProofMedium,
  installer: MediaRelease,
): readonly HostRow[] {
  const { product, platform, files } = manifest;
  const { name } = release;
  const reason = whyNotUpgraded(release, installer, { product: product.version, platform: platform.version });
  if (reason !== undefined) return [{ release, name, against: { result: 'not-tried', reason } }];
  const clients = hostClientsOf(release, medium.layout);
  if (clients.length === 0) return [{ release, name, against: { result: 'refused', ...noPlugin } }];
  const paths = new Set(files.map(({ path }) => path));
  return clients.map((client) => {
    const row = { release, name: client.asReleased === true ? `${name} as released` : name };
    const refusal = hostRefusal(release.hosts, medium) ?? bootFileRefusal(client.generation, (path) => paths.has(path));
    if (refusal !== undefined) return { ...row, against: { result: 'refused', ...refusal } };
    return { ...row, client, against: undefined };
  });
}

const noPlugin: Refusal = { reason: 'no upgrade plugin before 6.0: boot the installer by hand', source: '2.7' };

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
