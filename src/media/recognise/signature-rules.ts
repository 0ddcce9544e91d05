/** Which signatures a medium needs, and which findings refuse it. */
import { readFile } from 'node:fs/promises';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { PublicKey } from 'openpgp';
import { isAtLeast } from '../../releases/versions.js';
import type { SourceTree } from '../source/source-tree.js';
import { checkSignature, parseKeys } from '../verify/signature.js';
import type { PackageFamily } from './package-family.js';
import type { PackageRules, SignatureFinding } from './recognised-medium.js';

export interface SignatureDemand {
  /** Keys that the user trusts, to check with where a medium brings none. */
  readonly pins: readonly PublicKey[];
  /** Fingerprints of the only keys to be trusted, in upper-case hexadecimal; empty when any key of the medium is. */
  readonly trusted: ReadonlySet<string>;
  /** Refuse anything but `good`. */
  readonly required: boolean;
}

/** @throws FILE_UNREADABLE, MEDIA_KEY_UNREADABLE */
export async function readDemand(options: {
  readonly keys?: readonly string[] | undefined;
  readonly trustedKeys?: readonly string[] | undefined;
  readonly requireSignature?: boolean | undefined;
}): Promise<SignatureDemand> {
  const pins: PublicKey[] = [];
  for (const path of options.keys ?? []) pins.push(...(await parseKeys(await readKey(path), path)));
  const named = (options.trustedKeys ?? []).map((fingerprint) => fingerprint.replaceAll(' ', ''));
  const trusted = [...named, ...pins.map((pin) => pin.getFingerprint())].map((fingerprint) =>
    fingerprint.toUpperCase(),
  );
  return { pins, trusted: new Set(trusted), required: options.requireSignature === true };
}

async function readKey(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new DrydockError('FILE_UNREADABLE', { attempted: 'reading a public key', subject: path, cause });
  }
}

export const noDemand: SignatureDemand = { pins: [], trusted: new Set(), required: false };

const keyLimit = 1024 * 1024;

/** XenServer 8 and XCP-ng 8.3 (platform 3.3 and later) enforce the signature as soon as `[keys]` is there (reference: 2.4). */
export function enforcesSignature(platformVersion: string, keys: readonly string[]): boolean {
  return keys.length > 0 && isAtLeast(platformVersion, '3.3');
}

/**
 * What the installer refuses of the packages themselves. XCP-ng 8.0 to 8.2 checks unattended installations with the key that
 * is built into the installer, whatever `[keys]` says: which key that is cannot be seen, but no signature never passes
 * (reference: 2.4).
 */
export function refusedPackages(
  platformVersion: string,
  keys: readonly string[],
  family: PackageFamily,
): PackageRules['installerRefuses'] {
  if (enforcesSignature(platformVersion, keys)) return ['absent', 'untrusted-key'];
  const checksWithBuiltInKey =
    family === 'XCP-ng' && isAtLeast(platformVersion, '3.0') && !isAtLeast(platformVersion, '3.3');
  return checksWithBuiltInKey ? ['absent'] : [];
}

/**
 * The keys of the first file that `[keys]` names, which is the one that installers check with; the files of all the others
 * must hold keys too, since installers up to 8.2 give every one to the new system.
 * @throws MEDIA_KEY_UNREADABLE
 */
export async function readMediumKeys(tree: SourceTree, paths: readonly string[]): Promise<PublicKey[]> {
  const files: PublicKey[][] = [];
  for (const path of new Set(paths)) files.push(await parseKeys(await tree.read(path, keyLimit), path));
  return files[0] ?? [];
}

/** @throws MEDIA_KEY_UNREADABLE, MEDIA_SIGNATURE_REFUSED */
export async function findSignature(
  tree: SourceTree,
  options: {
    readonly signedPath: string;
    readonly signed: Buffer;
    /** Of the medium's first key file. */
    readonly keys: readonly PublicKey[];
    readonly enforced: boolean;
  },
  demand: SignatureDemand,
): Promise<SignatureFinding> {
  const path = `${options.signedPath}.asc`;
  const finding = tree.files.has(path)
    ? await checkSignature({
        signed: options.signed,
        signature: await tree.read(path, keyLimit),
        subject: path,
        keys: trustedKeys(options.keys, demand),
        trusted: demand.trusted,
      })
    : ({ verdict: 'absent', signedBy: null } as const);
  const refuse = finding.verdict === 'bad' || (demand.required && finding.verdict !== 'good');
  // Pins are the user's own test; without them another key than the medium's first means that the installer refuses it.
  const installerRefuses = options.enforced && finding.verdict === 'untrusted-key' && finding.signedBy === null;
  if (refuse || installerRefuses) throw refusedSignature(path, finding);
  return finding;
}

/** The medium's first key file says whose it is; where it names none, only the user's keys can. */
export function trustedKeys(mediumKeys: readonly PublicKey[], demand: SignatureDemand): readonly PublicKey[] {
  return mediumKeys.length > 0 ? mediumKeys : demand.pins;
}

/** For layouts that have no signature at all. @throws MEDIA_SIGNATURE_REFUSED */
export function requireDemanded(subject: string, finding: SignatureFinding, demand: SignatureDemand): void {
  if (demand.required && finding.verdict !== 'good') throw refusedSignature(subject, finding);
}

function refusedSignature(subject: string, finding: SignatureFinding): DrydockError {
  return new DrydockError('MEDIA_SIGNATURE_REFUSED', {
    attempted: 'checking the signature of the repository',
    subject,
    expected: "a good signature by the medium's first key",
    found: finding.verdict,
  });
}

export function signatureWarnings(finding: SignatureFinding, demand: SignatureDemand): string[] {
  if (finding.verdict === 'absent')
    return ['The repository is not signed; its packages were checked against its own metadata only.'];
  if (finding.verdict !== 'untrusted-key') return [];
  return [
    demand.trusted.size > 0
      ? 'The repository is signed by a key that is not among the keys given.'
      : 'The repository is signed, but not by the first key that the medium names.',
  ];
}
