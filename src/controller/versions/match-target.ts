/** Whether a host has the versions a medium installs, and which way it differs: what "at the target" and "proven" mean. */
import type { TargetVersions } from '../../media/manifest.js';
import { versionNumbers } from '../../releases/versions.js';
import type { HostVersions } from '../facts/pool-facts.js';

const versionKeys = ['product', 'build', 'platform', 'xapi', 'xen', 'linux'] as const;
export type VersionKey = (typeof versionKeys)[number];

export interface VersionDifference {
  readonly key: VersionKey;
  /** What the medium installs. */
  readonly expected: string;
  /** What the host reports; null when it reports nothing. */
  readonly found: string | null;
}

/**
 * What keeps a host from being at the target; empty when it is. The product number alone is never enough: a refreshed
 * medium of one release has the same (xencenter-rpu.md 4.1). The build counts only where nothing finer is known: hosts
 * of one release report "cloud" or "8.3.0" according to their updates (xapi.md 1.10).
 */
export function differencesFromTarget(target: TargetVersions, versions: HostVersions): readonly VersionDifference[] {
  const finer = target.xapi !== null || target.xen !== null;
  const differences: VersionDifference[] = [];
  for (const key of versionKeys) {
    const expected = target[key];
    if (expected === null || (key === 'build' && finer)) continue;
    const found = versions[key];
    if (!isSame(key, expected, found)) differences.push({ key, expected, found });
  }
  return differences;
}

export function isAtTarget(target: TargetVersions, versions: HostVersions): boolean {
  return differencesFromTarget(target, versions).length === 0;
}

/** As it was when the plan was made, as far as versions are told. */
export function isVersionOf(before: HostVersions, versions: HostVersions): boolean {
  const keys = ['product', 'build', 'platform', 'xapi'] as const;
  return keys.every((key) => versions[key] === null || before[key] === null || versions[key] === before[key]);
}

/**
 * Compares a version from a medium with one from a host. Packages carry a release that hosts show in part or not at all
 * ("4.17.3-4.2.xs8", "4.17.3-4", "4.17.3"): after the hyphen only the first number counts, and only if both have one.
 */
export function compareWithMedium(medium: string, host: string | null): number {
  const [mediumVersion, mediumRelease] = parts(medium);
  const [hostVersion, hostRelease] = parts(host ?? '0.0.0');
  const length = Math.max(mediumVersion.length, hostVersion.length);
  for (let index = 0; index < length; index += 1) {
    // Older hosts report only the first two numbers of their xapi; what is missing is zero.
    const difference = (mediumVersion[index] ?? 0) - (hostVersion[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return mediumRelease === null || hostRelease === null ? 0 : mediumRelease - hostRelease;
}

/** The versions as a person reads them: `XCP-ng 8.3.0 (xapi 24.19.2, xen 4.17.5-3)`. */
export function describeVersions(versions: HostVersions): string {
  const product = [versions.brand, versions.product].filter((part) => part !== null).join(' ');
  const details = [
    versions.build === null ? null : `build ${versions.build}`,
    versions.xapi === null ? null : `xapi ${versions.xapi}`,
    versions.xen === null ? null : `xen ${versions.xen}`,
  ].filter((part) => part !== null);
  const name = product === '' ? 'unknown version' : product;
  return details.length === 0 ? name : `${name} (${details.join(', ')})`;
}

/** The build is a name, and the kernel's version ends in one ("4.19.0+1"): these two are compared as they are. */
function isSame(key: VersionKey, expected: string, found: string | null): boolean {
  if (key === 'build' || key === 'linux') return expected === found;
  return found !== null && compareWithMedium(expected, found) === 0;
}

function parts(version: string): readonly [readonly number[], number | null] {
  const hyphen = version.indexOf('-');
  if (hyphen < 0) return [versionNumbers(version), null];
  const release = /^\d+/.exec(version.slice(hyphen + 1));
  return [versionNumbers(version.slice(0, hyphen)), release === null ? null : Number(release[0])];
}
