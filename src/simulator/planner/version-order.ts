/** Which way VMs may move between hosts, and whether a pool is half upgraded, in the eyes of the coordinator (xapi.md 2.1, 2.2). */
import { apiBehaviour } from '../../releases/api-behaviour.js';
import { compareVersions } from '../../releases/versions.js';
import type { InstalledSystem } from '../state/objects.js';

export type SoftwareVersion = Readonly<Record<string, string>>;

/** Equal or newer in every key that the deciding code compares. Two hosts may be incomparable: then neither way works. */
export function mayMove(from: SoftwareVersion, to: SoftwareVersion, judge: InstalledSystem): boolean {
  return apiBehaviour(judge).migrationCompares.every((key) => compareVersions(to[key], from[key]) >= 0);
}

/** Does this host's record make the pool a half-upgraded one? Compared as text, not by order. */
export function differsFromCoordinator(
  host: SoftwareVersion,
  coordinator: SoftwareVersion,
  judge: InstalledSystem,
): boolean {
  return apiBehaviour(judge).rollingFlagCompares.some((key) => (host[key] ?? '') !== (coordinator[key] ?? ''));
}
