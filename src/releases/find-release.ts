/** The known releases, and which of them a host or a medium is. */
import type { ReleaseFacts, ReleaseId } from './release-facts.js';
import { isAtLeast, versionNumbers } from './versions.js';
import { xcpng82 } from './xcp-ng-8.2.js';
import { xcpng83 } from './xcp-ng-8.3.js';
import { xenserver602 } from './xenserver-6.0.2.js';
import { xenserver62 } from './xenserver-6.2.js';
import { xenserver65 } from './xenserver-6.5.js';
import { xenserver70 } from './xenserver-7.0.js';
import { xenserver71 } from './xenserver-7.1.js';
import { xenserver76 } from './xenserver-7.6.js';
import { xenserver8 } from './xenserver-8.js';
import { xenserver821 } from './xenserver-8.2.1.js';
import { xenserver9 } from './xenserver-9.js';

export const releases: Readonly<Record<ReleaseId, ReleaseFacts>> = {
  'xenserver-6.0.2': xenserver602,
  'xenserver-6.2': xenserver62,
  'xenserver-6.5': xenserver65,
  'xenserver-7.0': xenserver70,
  'xenserver-7.1': xenserver71,
  'xenserver-7.6': xenserver76,
  'xenserver-8.2.1': xenserver821,
  'xenserver-8': xenserver8,
  'xenserver-9': xenserver9,
  'xcp-ng-8.2': xcpng82,
  'xcp-ng-8.3': xcpng83,
};

export interface ReleaseMarks {
  /** Product version: `8.2.1`. */
  readonly product?: string | undefined;
  /** Platform version: `3.2.1`. */
  readonly platform?: string | undefined;
  /** Product brand or name, as a host or `.treeinfo` gives it: `XCP-ng`, `XenServer`, `Citrix Hypervisor`. */
  readonly brand?: string | undefined;
}

/**
 * The release whose product version, else platform version, is the given one up to major.minor. Only releases of the given
 * brand count where it is known; a renamed medium (`Example-ng 8.3.0`) is judged by its numbers.
 */
export function findRelease(marks: ReleaseMarks): ReleaseFacts | undefined {
  const brand = knownBrand(marks.brand);
  const candidates = Object.values(releases).filter((release) => brand === undefined || release.brand === brand);
  const { product, platform } = marks;
  return (
    candidates.find((release) => product !== undefined && sameMinor(release.productVersion, product)) ??
    candidates.find((release) => platform !== undefined && sameMinor(release.platform.version, platform))
  );
}

/** The same release after an update of its xapi: it has the calls, fields and rules of the newer version. */
export function atXapiVersion(release: ReleaseFacts, xapiVersion: string): ReleaseFacts {
  const [major = 0, minor = 0] = versionNumbers(xapiVersion);
  const softwareVersion = { ...release.softwareVersion, xapi: `${major}.${minor}`, xapi_build: xapiVersion };
  return { ...release, xapiVersion, softwareVersion };
}

/** The same release on a host that was never updated: with the plugin that its medium installed. */
export function withPluginAsReleased(release: ReleaseFacts): ReleaseFacts {
  const { hostPlugin } = release;
  return { ...release, hostPlugin: { ...hostPlugin, generation: hostPlugin.asReleased ?? hostPlugin.generation } };
}

/**
 * The same release with the plugin that a medium installed, by the version of its package host-upgrade-plugin; it matters for
 * releases whose hosts were released with one that asks for other files.
 */
export function withPluginPackage(release: ReleaseFacts, version: string): ReleaseFacts {
  const { asReleased } = release.hostPlugin;
  if (asReleased === undefined || isAtLeast(version, '3.0.3')) return release;
  const generation = isAtLeast(version, '3.0.2') ? 'plugin-3.0.2' : asReleased;
  return { ...release, hostPlugin: { ...release.hostPlugin, generation } };
}

/** `8.2.0` and `8.2.1` are one release here: what a point release changes is not a fact of this table. */
function sameMinor(left: string, right: string): boolean {
  const [leftMajor, leftMinor] = versionNumbers(left);
  const [rightMajor, rightMinor] = versionNumbers(right);
  return leftMajor === rightMajor && leftMinor === rightMinor;
}

function knownBrand(brand: string | undefined): ReleaseFacts['brand'] | undefined {
  const name = (brand ?? '').trim().toLowerCase();
  if (name === 'xcp-ng') return 'XCP-ng';
  return name === 'xenserver' || name === 'citrix hypervisor' ? 'XenServer' : undefined;
}
