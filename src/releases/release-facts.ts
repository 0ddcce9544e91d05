/** What is known of a release of XenServer, Citrix Hypervisor or XCP-ng; one file for each release fills it in. */
import type { ApiLevel } from './since.js';

/** The oldest first, by brand. */
export const releaseIds = [
  'xenserver-6.0.2',
  'xenserver-6.2',
  'xenserver-6.5',
  'xenserver-7.0',
  'xenserver-7.1',
  'xenserver-7.6',
  'xenserver-8.2.1',
  'xenserver-8',
  'xenserver-9',
  'xcp-ng-8.2',
  'xcp-ng-8.3',
] as const;

export type ReleaseId = (typeof releaseIds)[number];

export interface ReleaseFacts extends ApiLevel {
  readonly id: ReleaseId;
  /** What people call it. */
  readonly name: string;
  /** `software_version:product_brand`. */
  readonly brand: 'XenServer' | 'XCP-ng';
  readonly platform: { readonly name: string; readonly version: string };
  readonly apiVersion: { readonly major: number; readonly minor: number };
  /** A sample of `host.software_version` as the release reports it; keys that it leaves out are left out. */
  readonly softwareVersion: Readonly<Record<string, string>>;
  readonly media: MediaFacts;
  readonly installer: InstallerFacts;
  readonly hostPlugin: HostPluginFacts;
  /** Facts that rest on general knowledge instead of a source that was read, by path. */
  readonly estimated: readonly string[];
}

/** What the installation medium of the release is like. */
export interface MediaFacts {
  /** What the installer asks its package manager for. */
  readonly packageTargets: readonly PackageTarget[];
  /** The medium's `.treeinfo` has the section `[system-v1]`. */
  readonly systemSection: boolean;
}

export type PackageTarget =
  { readonly kind: 'group'; readonly id: string } | { readonly kind: 'package'; readonly name: string };

/** One model of the installer's requests for each of these; named after the first release that has it. */
export type InstallerGeneration = '5.6' | '7.0' | '7.1' | '8.2' | 'xs8' | 'xs9';

/** The installer on the release's medium: the one that runs when a host is upgraded *to* this release. */
export interface InstallerFacts {
  readonly generation: InstallerGeneration;
  readonly packagePhase: 'yum' | 'dnf';
  /**
   * Against what metadata and packages are checked: nothing; the key built into the installer; the first key that `.treeinfo`
   * names (no check when it names none).
   */
  readonly signatures: 'unchecked' | 'built-in-key' | 'first-media-key';
  /** A source without `.treeinfo` but with `repomd.xml` passes the first look and fails after the disk is formatted. */
  readonly acceptsBareRepository: boolean;
  readonly ftpProbe: 'nlst' | 'size' | 'retr';
  /** FTP works on port 21 only. */
  readonly ftpStandardPortOnly: boolean;
  /** HTTP Basic is answered on the scheme's own port only. */
  readonly basicAuthStandardPortOnly: boolean;
  /** Oldest platform version of a host that this installer upgrades. */
  readonly minimumPlatform: string;
}

/**
 * Named after the recorded client: by its date up to 2016, by its library after; by its own version where changelogs alone
 * tell of it.
 */
export type HostPluginGeneration =
  '2012-06' | '2013-10' | '2016-05' | '2016-11' | '2.3.5' | '3.0.4' | 'plugin-3.0.2' | 'plugin-3.0.3';

export type PluginFunction = 'testUrl' | 'main' | 'testSafe2Upgrade' | 'getVersion' | 'getDom0DefaultMemory' | 'getEUA';

/** The upgrade plugin and the host library of a host that *runs* the release, fully updated. */
export interface HostPluginFacts {
  readonly generation: HostPluginGeneration;
  /** Of a host that was never updated, where that plugin asks a medium for other files. */
  readonly asReleased?: HostPluginGeneration;
  readonly functions: readonly PluginFunction[];
  /** Calling `main` again stages again. */
  readonly mainIsIdempotent: boolean;
  /** A base URL without a final slash is refused. */
  readonly needsTrailingSlash: boolean;
  /** `.treeinfo` must have `[platform]`; `[system-v1]` alone gives INVALID_URL. */
  readonly needsPlatformSection: boolean;
  readonly ftpProbe: 'nlst' | 'size';
  readonly basicAuthStandardPortOnly: boolean;
}
