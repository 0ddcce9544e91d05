/** Which signatures a medium needs, and which findings refuse it. */
import { readFile } from 'node:fs/promises';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { PublicKey } from 'openpgp';
import { isAtLeast } from '../../releases/versions.js';
import type { SourceTree } from '../source/source-tree.js';
import { checkSignature, parseKeys } from '../verify/signature.js';
import type { SignatureFinding } from './recognised-medium.js';

export interface SignatureDemand {
  /** Keys that the user trusts. */
  readonly pins: readonly PublicKey[];
  /** Refuse anything but `good`. */
  readonly required: boolean;
}

/** @throws FILE_UNREADABLE, MEDIA_KEY_UNREADABLE */
export async function readDemand(options: {
  readonly keys?: readonly string[] | undefined;
  readonly requireSignature?: boolean | undefined;
}): Promise<SignatureDemand> {
  const pins: PublicKey[] = [];
  for (const path of options.keys ?? []) pins.push(...(await parseKeys(await readKey(path), path)));
  return { pins, required: options.requireSignature === true };
}

async function readKey(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new DrydockError('FILE_UNREADABLE', { attempted: 'reading a public key', subject: path, cause });
  }
}

export const noDemand: SignatureDemand = { pins: [], required: false };

const keyLimit = 1024 * 1024;

/** XenServer 8 and XCP-ng 8.3 (platform 3.3 and later) enforce the signature as soon as `[keys]` is there (reference: 2.4). */
export function enforcesSignature(platformVersion: string, keys: readonly string[]): boolean {
  return keys.length > 0 && isAtLeast(platformVersion, '3.3');
}

/** @throws MEDIA_KEY_UNREADABLE, MEDIA_SIGNATURE_REFUSED */
export async function findSignature(
  tree: SourceTree,
  options: {
    readonly signedPath: string;
    readonly signed: Buffer;
    readonly keys: readonly string[];
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
        mediaKeys: await firstKeys(tree, options.keys),
        pins: demand.pins,
      })
    : ({ verdict: 'absent', signedBy: null } as const);
  const refuse = finding.verdict === 'bad' || (demand.required && finding.verdict !== 'good');
  // Pins are the user's own test; without them another key than the medium's first means that the installer refuses it.
  const installerRefuses = options.enforced && finding.verdict === 'untrusted-key' && finding.signedBy === null;
  if (refuse || installerRefuses) {
    throw new DrydockError('MEDIA_SIGNATURE_REFUSED', {
      attempted: 'checking the signature of the repository',
      subject: path,
      expected: "a good signature by the medium's first key",
      found: finding.verdict,
    });
  }
  return finding;
}

export function signatureWarnings(finding: SignatureFinding, pinned: boolean): string[] {
  if (finding.verdict === 'absent')
    return ['The repository is not signed; its packages were checked against its own metadata only.'];
  if (finding.verdict !== 'untrusted-key') return [];
  return [
    pinned
      ? 'The repository is signed by a key that is not among the keys given.'
      : 'The repository is signed, but not by the first key that the medium names.',
  ];
}

async function firstKeys(tree: SourceTree, keys: readonly string[]): Promise<PublicKey[]> {
  const [first] = keys;
  return first === undefined ? [] : parseKeys(await tree.read(first, keyLimit), first);
}
