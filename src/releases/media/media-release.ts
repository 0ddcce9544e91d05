/** What is known of the installation media of a release, of its installer and of the hosts that run it; data by era beside. */

export type MediaBrand = 'XenServer' | 'XCP-ng';

/** How a pack is described: `XS-REPOSITORY` and `XS-PACKAGES` (to 7.0), or `update.xml` and a yum repository (from 7.1). */
export type PackFormat = 'xs-repository' | 'update-xml';

export interface MediaRelease {
  /** What people call it: `XenServer 6.2`. */
  readonly name: string;
  /** Citrix Hypervisor is XenServer here. */
  readonly brand: MediaBrand;
  /** Product version on its medium. */
  readonly product: string;
  /** Build on its medium, where another release has the same product version. */
  readonly build: string | null;
  /** Platform version on its medium; null where the medium names none (5.6) or none is known (9). */
  readonly platform: string | null;
  readonly medium: MediumFacts;
  readonly installer: MediaInstallerFacts;
  readonly hosts: MediaHostFacts;
  /** Facts that rest on general knowledge or on a neighbouring release instead of a source that was read, by path. */
  readonly estimated: readonly string[];
}

export interface MediumFacts {
  readonly layout: 'xs-repository' | 'treeinfo';
  /** Identifiers (`originator:name`) without which its installer finds no main repository; empty where `.treeinfo` is it. */
  readonly mainRepositories: readonly string[];
  /** What the host plugin copies before the reboot, and what a medium without is useless for. */
  readonly bootFiles: readonly string[];
  /** Templates and kernels for Linux guests: an ISO of their own beside the base ISO, part of the medium, or gone. */
  readonly linuxPack: 'separate' | 'on-medium' | 'none';
}

export interface MediaInstallerFacts {
  /** Kinds of packs that it installs. */
  readonly packs: readonly PackFormat[];
  /** `XS-REPOSITORY-LIST`: names the repositories, is read beside `.treeinfo` for packs, or is not looked at. */
  readonly repositoryList: 'needed' | 'read' | 'ignored';
  readonly signatures: 'unchecked' | 'built-in-key' | 'first-media-key';
  /** The oldest version that it upgrades, and which of the two versions it compares. */
  readonly upgradesFrom: { readonly compares: 'product' | 'platform'; readonly version: string };
}

/** The library of hosts that run the release, which looks at a medium before the host reboots into the installer. */
export interface MediaHostFacts {
  readonly readsTreeinfo: 'no' | 'with-hotfix' | 'yes';
  /** Whether `[system-v1]` without `[platform]` is understood; else the host answers INVALID_URL. */
  readonly readsSystemSectionAlone: boolean;
  /** A list that names folders makes the library of Python 3 raise, so that the search for repositories fails. */
  readonly failsOnRepositoryList: boolean;
}
