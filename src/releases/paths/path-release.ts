/** The places on the way from a release to another: every release whose medium is described, and those before it that no server can give. */
import { findMediaRelease, mediaReleases } from '../media/find-media-release.js';
import type { MediaBrand, MediaRelease } from '../media/media-release.js';
import { nearestWord } from '../../shared/nearest-word.js';

export interface PathRelease {
  /** As it is written on a command line: `xenserver-6.5`, `citrix-hypervisor-8.2-cu1`. */
  readonly id: string;
  readonly name: string;
  readonly brand: MediaBrand;
  readonly product: string;
  /** Null where hosts and media of the release name none. */
  readonly platform: string | null;
  /** Undefined for a release whose media Drydock cannot import: people install from the vendor's disc. */
  readonly medium: MediaRelease | undefined;
}

/**
 * Releases before 5.6, whose media have another form (media-and-clients.md 1.1): the vendor has each host brought by hand through
 * every one of them up to 5.6 (design, 5). That they were is told by the data model, which dates its fields by them.
 */
const before56: readonly PathRelease[] = ['4.1', '5.0', '5.5'].map((product) => ({
  id: `xenserver-${product}`,
  name: `XenServer ${product}`,
  brand: 'XenServer',
  product: `${product}.0`,
  platform: null,
  medium: undefined,
}));

/** By brand, the oldest first. */
export const pathReleases: readonly PathRelease[] = [...before56, ...mediaReleases.map(ofMedium)];

function ofMedium(medium: MediaRelease): PathRelease {
  const { name, brand, product, platform } = medium;
  return { id: name.toLowerCase().replaceAll(' ', '-'), name, brand, product, platform, medium };
}

/** The release of a described medium. */
export function pathReleaseOf(medium: MediaRelease): PathRelease {
  return pathReleases.find((release) => release.medium === medium) ?? ofMedium(medium);
}

/**
 * The release that a host runs, by what it reports. A release that nobody has described yet is made of the host's own versions,
 * so that its installer's rule can still be applied.
 */
export function pathReleaseOfHost(versions: {
  readonly brand: string | null;
  readonly product: string | null;
  readonly platform: string | null;
  readonly build: string | null;
}): PathRelease | undefined {
  const { product, platform, build } = versions;
  if (product === null) return undefined;
  const brand = versions.brand?.startsWith('XCP') === true ? 'XCP-ng' : 'XenServer';
  const medium = findMediaRelease({ brand, product, build });
  // The host's own number may be newer than the one that is described: an updated host must not seem older than it is.
  if (medium !== undefined) return { ...pathReleaseOf(medium), platform: platform ?? medium.platform };
  const older = before56.find((release) => release.brand === brand && product.startsWith(release.product.slice(0, 3)));
  if (older !== undefined) return older;
  const name = `${brand} ${product}`;
  return { id: name.toLowerCase().replaceAll(' ', '-'), name, brand, product, platform, medium: undefined };
}

/**
 * Long-term releases, which vendors keep up longest (general knowledge; 7.1 and 8.2 have cumulative updates): the better place
 * to rest on a way where several would do.
 */
export function isLongTerm({ name }: PathRelease): boolean {
  return ['XenServer 7.1', 'Citrix Hypervisor 8.2 CU1', 'XCP-ng 8.2.1', 'XCP-ng 8.3'].includes(name);
}

/** By its id, name, or brand and product number: `xenserver-8.2.1` is Citrix Hypervisor 8.2 CU1. */
export function findPathRelease(text: string): PathRelease | undefined {
  const wanted = idOf(text);
  return pathReleases.find((release) => idsOf(release).includes(wanted));
}

/** What may have been meant, for a name that is none. */
export function nearestRelease(text: string): string | undefined {
  const ids = pathReleases.flatMap(idsOf);
  return nearestWord(idOf(text), ids);
}

function idOf(text: string): string {
  return text.trim().toLowerCase().replaceAll(/\s+/g, '-');
}

function idsOf({ id, brand, product }: PathRelease): readonly string[] {
  const short = product.replace(/\.0$/, '');
  const named = [product, short].map((number) => `${brand.toLowerCase()}-${number}`);
  return [
    id,
    ...named,
    ...(brand === 'XenServer' ? [product, short].map((number) => `citrix-hypervisor-${number}`) : []),
  ];
}
