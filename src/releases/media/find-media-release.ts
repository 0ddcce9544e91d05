/** All releases whose media are known, which of them a medium is of, and which hosts refuse a medium for what it lacks. */
import { compareVersions, isAtLeast, versionNumbers } from '../versions.js';
import type { MediaBrand, MediaHostFacts, MediaRelease, PackFormat } from './media-release.js';
import { signedEra } from './signed-era.js';
import { treeinfoEra } from './treeinfo-era.js';
import { xsRepositoryEra } from './xs-repository-era.js';

/** By brand, the oldest first. */
export const mediaReleases: readonly MediaRelease[] = [...xsRepositoryEra, ...treeinfoEra, ...signedEra].sort(
  (left, right) =>
    Number(right.brand > left.brand) - Number(right.brand < left.brand) || compareVersions(left.product, right.product),
);

/**
 * The release of a product version: the newest known one of the same major and minor number that is not newer, so that a
 * later point release is judged by the one before it. Undefined for a release that nobody has described yet.
 */
export function findMediaRelease(marks: {
  readonly brand: MediaBrand;
  readonly product: string;
  readonly build?: string | null;
}): MediaRelease | undefined {
  const [major, minor] = versionNumbers(marks.product);
  const candidates = mediaReleases.filter((release) => {
    const [ownMajor, ownMinor] = versionNumbers(release.product);
    const same = release.brand === marks.brand && ownMajor === major && ownMinor === (minor ?? 0);
    return same && isAtLeast(marks.product, release.product);
  });
  const product = candidates.at(-1)?.product;
  const newest = candidates.filter((release) => release.product === product);
  return newest.find((release) => release.build === (marks.build ?? null)) ?? newest[0];
}

/**
 * Releases whose hosts answer to a question about their library in a given way, among those that could be upgraded to a
 * medium of this platform: a newer host has no business with it.
 */
export function hostsThat(
  refuse: (hosts: MediaHostFacts) => boolean,
  medium: { readonly platform: string },
): readonly MediaRelease[] {
  const from = mediaReleases.findLast(({ platform }) => platform === medium.platform)?.installer.upgradesFrom ?? oldest;
  return mediaReleases.filter(
    ({ hosts, platform }) =>
      hosts.readsTreeinfo === 'yes' &&
      refuse(hosts) &&
      platform !== null &&
      compareVersions(platform, medium.platform) <= 0 &&
      (from.compares !== 'platform' || isAtLeast(platform, from.version)),
  );
}

/** What installers since 8.0 upgrade from. */
const oldest = { compares: 'platform', version: '2.1.0' } as const;

/** Which installers install a pack of this form. */
export function installersOfPacks(format: PackFormat): readonly MediaRelease[] {
  return mediaReleases.filter(({ installer }) => installer.packs.includes(format));
}

/** `XenServer 5.6 to 7.0, XCP-ng 7.4 to 8.2`: the first and the last of each brand. */
export function releaseRange(releases: readonly MediaRelease[]): string {
  const brands = [...new Set(releases.map(({ brand }) => brand))];
  const ranges = brands.map((brand) => {
    const own = releases.filter((release) => release.brand === brand);
    const [first, last] = [own[0], own.at(-1)];
    if (first === undefined || last === undefined || first === last) return first?.name ?? '';
    return `${first.name} to ${last.name.replace(/^(XenServer|Citrix Hypervisor|XCP-ng) /, '')}`;
  });
  return ranges.join(', ');
}
