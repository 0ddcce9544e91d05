/** What recognition hands to import: what the medium is, and what each of its files must be. */
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
  /** Null for a base medium. */
  readonly pack: PackFacts | null;
  readonly warnings: readonly string[];
}
