/** The detached OpenPGP signature of a repository, under the key that the installer will use: the first one of `[keys]`. */
import type { PublicKey, Signature } from 'openpgp';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { SignatureFinding } from '../recognise/recognised-medium.js';
import { openPgp } from './openpgp-policy.js';

export interface SignatureCheck {
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
  readonly subject: string;
  /** Whose signature is looked for. */
  readonly keys: readonly PublicKey[];
  /** Fingerprints that the signer's must be among, in upper-case hexadecimal; empty when any will do. */
  readonly trusted: ReadonlySet<string>;
}

const armour = '-----BEGIN PGP';

/**
 * `good`: made by one of the keys, which is trusted. `untrusted-key`: made by another key, or by one that is not trusted.
 * `bad`: does not fit the content.
 */
export async function checkSignature(check: SignatureCheck): Promise<SignatureFinding> {
  const signature = await parseSignature(check.signature);
  if (signature === undefined) return { verdict: 'bad', signedBy: null };
  const signer = findSigner(signature, check.keys);
  if (signer === undefined) return { verdict: 'untrusted-key', signedBy: null };
  const signedBy = signer.getFingerprint().toUpperCase();
  if (!(await verifies(check.signed, signature, signer))) return { verdict: 'bad', signedBy };
  return underPins({ verdict: 'good', signedBy }, check.trusted);
}

/** A good signature by a key that is not among the trusted ones is by an untrusted key. */
export function underPins(finding: SignatureFinding, trusted: ReadonlySet<string>): SignatureFinding {
  const { verdict, signedBy } = finding;
  if (verdict !== 'good' || signedBy === null || trusted.size === 0 || trusted.has(signedBy)) return finding;
  return { verdict: 'untrusted-key', signedBy };
}

/**
 * All keys in a file, armoured or binary.
 * @throws MEDIA_KEY_UNREADABLE
 */
export async function parseKeys(bytes: Uint8Array, subject: string): Promise<PublicKey[]> {
  const { readKeys } = await openPgp();
  try {
    const text = Buffer.from(bytes).toString('latin1');
    const keys = text.includes(armour) ? await readKeys({ armoredKeys: text }) : await readKeys({ binaryKeys: bytes });
    if (keys.length > 0) return keys.map((key) => key.toPublic());
  } catch (cause) {
    throw new DrydockError('MEDIA_KEY_UNREADABLE', { attempted: 'reading a public key', subject, cause });
  }
  throw new DrydockError('MEDIA_KEY_UNREADABLE', { attempted: 'reading a public key', subject, found: 'no key' });
}

async function parseSignature(bytes: Uint8Array): Promise<Signature | undefined> {
  const { readSignature } = await openPgp();
  try {
    const text = Buffer.from(bytes).toString('latin1');
    const signature = text.includes(armour)
      ? await readSignature({ armoredSignature: text })
      : await readSignature({ binarySignature: bytes });
    return signature.packets.length === 0 ? undefined : signature;
  } catch {
    // What cannot be read as a signature verifies nothing: the caller's verdict is the same as for one that does not fit.
    return undefined;
  }
}

function findSigner(signature: Signature, keys: readonly PublicKey[]): PublicKey | undefined {
  const ids = signature.getSigningKeyIDs();
  return keys.find((key) => ids.some((id) => key.getKeys(id).length > 0));
}

async function verifies(signed: Uint8Array, signature: Signature, signer: PublicKey): Promise<boolean> {
  const { acceptOldKeys, createMessage, verify } = await openPgp();
  const message = await createMessage({ binary: signed });
  // A key may have expired since: what counts is that it was valid when it signed.
  const created = signature.packets[0]?.created ?? new Date();
  const result = await verify({ message, signature, verificationKeys: [signer], date: created, config: acceptOldKeys });
  const outcomes = await Promise.all(result.signatures.map((one) => one.verified.then(Boolean, () => false)));
  return outcomes.some(Boolean);
}
