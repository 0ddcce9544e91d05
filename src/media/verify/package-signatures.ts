/** The signatures that an RPM package carries, checked under the keys of the medium's first key file. */
import { createHash, createVerify, verify } from 'node:crypto';
import type { RpmHeader } from '../formats/rpm-header.js';
import type { SignatureFinding } from '../recognise/recognised-medium.js';
import {
  keyKinds,
  parseSignaturePacket,
  readNumbers,
  type PacketHash,
  type SignaturePacket,
} from './openpgp-packet.js';
import type { SigningKey } from './signing-key.js';

/** The package from the header's first byte to its last: what signatures of rpm 3 were made over. */
export type HeaderAndPayload = () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/**
 * SHA-1 stays: rpm 4.11, with which the installers up to XenServer 8 and XCP-ng 8.3 check packages, accepts it, and
 * old packages have no other. MD5 and RIPEMD-160 are taken for nothing.
 */
const trustedHashes = new Set<PacketHash>(['sha1', 'sha224', 'sha256', 'sha384', 'sha512']);

/**
 * `good`: by one of the keys. `absent`: no signature at all. `untrusted-key`: by none of the keys, or in a way that
 * nobody relies on. `bad`: does not fit the package, or the package does not fit its own digests.
 * A signature over header and payload counts where there is none over the header, as for rpm.
 */
export async function checkPackageSignatures(
  header: RpmHeader,
  keys: readonly SigningKey[],
  headerAndPayload: HeaderAndPayload,
): Promise<SignatureFinding> {
  if (!fitsDigests(header)) return { verdict: 'bad', signedBy: null };
  const { header: overHeader, headerAndPayload: overAll } = header.signatures;
  const packets = overHeader.length > 0 ? overHeader : overAll;
  if (packets.length === 0) return { verdict: 'absent', signedBy: null };
  const content: HeaderAndPayload = overHeader.length > 0 ? () => [header.signed] : headerAndPayload;
  let signedBy: string | null = null;
  for (const bytes of packets) {
    const packet = parseSignaturePacket(bytes);
    if (packet === undefined) return { verdict: 'bad', signedBy: null };
    const key = signerOf(packet, keys);
    if (key === undefined) continue;
    if (!(await isMadeBy(packet, key, content))) return { verdict: 'bad', signedBy: key.fingerprint };
    signedBy ??= key.fingerprint;
  }
  return { verdict: signedBy === null ? 'untrusted-key' : 'good', signedBy };
}

/** rpm refuses a package whose header does not have the digests that stand beside it, signed or not. */
function fitsDigests({ signed, digests }: RpmHeader): boolean {
  const fits = (algorithm: string, expected: string | null): boolean =>
    expected === null || createHash(algorithm).update(signed).digest('hex') === expected;
  return fits('sha1', digests.sha1) && fits('sha256', digests.sha256) && fits('sha3-256', digests.sha3);
}

/** A key may have expired since: what counts is that it was valid when it signed. */
function signerOf(packet: SignaturePacket, keys: readonly SigningKey[]): SigningKey | undefined {
  if (packet.hash === null || !trustedHashes.has(packet.hash)) return undefined;
  return keys.find(
    (key) => key.keyId === packet.keyId && key.validFrom <= packet.created && packet.created < key.validUntil,
  );
}

async function isMadeBy(packet: SignaturePacket, key: SigningKey, content: HeaderAndPayload): Promise<boolean> {
  const signature = signatureBytes(packet, key);
  if (signature === undefined || packet.hash === null) return false;
  if (key.key.asymmetricKeyType === 'ed25519') {
    // OpenPGP signs the digest with these keys, and they hash what they are given once more.
    const hash = createHash(packet.hash);
    for await (const chunk of content()) hash.update(chunk);
    return verify(null, hash.update(packet.trailer).digest(), key.key, signature);
  }
  const check = createVerify(packet.hash);
  for await (const chunk of content()) check.update(chunk);
  return check.update(packet.trailer).verify({ key: key.key, dsaEncoding: 'ieee-p1363' }, signature);
}

/** As node:crypto wants it; undefined where the packet is not of the key's kind. */
function signatureBytes(packet: SignaturePacket, { keyKind, numberSize }: SigningKey): Buffer | undefined {
  if (packet.keyKind !== keyKind && !(isRsa(packet.keyKind) && isRsa(keyKind))) return undefined;
  if (keyKind === keyKinds.ed25519) return packet.values.length === 2 * numberSize ? packet.values : undefined;
  try {
    const numbers = readNumbers(packet.values, isRsa(keyKind) ? 1 : 2);
    if (numbers.some((number) => number.length > numberSize)) return undefined;
    return Buffer.concat(numbers.map((number) => padded(number, numberSize)));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function isRsa(keyKind: number): boolean {
  return keyKind === keyKinds.rsa || keyKind === keyKinds.rsaSignOnly;
}

function padded(number: Buffer, size: number): Buffer {
  return Buffer.concat([Buffer.alloc(size - number.length), number]);
}
