/** What a host reports after an installation: told by the medium that was really read, not by what was expected. */
import { parseTreeinfo, type MediaVersions } from '../../installer/parsers/treeinfo.js';
import type { RepositoryPackage } from '../../installer/parsers/repository-metadata.js';
import { findRelease, withPluginPackage } from '../../releases/find-release.js';
import type { ReleaseFacts } from '../../releases/release-facts.js';
import { isAtLeast, versionNumbers } from '../../releases/versions.js';
import type { InstalledSystem } from '../state/objects.js';

/** What was read of a medium on the way. */
export interface ObservedMedium {
  readonly treeinfo: Uint8Array | undefined;
  /** Of media up to 6.5, where the repository says it. */
  readonly build: string | undefined;
  readonly packages: readonly RepositoryPackage[];
}

/**
 * Product and platform from `.treeinfo`, xapi, Xen and the upgrade plugin from their packages; the rest, and what the medium does not tell, as
 * the release that it is most like reports it.
 */
export function systemFromMedium(
  versions: MediaVersions,
  { treeinfo, build: repositoryBuild, packages }: ObservedMedium,
  installer: ReleaseFacts,
): InstalledSystem {
  const { productVersion: product, platformVersion: platform } = versions;
  const release = findRelease({ product, platform, brand: versions.productName }) ?? installer;
  const plugin = packageVersion(packages, 'host-upgrade-plugin')?.version;
  const facts = plugin === undefined ? release : withPluginPackage(release, plugin);
  const build = treeinfo === undefined ? repositoryBuild : buildNumber(treeinfo);
  const xapi = packageVersion(packages, 'xapi-core')?.version;
  const softwareVersion = {
    ...facts.softwareVersion,
    product_version: product,
    product_brand: versions.productName,
    platform_name: versions.platformName,
    platform_version: platform,
    ...(build === undefined ? {} : { build_number: build }),
    ...xapiVersions(xapi, facts),
    ...xenVersion(packages),
  };
  return { facts, productVersion: product, xapiVersion: xapi ?? facts.xapiVersion, softwareVersion };
}

function buildNumber(treeinfo: Uint8Array): string | undefined {
  return parseTreeinfo(new TextDecoder().decode(treeinfo), { refusesDuplicates: false }).get('build')?.get('number');
}

/** Version and the first number of the release: `4.17.5-4` for `xen-hypervisor-4.17.5-4.1.x86_64.rpm`. */
function xenVersion(packages: readonly RepositoryPackage[]): { readonly xen?: string } {
  const xen = packageVersion(packages, 'xen-hypervisor');
  if (xen === undefined) return {};
  const [number] = versionNumbers(xen.release);
  return { xen: number === undefined ? xen.version : `${xen.version}-${number}` };
}

/** Read from the file name, `name-version-release.architecture.rpm`. */
function packageVersion(
  packages: readonly RepositoryPackage[],
  name: string,
): { readonly version: string; readonly release: string } | undefined {
  const file =
    packages
      .find((found) => found.name === name)
      ?.path.split('/')
      .at(-1) ?? '';
  const [, version, release] = /-([^-]+)-([^-]+)\.[^.]+\.rpm$/.exec(file) ?? [];
  return version === undefined || release === undefined ? undefined : { version, release };
}

/**
 * `xapi_build` where the release shows it; `xapi` follows it since versions are counted by years, and is a number of its own
 * before: `1.20` for 1.249.26 (xapi.md 1.10).
 */
function xapiVersions(xapi: string | undefined, { softwareVersion }: ReleaseFacts): Readonly<Record<string, string>> {
  if (xapi === undefined) return {};
  return {
    ...(isAtLeast(xapi, '21.0.0') ? { xapi: majorMinor(xapi) } : {}),
    ...(softwareVersion['xapi_build'] === undefined ? {} : { xapi_build: xapi }),
  };
}

function majorMinor(version: string): string {
  const [major = 0, minor = 0] = versionNumbers(version);
  return `${major}.${minor}`;
}
