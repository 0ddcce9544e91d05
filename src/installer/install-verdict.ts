/** How an unattended installation can end, and what it read of the medium on the way. */
import type { MediaVersions } from './parsers/treeinfo.js';
import type { RepositoryPackage } from './parsers/repository-metadata.js';
import type { FoundRepository } from './xml-media.js';

export type InstallFailure =
  /** "Unable to access repository". */
  | 'no-repository'
  /** "No main repository found". */
  | 'no-main-repository'
  /** The host's platform is outside what the installer upgrades from and to. */
  | 'version-out-of-range'
  /** A metadata file cannot be read as what it should be. */
  | 'unreadable-metadata'
  /** A file that was found before is missing, or its transfer broke once too often. */
  | 'missing-file'
  /** A file has another digest than the metadata names. */
  | 'checksum-mismatch'
  /** A package group, a package or something that a package requires is not on the medium. */
  | 'unresolvable-package';

/** What the look-up knows of the source afterwards. */
export type LookedUpSource =
  | {
      readonly kind: 'main';
      readonly versions: MediaVersions;
      /** Paths of public keys that `.treeinfo` names. */
      readonly keys: readonly string[];
      readonly packages: readonly RepositoryPackage[];
      /** 7.0 still reads packs of the old layout that XS-REPOSITORY-LIST names beside the modern one. */
      readonly oldPacks: readonly FoundRepository[];
    }
  /** Media up to 6.5: whatever was found, with or without a main repository. */
  | { readonly kind: 'xml'; readonly repositories: readonly FoundRepository[] }
  /** A supplemental pack. */
  | { readonly kind: 'pack'; readonly packages: readonly RepositoryPackage[] }
  /** A bare repomd.xml, taken for a repository of packages: the trap of installers from 2021-12 on. */
  | { readonly kind: 'generic' };

export interface FailureDetails {
  readonly reason: InstallFailure;
  /** The file that could not be had, or the package that could not be resolved. */
  readonly missing?: string;
}

export type LookUpVerdict = ({ readonly ok: true } & LookedUpSource) | ({ readonly ok: false } & FailureDetails);

export type InstallVerdict =
  | { readonly outcome: 'installed'; readonly versions: MediaVersions; readonly packages: readonly string[] }
  /** The host goes back to its old system. */
  | ({ readonly outcome: 'refused-before-disk' } & FailureDetails)
  /** The host has no system to start any more. */
  | ({ readonly outcome: 'failed-after-disk' } & FailureDetails);
