/** Public keys in the form that checks a signature in microseconds: a medium has some five hundred signed packages. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import type { PublicKey, Subkey } from 'openpgp';
import { z } from 'zod';
import { keyKinds } from './openpgp-packet.js';
import { openPgp } from './openpgp-policy.js';

export interface SigningKey {
  /** In upper-case hexadecimal. */
  readonly keyId: string;
  /** Of the primary key, which is what people compare; in upper-case hexadecimal. */
  readonly fingerprint: string;
  /** One of `keyKinds`. */
  readonly keyKind: number;
  /** Milliseconds since 1970: signatures made before or after are not the key's. */
  readonly validFrom: number;
  readonly validUntil: number;
  readonly key: KeyObject;
  /** Bytes of each number of its signatures. */
  readonly numberSize: number;
}

const bytes = z.instanceof(Uint8Array);
const parameters = {
  rsa: z.object({ n: bytes, e: bytes }),
  dsa: z.object({ p: bytes, q: bytes, g: bytes, y: bytes }),
  point: z.object({ Q: bytes }),
  native: z.object({ A: bytes }),
};

/** Names of OpenPGP.js and of JSON Web Keys, with the bytes of one coordinate. */
const curves = new Map([
  ['nistP256', { name: 'P-256', size: 32 }],
  ['nistP384', { name: 'P-384', size: 48 }],
  ['nistP521', { name: 'P-521', size: 66 }],
]);

/** Every key and subkey that may sign; revoked ones and those of unknown kinds may not. */
export async function signingKeys(keys: readonly PublicKey[]): Promise<SigningKey[]> {
  const found: SigningKey[] = [];
  for (const key of keys) {
    for (const part of key.getKeys()) {
      const signingKey = await toSigningKey(key, part);
      if (signingKey !== undefined) found.push(signingKey);
    }
  }
  return found;
}

async function toSigningKey(key: PublicKey, part: PublicKey | Subkey): Promise<SigningKey | undefined> {
  const { acceptOldKeys } = await openPgp();
  // Without a date: whether it was valid then is asked for each signature.
  const allowed = await key.getSigningKey(part.getKeyID(), null, undefined, acceptOldKeys).catch(() => undefined);
  const material = allowed === undefined ? undefined : materialOf(part.keyPacket);
  if (material === undefined) return undefined;
  const ends = [
    await key.getExpirationTime(undefined, acceptOldKeys),
    await part.getExpirationTime(undefined, acceptOldKeys),
  ];
  return {
    keyId: part.getKeyID().toHex().toUpperCase(),
    fingerprint: key.getFingerprint().toUpperCase(),
    keyKind: part.keyPacket.algorithm,
    validFrom: part.getCreationTime().getTime(),
    validUntil: Math.min(...ends.map((end) => (end === null ? 0 : Number(end)))),
    ...material,
  };
}

type Material = Pick<SigningKey, 'key' | 'numberSize'>;
type KeyPacket = (PublicKey | Subkey)['keyPacket'];

const materials = new Map<number, (packet: KeyPacket) => Material | undefined>([
  [keyKinds.rsa, rsaKey],
  [keyKinds.rsaSignOnly, rsaKey],
  [keyKinds.dsa, dsaKey],
  [keyKinds.ecdsa, curveKey],
  // One byte says that the point is in its native form.
  [keyKinds.eddsaLegacy, ({ publicParams }) => edwardsKey(parameters.point.parse(publicParams).Q.subarray(1))],
  [keyKinds.ed25519, ({ publicParams }) => edwardsKey(parameters.native.parse(publicParams).A)],
]);

/** Numbers that make no key, such as a point off its curve, are a key that nothing is signed by. */
function materialOf(packet: KeyPacket): Material | undefined {
  try {
    return materials.get(packet.algorithm)?.(packet);
  } catch {
    return undefined;
  }
}

function rsaKey({ publicParams }: KeyPacket): Material {
  const { n, e } = parameters.rsa.parse(publicParams);
  return { key: fromJwk({ kty: 'RSA', n: base64(n), e: base64(e) }), numberSize: n.length };
}

function dsaKey({ publicParams }: KeyPacket): Material {
  const dsa = parameters.dsa.parse(publicParams);
  return { key: createPublicKey({ key: dsaInDer(dsa), format: 'der', type: 'spki' }), numberSize: dsa.q.length };
}

function curveKey(packet: KeyPacket): Material | undefined {
  const curve = curves.get(packet.getAlgorithmInfo().curve ?? '');
  const { Q } = parameters.point.parse(packet.publicParams);
  if (curve === undefined || Q.length !== 1 + 2 * curve.size) return undefined;
  const [x, y] = [Q.subarray(1, 1 + curve.size), Q.subarray(1 + curve.size)];
  return { key: fromJwk({ kty: 'EC', crv: curve.name, x: base64(x), y: base64(y) }), numberSize: curve.size };
}

function edwardsKey(point: Uint8Array): Material | undefined {
  if (point.length !== 32) return undefined;
  return { key: fromJwk({ kty: 'OKP', crv: 'Ed25519', x: base64(point) }), numberSize: 32 };
}

function fromJwk(key: Readonly<Record<string, string>>): KeyObject {
  return createPublicKey({ key, format: 'jwk' });
}

function base64(value: Uint8Array): string {
  return Buffer.from(value).toString('base64url');
}

/** There is no JSON Web Key for DSA, so it is written as X.509 has it (RFC 3279, 2.3.2). */
function dsaInDer({ p, q, g, y }: z.infer<(typeof parameters)['dsa']>): Buffer {
  const identifier = Buffer.from('06072a8648ce380401', 'hex');
  const domain = der(0x30, derNumber(p), derNumber(q), derNumber(g));
  return der(0x30, der(0x30, identifier, domain), der(0x03, Buffer.from([0]), derNumber(y)));
}

/** A first bit that is set would make it negative. */
function derNumber(value: Uint8Array): Buffer {
  const isHigh = ((value[0] ?? 0) & 0x80) !== 0;
  return der(0x02, Buffer.alloc(isHigh ? 1 : 0), Buffer.from(value));
}

function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const length = Buffer.alloc(5, 0x84);
  length.writeUInt32BE(content.length, 1);
  return Buffer.concat([
    Buffer.from([tag]),
    content.length < 0x80 ? Buffer.from([content.length]) : shortest(length),
    content,
  ]);
}

/** The length in as few bytes as it needs, as DER demands. */
function shortest(length: Buffer): Buffer {
  let first = 1;
  while (length[first] === 0) first += 1;
  return Buffer.concat([Buffer.from([0x80 | (length.length - first)]), length.subarray(first)]);
}
