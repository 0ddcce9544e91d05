/**
 * Which recorded clients speak for a release whose medium is known: the plugin of its hosts, and the installer on its
 * medium. The releases that a run can be planned for have the same facts in a file of their own; a test ties the two.
 */
import type { HostPluginGeneration, InstallerFacts, InstallerGeneration, PackageTarget } from '../release-facts.js';
import { compareVersions, isAtLeast } from '../versions.js';
import type { MediaRelease } from './media-release.js';

/** What tells the plugin of a host. */
export type HostRelease = Pick<MediaRelease, 'brand' | 'product'>;

export interface HostClient {
  readonly generation: HostPluginGeneration;
  /** Named where the recorded client stands for the release only by its neighbourhood, or with a hotfix. */
  readonly note?: string;
  /** That it is not the plugin of a fully updated host. */
  readonly asReleased?: true;
}

/**
 * The plugins of hosts of the release that are pointed at a medium of this layout: that of a fully updated host first, then
 * that of one that was never updated, where it asks for other files. Empty: the release has none.
 */
export function hostClientsOf(release: HostRelease, layout: MediaRelease['medium']['layout']): readonly HostClient[] {
  const updated = updatedClient(release, layout);
  if (updated === undefined) return [];
  return isXenServer8(release) ? [updated, { generation: '3.0.4', asReleased: true }] : [updated];
}

function isXenServer8({ brand, product }: HostRelease): boolean {
  return brand === 'XenServer' && isAtLeast(product, '8.3.0') && !isAtLeast(product, '9.0.0');
}

function updatedClient(release: HostRelease, layout: MediaRelease['medium']['layout']): HostClient | undefined {
  const { product } = release;
  // The plugin came with 6.0: media-and-clients.md 2.7.
  if (!isAtLeast(product, '6.0.0')) return undefined;
  if (!isAtLeast(product, '7.0.0')) return clientUpTo65(product, layout);
  if (!isAtLeast(product, '8.0.0')) return { generation: '2016-11' }; // result matrix: 333c618 / v2.0.3
  if (compareVersions(product, '8.2.1') < 0) {
    return { generation: '2016-11', note: 'by the recorded plugin of 7.6: those of 8.0 to 8.2 cannot be read' };
  }
  if (compareVersions(product, '8.3.0') < 0) return { generation: '2.3.5' }; // result matrix: v2.3.5
  // Changelog of host-upgrade-plugin, media-and-clients.md 2.1.
  if (isXenServer8(release) || isAtLeast(product, '9.0.0')) return { generation: 'plugin-3.0.3', note: byChangelog };
  return { generation: '3.0.4' }; // trace host-library-3.0.4
}

const byChangelog = 'by the changelog of their plugin: those from 3.0.2 (2024-12) on cannot be read';

/** Result matrix, media-and-clients.md 2.1. Media of 7.0 and later need the library of the hotfix of 2016. */
function clientUpTo65(product: string, layout: MediaRelease['medium']['layout']): HostClient {
  if (layout === 'treeinfo') return { generation: '2016-05', note: 'with the RPU hotfix of 2016' };
  return { generation: isAtLeast(product, '6.2.0') ? '2013-10' : '2012-06' };
}

/** The installer on the release's medium: media-and-clients.md 2.4 and 2.5 throughout. */
export function installerOf(release: MediaRelease): InstallerFacts {
  const generation = generationOf(release);
  const { compares, version } = release.installer.upgradesFrom;
  const recent = generation === 'xs8' || generation === 'xs9';
  return {
    generation,
    packagePhase: generation === 'xs9' ? 'dnf' : 'yum',
    signatures: release.installer.signatures,
    acceptsBareRepository: recent,
    ftpProbe: ftpProbes[generation],
    ftpStandardPortOnly: !isAtLeast(release.product, '8.1.0'),
    basicAuthStandardPortOnly: generation !== 'xs9',
    minimumPlatform: compares === 'platform' ? version : '0.0.0',
  };
}

/** Up to 6.5 a listing, up to 8.0 SIZE, from 8.1 on the transfer itself: table of media-and-clients.md 2.4. */
const ftpProbes: Readonly<Record<InstallerGeneration, InstallerFacts['ftpProbe']>> = {
  '5.6': 'nlst',
  '7.0': 'size',
  '7.1': 'size',
  '8.2': 'retr',
  xs8: 'retr',
  xs9: 'retr',
};

function generationOf({ product }: MediaRelease): InstallerGeneration {
  if (!isAtLeast(product, '7.0.0')) return '5.6';
  if (!isAtLeast(product, '7.1.0')) return '7.0';
  if (!isAtLeast(product, '8.1.0')) return '7.1';
  if (!isAtLeast(product, '8.3.0')) return '8.2';
  return isAtLeast(product, '9.0.0') ? 'xs9' : 'xs8';
}

/** What the installer asks its package manager for: media-and-clients.md 1.2. */
export function packageTargetsOf({ brand, medium }: MediaRelease): readonly PackageTarget[] {
  // Repositories of their own, of which all is installed: media-and-clients.md 1.3.
  if (medium.layout === 'xs-repository') return [];
  if (brand === 'XCP-ng') return [{ kind: 'package', name: 'xcp-ng-deps' }];
  return [
    { kind: 'group', id: 'xenserver_base' },
    { kind: 'group', id: 'xenserver_dom0' },
  ];
}

/** Why hosts of a release are not upgraded to a medium; undefined: they are. */
export function whyNotUpgraded(
  host: MediaRelease,
  medium: MediaRelease,
  versions: { readonly product: string; readonly platform: string },
): string | undefined {
  const { compares, version: oldest } = medium.installer.upgradesFrom;
  const own = compares === 'product' ? host.product : host.platform;
  const target = compares === 'product' ? versions.product : versions.platform;
  if (own === null) return `the platform version of ${host.name} is not known`;
  if (compareVersions(own, oldest) < 0) {
    return `the installer of ${medium.name} upgrades from ${compares} version ${oldest} on; ${host.name} has ${own}`;
  }
  if (compareVersions(own, target) > 0) return `${host.name} has ${compares} version ${own}, the medium ${target}`;
  return undefined;
}
