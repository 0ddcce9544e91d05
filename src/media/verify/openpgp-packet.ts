/**
 * The signature packet that an RPM package carries. Vendors' packages up to XCP-ng 8.3 hold the third version of it,
 * which OpenPGP.js reads no more (RFC 4880, 5.2.2; the fourth is 5.2.3).
 */

export type PacketHash = 'md5' | 'sha1' | 'ripemd160' | 'sha256' | 'sha384' | 'sha512' | 'sha224';

/** Kinds of keys, as RFC 4880, 9.1 and RFC 9580, 9.1 number them. */
export const keyKinds = { rsa: 1, rsaSignOnly: 3, dsa: 17, ecdsa: 19, eddsaLegacy: 22, ed25519: 27 } as const;

export interface SignaturePacket {
  /** Of the key that made it, in upper-case hexadecimal; null where the packet does not say. */
  readonly keyId: string | null;
  /** Milliseconds since 1970. */
  readonly created: number;
  /** Null for one that nobody has defined. */
  readonly hash: PacketHash | null;
  /** One of `keyKinds`, or another. */
  readonly keyKind: number;
  /** What is hashed after the content. */
  readonly trailer: Buffer;
  /** The numbers of the signature, or the native form of the algorithms that have none. */
  readonly values: Buffer;
}

const signatureTag = 2;
/** Of a binary document, the only kind that rpm makes. */
const binaryDocument = 0;
const hashes = new Map<number, PacketHash>([
  [1, 'md5'],
  [2, 'sha1'],
  [3, 'ripemd160'],
  [8, 'sha256'],
  [9, 'sha384'],
  [10, 'sha512'],
  [11, 'sha224'],
]);
const subpackets = { created: 2, issuer: 16, fingerprint: 33 } as const;

/**
 * A version that came later (RFC 9580 has the sixth): by a key that nobody here knows. Packages of rpm 6 may have one beside a
 * signature of the fourth.
 */
const unread: SignaturePacket = {
  keyId: null,
  created: 0,
  hash: null,
  keyKind: 0,
  trailer: Buffer.alloc(0),
  values: Buffer.alloc(0),
};

/** Undefined for what is no such packet, or more than one. */
export function parseSignaturePacket(bytes: Buffer): SignaturePacket | undefined {
  try {
    const body = bodyOf(bytes);
    const version = body?.[0];
    if (body === undefined) return undefined;
    if (version === 2 || version === 3) return parseThird(body);
    if (version === 4) return parseFourth(body);
    return version === undefined || version < 2 ? undefined : unread;
  } catch (error) {
    // A reading behind the end of the packet.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The numbers of a signature, without their lengths. @throws RangeError when they end too early */
export function readNumbers(values: Buffer, count: number): Buffer[] {
  const numbers: Buffer[] = [];
  for (let at = 0; numbers.length < count;) {
    const length = Math.ceil(values.readUInt16BE(at) / 8);
    numbers.push(part(values, at + 2, length));
    at += 2 + length;
  }
  return numbers;
}

function parseThird(body: Buffer): SignaturePacket | undefined {
  if (body[1] !== 5 || body[2] !== binaryDocument) return undefined;
  return {
    keyId: part(body, 7, 8).toString('hex').toUpperCase(),
    created: body.readUInt32BE(3) * 1000,
    keyKind: body.readUInt8(15),
    hash: hashes.get(body.readUInt8(16)) ?? null,
    trailer: part(body, 2, 5),
    values: body.subarray(19),
  };
}

function parseFourth(body: Buffer): SignaturePacket | undefined {
  if (body[1] !== binaryDocument) return undefined;
  const hashedEnd = 6 + body.readUInt16BE(4);
  const unhashedEnd = hashedEnd + 2 + body.readUInt16BE(hashedEnd);
  const hashed = readSubpackets(part(body, 6, hashedEnd - 6));
  const unhashed = readSubpackets(part(body, hashedEnd + 2, unhashedEnd - hashedEnd - 2));
  const created = hashed.get(subpackets.created)?.readUInt32BE(0);
  if (created === undefined) return undefined;
  const end = Buffer.from([4, 0xff, 0, 0, 0, 0]);
  end.writeUInt32BE(hashedEnd, 2);
  return {
    keyId: issuerOf(hashed) ?? issuerOf(unhashed) ?? null,
    created: created * 1000,
    keyKind: body.readUInt8(2),
    hash: hashes.get(body.readUInt8(3)) ?? null,
    trailer: Buffer.concat([body.subarray(0, hashedEnd), end]),
    values: body.subarray(unhashedEnd + 2),
  };
}

function issuerOf(found: ReadonlyMap<number, Buffer>): string | undefined {
  // A fingerprint is its version and twenty bytes; the key's id is their end.
  const id = found.get(subpackets.issuer) ?? found.get(subpackets.fingerprint)?.subarray(13, 21);
  return id?.length === 8 ? id.toString('hex').toUpperCase() : undefined;
}

function readSubpackets(bytes: Buffer): Map<number, Buffer> {
  const found = new Map<number, Buffer>();
  for (let at = 0; at < bytes.length;) {
    const { length, size } = readLength(bytes, at);
    const content = part(bytes, at + size, length);
    // The highest bit only says that a reader must know the kind.
    found.set(content.readUInt8(0) & 0x7f, content.subarray(1));
    at += size + length;
  }
  return found;
}

/** The content of the one packet that the bytes are, in the old or the new form of its head (RFC 4880, 4.2). */
function bodyOf(bytes: Buffer): Buffer | undefined {
  const head = bytes.readUInt8(0);
  const isNewForm = (head & 0xc0) === 0xc0;
  if (!isNewForm && (head & 0xc0) !== 0x80) return undefined;
  if ((isNewForm ? head & 0x3f : (head >> 2) & 0x0f) !== signatureTag) return undefined;
  const { length, size } = isNewForm ? readLength(bytes, 1) : readOldLength(bytes, head & 3);
  return 1 + size + length === bytes.length ? bytes.subarray(1 + size) : undefined;
}

function readLength(bytes: Buffer, at: number): { length: number; size: number } {
  const first = bytes.readUInt8(at);
  if (first < 192) return { length: first, size: 1 };
  if (first === 255) return { length: bytes.readUInt32BE(at + 1), size: 5 };
  return { length: (first - 192) * 256 + bytes.readUInt8(at + 1) + 192, size: 2 };
}

function readOldLength(bytes: Buffer, kind: number): { length: number; size: number } {
  const size = [1, 2, 4][kind];
  return size === undefined ? { length: bytes.length - 1, size: 0 } : { length: bytes.readUIntBE(1, size), size };
}

/** @throws RangeError when the bytes end before */
function part(bytes: Buffer, offset: number, length: number): Buffer {
  if (length < 0 || offset + length > bytes.length) throw new RangeError('the packet ends too early');
  return bytes.subarray(offset, offset + length);
}
