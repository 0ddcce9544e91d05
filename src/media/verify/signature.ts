/** The detached OpenPGP signature of a repository, under the key that the installer will use: the first one of `[keys]`. */
import { createMessage, readKeys, readSignature, verify, type PublicKey, type Signature } from 'openpgp';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { SignatureFinding } from '../recognise/recognised-medium.js';
import { acceptOldKeys } from './openpgp-policy.js';

export interface SignatureCheck {
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
  readonly subject: string;
  /** Keys of the first file of `[keys]`; empty when the medium names none. */
  readonly mediaKeys: readonly PublicKey[];
  /** Keys that the user trusts; empty when none were given. */
  readonly pins: readonly PublicKey[];
}

const armour = '-----BEGIN PGP';

/**
 * `good`: made by a key of the medium's first key file, which is among the pins when there are any.
 * `untrusted-key`: made by another key, or the pins do not hold the medium's. `bad`: does not fit the content.
 */
export async function checkSignature(check: SignatureCheck): Promise<SignatureFinding> {
  const signature = await parseSignature(check.signature);
  if (signature === undefined) return { verdict: 'bad', signedBy: null };
  const trusted = check.mediaKeys.length > 0 ? check.mediaKeys : check.pins;
  const signer = findSigner(signature, trusted);
  if (signer === undefined) return { verdict: 'untrusted-key', signedBy: null };
  const signedBy = signer.getFingerprint().toUpperCase();
  if (!(await verifies(check.signed, signature, signer))) return { verdict: 'bad', signedBy };
  const pinned = check.pins.length === 0 || check.pins.some((pin) => pin.getFingerprint() === signer.getFingerprint());
  return { verdict: pinned ? 'good' : 'untrusted-key', signedBy };
}

/**
 * All keys in a file, armoured or binary.
 * @throws MEDIA_KEY_UNREADABLE
 */
export async function parseKeys(bytes: Uint8Array, subject: string): Promise<PublicKey[]> {
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
  const message = await createMessage({ binary: signed });
  // A key may have expired since: what counts is that it was valid when it signed.
  const created = signature.packets[0]?.created ?? new Date();
  const result = await verify({ message, signature, verificationKeys: [signer], date: created, config: acceptOldKeys });
  const outcomes = await Promise.all(result.signatures.map((one) => one.verified.then(Boolean, () => false)));
  return outcomes.some(Boolean);
}
