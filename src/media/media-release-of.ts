/** Which described release a medium is of, by what it calls itself: also of media that no upgrade was tried with. */
import { findMediaRelease } from '../releases/media/find-media-release.js';
import type { MediaRelease } from '../releases/media/media-release.js';
import type { Manifest } from './manifest.js';
import { brandOf } from './recognise/package-family.js';

/** Undefined for a pack, for a brand of somebody else, and for a release that nobody has described yet. */
export function mediaReleaseOf({ layout, product }: Pick<Manifest, 'layout' | 'product'>): MediaRelease | undefined {
  if (layout === 'supplemental-pack') return undefined;
  const brand = brandOf(product.name);
  return brand === undefined ? undefined : findMediaRelease({ brand, product: product.version, build: product.build });
}

/** `XenServer 6.2, whose installer upgrades from product version 5.6.0`. */
export function mediaReleaseText(medium: Pick<Manifest, 'layout' | 'product'>): string | null {
  const release = mediaReleaseOf(medium);
  if (release === undefined) return null;
  const { compares, version } = release.installer.upgradesFrom;
  return `${release.name}, whose installer upgrades from ${compares} version ${version}`;
}
