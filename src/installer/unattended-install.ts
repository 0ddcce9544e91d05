/** A whole unattended upgrade as the installer on the medium runs it (media-and-clients.md 3.2). */
import type { InstallerFacts, MediaFacts } from '../releases/release-facts.js';
import { compareVersions } from '../releases/versions.js';
import type { ScriptPart } from './asking.js';
import type { ClientScript } from './client-script.js';
import type { FailureDetails, InstallVerdict, LookUpVerdict } from './install-verdict.js';
import { installerLookUp } from './installer-look-up.js';
import { packagePhase } from './package-phase.js';
import { xmlMediaVersions, xmlPackagePhase } from './xml-package-phase.js';
import { mainRepository, type FoundRepository } from './xml-media.js';
import { fetchCheckingKey, fetchKeysForSystem } from './repository-keys.js';

/** The release of a medium, as far as its installer goes. */
export interface InstallerRelease {
  readonly installer: InstallerFacts;
  readonly media: Pick<MediaFacts, 'packageTargets'>;
}

export interface UnattendedInstall {
  /** The release of the medium: its installer is the one that runs. */
  readonly release: InstallerRelease;
  /** Platform version of the host that is upgraded; absent for a fresh installation. */
  readonly hostPlatformVersion?: string;
  /** Called when the root file system is made anew: from here on a failure leaves no system to start. */
  readonly onDiskFormatted?: () => void;
}

/**
 * Requests of phase `look-up` come before the disk is formatted, those of phase `packages` after it. The source is looked
 * up again after the formatting, without any retry.
 */
export function* unattendedInstall(install: UnattendedInstall): ClientScript<InstallVerdict> {
  const { installer } = install.release;
  if (isTooOld(install)) return { outcome: 'refused-before-disk', reason: 'version-out-of-range' };
  const before = yield* installerLookUp(installer.generation, 'look-up');
  const refusal = refusalOf(before, install);
  if (refusal !== undefined) return { outcome: 'refused-before-disk', ...refusal };
  install.onDiskFormatted?.();
  return yield* installPackages(install);
}

function* installPackages(install: UnattendedInstall): ScriptPart<InstallVerdict> {
  const { installer, media } = install.release;
  const source = yield* installerLookUp(installer.generation, 'packages');
  if (!source.ok) return { outcome: 'failed-after-disk', ...detailsOf(source) };
  if (source.kind === 'xml') return yield* installXmlMedium(source.repositories);
  if (source.kind !== 'main') return { outcome: 'failed-after-disk', reason: 'no-main-repository' };
  const missingKey = yield* fetchCheckingKey(installer, source.keys);
  if (missingKey !== undefined) return missing(missingKey);
  const packages = yield* packagePhase({
    manager: installer.packagePhase,
    checksMetadataSignature: installer.signatures === 'first-media-key' && source.keys.length > 0,
    targets: media.packageTargets,
    lookedUp: source.packages,
  });
  if (!packages.ok) return { outcome: 'failed-after-disk', ...detailsOf(packages) };
  const missingSystemKey = yield* fetchKeysForSystem(installer, source.keys);
  if (missingSystemKey !== undefined) return missing(missingSystemKey);
  const packs = yield* xmlPackagePhase(source.oldPacks);
  if (!packs.ok) return { outcome: 'failed-after-disk', ...detailsOf(packs) };
  return { outcome: 'installed', versions: source.versions, packages: [...packages.packages, ...packs.packages] };
}

function* installXmlMedium(repositories: readonly FoundRepository[]): ScriptPart<InstallVerdict> {
  if (mainRepository(repositories) === undefined) return { outcome: 'failed-after-disk', reason: 'no-main-repository' };
  const packages = yield* xmlPackagePhase(repositories);
  if (!packages.ok) return { outcome: 'failed-after-disk', ...detailsOf(packages) };
  return { outcome: 'installed', versions: xmlMediaVersions(repositories), packages: packages.packages };
}

/** A generic repository passes here: that is the trap the importer keeps media out of. */
function refusalOf(verdict: LookUpVerdict, install: UnattendedInstall): FailureDetails | undefined {
  if (!verdict.ok) return detailsOf(verdict);
  if (verdict.kind !== 'main' || install.hostPlatformVersion === undefined) return undefined;
  const isTooNew = compareVersions(install.hostPlatformVersion, verdict.versions.platformVersion) > 0;
  return isTooNew ? { reason: 'version-out-of-range' } : undefined;
}

/** Seen when the existing installation is looked for, before any request. */
function isTooOld({ hostPlatformVersion: host, release }: UnattendedInstall): boolean {
  return host !== undefined && compareVersions(host, release.installer.minimumPlatform) < 0;
}

function detailsOf(failure: FailureDetails): FailureDetails {
  return { reason: failure.reason, ...(failure.missing === undefined ? {} : { missing: failure.missing }) };
}

function missing(path: string): InstallVerdict {
  return { outcome: 'failed-after-disk', reason: 'missing-file', missing: path };
}
