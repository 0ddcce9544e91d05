/** Which client speaks for a host that runs a release, and for the medium of a release. */
import type { HostPluginGeneration, InstallerFacts, ReleaseFacts } from '../releases/release-facts.js';
import type { ClientProfile, NfsVersion } from './client-script.js';
import { hostLibraries } from './host-library.js';
import { hostLibraryOf, type PluginRun } from './plugin.js';

/** The plugin of a host that runs the release, and how it speaks to a server. */
export function pluginClient(host: ReleaseFacts): { readonly run: PluginRun; readonly profile: ClientProfile } {
  const { generation, basicAuthStandardPortOnly } = host.hostPlugin;
  return {
    run: { generation, hostPlatformVersion: host.platform.version },
    profile: pluginProfile(generation, basicAuthStandardPortOnly),
  };
}

/** How the host library under a plugin speaks to a server. */
export function pluginProfile(generation: HostPluginGeneration, basicAuthStandardPortOnly = true): ClientProfile {
  const library = hostLibraries[hostLibraryOf(generation)];
  return {
    userAgent: library.refusesDuplicates ? 'Python-urllib/3.6' : 'Python-urllib/2.7',
    keepAlive: false,
    family: 'host-library',
    ftpProbe: library.ftpProbe,
    needsTrailingSlash: library.needsTrailingSlash,
    basicAuth: basicAuthStandardPortOnly ? 'standard-port' : 'any-port',
    nfsVersions: oldPlugins.includes(generation) ? [3] : modernNfs,
  };
}

/** How the installer of a medium of the release speaks to a server, before and between the packages. */
export function installerProfile(medium: Pick<ReleaseFacts, 'installer'>): ClientProfile {
  const { installer } = medium;
  return {
    userAgent: installer.generation === 'xs9' ? 'Python-urllib/3.11' : 'Python-urllib/2.7',
    keepAlive: false,
    family: 'installer',
    ftpProbe: installer.ftpProbe,
    needsTrailingSlash: false,
    basicAuth: installer.basicAuthStandardPortOnly ? 'standard-port' : 'any-port',
    nfsVersions: installer.generation === '5.6' ? [3] : modernNfs,
  };
}

/** How the package manager inside the installer speaks; it never asks whether a file exists. */
export function packageManagerProfile(medium: Pick<ReleaseFacts, 'installer'>): ClientProfile {
  return {
    userAgent: packageManagerAgent[medium.installer.packagePhase],
    keepAlive: true,
    family: 'libcurl',
    ftpProbe: 'retr',
    needsTrailingSlash: false,
    basicAuth: 'preemptive',
    // It reads what the installer has mounted.
    nfsVersions: installerProfile(medium).nfsVersions,
  };
}

/** Those of hosts up to 6.5, with a system of the age of CentOS 5 (media-and-clients.md 2.3). */
const oldPlugins: readonly HostPluginGeneration[] = ['2012-06', '2013-10', '2016-05'];

const modernNfs: readonly NfsVersion[] = [4, 3];

const packageManagerAgent: Readonly<Record<InstallerFacts['packagePhase'], string>> = {
  dnf: 'libdnf (XenServer 9; generic; Linux.x86_64)',
  yum: 'urlgrabber/3.10 yum/3.4.3',
};
