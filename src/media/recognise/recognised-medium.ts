/** What recognition hands to import: what the medium is, and what each of its files must be. */
import type { PublicKey } from 'openpgp';
import type { FileRole, MediaLayout, PackFacts, SignatureVerdict, TargetVersions, Verification } from '../manifest.js';

/** What metadata says of a file. */
export interface Expectation {
  readonly path: string;
  /** In bytes; null where the metadata does not say. */
  readonly size: number | null;
  readonly digest: { readonly type: 'sha256' | 'md5'; readonly value: string };
  readonly verifiedBy: Exclude<Verification, 'none' | 'signature'>;
}

export interface SignatureFinding {
  readonly verdict: SignatureVerdict;
  /** Fingerprint in upper-case hexadecimal; null when nothing is signed or the key is unknown. */
  readonly signedBy: string | null;
}

/** What metadata says of an RPM package; its own header must say the same. */
export interface PackageIdentity {
  readonly name: string;
  readonly epoch: string;
  readonly version: string;
  readonly release: string;
  readonly architecture: string;
  /** Where its headers end in it, in bytes, as the metadata says; null where it does not. */
  readonly headerEnd: number | null;
}

/** What the packages' own headers must be. */
export interface PackageRules {
  /** The RPM packages by path; null where the metadata does not say what they are. */
  readonly packages: ReadonlyMap<string, PackageIdentity | null>;
  /** Keys that must have signed them; where there are none, nothing can be said of their signatures. */
  readonly keys: readonly PublicKey[];
  /** What the installer fails on after it formatted the disk. */
  readonly installerRefuses: readonly SignatureVerdict[];
}

export interface RecognisedMedium {
  readonly layout: MediaLayout;
  /** The id in src/releases, when it is a known one. */
  readonly release: string | null;
  readonly product: { readonly name: string; readonly version: string; readonly build: string | null };
  readonly platform: { readonly name: string; readonly version: string };
  readonly target: TargetVersions;
  /** Roles of the files that have one; all others are `other`. */
  readonly roles: ReadonlyMap<string, FileRole>;
  /** By path. */
  readonly expectations: ReadonlyMap<string, Expectation>;
  readonly signature: SignatureFinding;
  readonly packageRules: PackageRules;
  /** Null for a base medium. */
  readonly pack: PackFacts | null;
  readonly warnings: readonly string[];
}
