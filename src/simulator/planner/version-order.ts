/** Which way VMs may move between hosts, and whether a pool is half upgraded, in the eyes of the coordinator (xapi.md 2.1, 2.2). */
import { apiBehaviour } from '../../releases/api-behaviour.js';
import { compareVersions, isAtLeast } from '../../releases/versions.js';
import type { InstalledSystem } from '../state/objects.js';

export type SoftwareVersion = Readonly<Record<string, string>>;

/** Equal or newer in every key that the deciding code compares. Two hosts may be incomparable: then neither way works. */
export function mayMove(from: SoftwareVersion, to: SoftwareVersion, judge: InstalledSystem): boolean {
  return apiBehaviour(judge).migrationCompares.every((key) => compareVersions(to[key], from[key]) >= 0);
}

/** Equal or newer by the keys that decide the flag: the rule for starts, which is another one than that for moves. */
export function isNewer(than: SoftwareVersion, version: SoftwareVersion, judge: InstalledSystem): boolean {
  return apiBehaviour(judge).rollingFlagCompares.every((key) => compareVersions(version[key], than[key]) >= 0);
}

/** The same by the keys that decide the flag, compared as numbers. */
export function isSameVersion(one: SoftwareVersion, other: SoftwareVersion, judge: InstalledSystem): boolean {
  return apiBehaviour(judge).rollingFlagCompares.every((key) => compareVersions(one[key], other[key]) === 0);
}

/**
 * Does this host's record make the pool a half-upgraded one? Compared as text up to 25.30, as numbers later
 * (`pool_has_different_host_platform_versions` in helpers.ml).
 */
export function differsFromCoordinator(
  host: SoftwareVersion,
  coordinator: SoftwareVersion,
  judge: InstalledSystem,
): boolean {
  if (isAtLeast(judge.xapiVersion, '25.31')) return !isSameVersion(host, coordinator, judge);
  return apiBehaviour(judge).rollingFlagCompares.some((key) => (host[key] ?? '') !== (coordinator[key] ?? ''));
}
