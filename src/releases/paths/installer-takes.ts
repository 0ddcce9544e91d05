/** Whether an installer upgrades a host: the one rule that the assessment, the planner of hops and the docs go by. */
import { findMediaRelease } from '../media/find-media-release.js';
import type { MediaRelease } from '../media/media-release.js';
import { compareVersions } from '../versions.js';

/** From which version on an installer upgrades, and which of the two versions it compares. */
export type UpgradesFrom = MediaRelease['installer']['upgradesFrom'];

export interface HostVersion {
  readonly brand: string | null;
  readonly product: string | null;
  readonly platform: string | null;
}

export type Taken =
  | { readonly verdict: 'yes'; readonly compares: UpgradesFrom['compares']; readonly found: string }
  | { readonly verdict: 'no'; readonly compares: UpgradesFrom['compares']; readonly found: string | null }
  /** The host does not tell the version that is compared. */
  | { readonly verdict: 'unknown'; readonly compares: UpgradesFrom['compares'] };

export function installerTakes({ compares, version: oldest }: UpgradesFrom, host: HostVersion): Taken {
  const found = compares === 'product' ? host.product : platformOf(host);
  if (found === undefined) return { verdict: 'unknown', compares };
  if (found === null)
    return host.product === null ? { verdict: 'unknown', compares } : { verdict: 'no', compares, found };
  return { verdict: compareVersions(found, oldest) >= 0 ? 'yes' : 'no', compares, found };
}

/**
 * The platform version of a host, as the installer finds it on its disk. Hosts up to 6.0.2 do not report it (xapi.md 1.10), so
 * that of their release stands for it; null: the release has none, which is older than any. Undefined: nobody knows.
 */
export function platformOf({ brand, product, platform }: HostVersion): string | null | undefined {
  if (platform !== null) return platform;
  if (product === null) return undefined;
  const release = findMediaRelease({ brand: brand?.startsWith('XCP') === true ? 'XCP-ng' : 'XenServer', product });
  if (release !== undefined) return release.platform;
  return compareVersions(product, '6.0.0') < 0 ? null : undefined;
}
