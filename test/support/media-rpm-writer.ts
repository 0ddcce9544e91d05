/** Writes RPM packages, signed in all the ways that vendors' packages are, without any program. */
import { createHash, createPrivateKey, createSign, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { readPrivateKey } from 'openpgp';

export interface RpmSpec {
  readonly name: string;
  readonly version?: string;
  readonly release?: string;
  readonly architecture?: string;
  readonly epoch?: number;
  readonly provides?: Readonly<Record<string, string>>;
  /** Those of its files, each with slashes around. */
  readonly folders?: readonly string[];
  /** Already compressed. */
  readonly payload?: Buffer;
  readonly payloadCompressor?: string;
}

export interface RpmSigner {
  readonly key: KeyObject;
  /** Twenty bytes. */
  readonly fingerprint: Buffer;
}

export interface RpmWriterOptions {
  /** Unsigned without. */
  readonly signer?: RpmSigner | undefined;
  /** Over the header alone, as since rpm 4; over header and payload, as of rpm 3. */
  readonly signatures?: readonly ('header' | 'header and payload')[];
  /** Over the header too, in base64, as since rpm 6: the packets of these, or what stands in their place. */
  readonly listed?: readonly (RpmSigner | Buffer)[];
  /** Of the signature packet. */
  readonly packetVersion?: 3 | 4;
  readonly hash?: 'sha1' | 'sha256' | 'md5';
  /** Milliseconds since 1970. */
  readonly signedAt?: number;
  /** Signed in place of the payload. */
  readonly signedPayload?: Buffer;
  readonly changePacket?: (packet: Buffer) => Buffer;
  /** Digested in place of the header. */
  readonly digestOf?: Buffer;
  /** Changes the main header after it was signed and before it is digested. */
  readonly changeHeader?: (header: Buffer) => void;
}

/** A value by the type of its tag. */
type TagValue =
  | { readonly int32: number }
  | { readonly text: string }
  | { readonly binary: Buffer }
  | { readonly texts: readonly string[] };

export type TagValues = ReadonlyMap<number, TagValue>;

const fixtures = new URL('../fixtures/media/', import.meta.url);
const signedAt = Date.UTC(2024, 8, 24);
const hashNumbers = { md5: 1, sha1: 2, sha256: 8 } as const;
let testSigner: Promise<RpmSigner> | undefined;

/** The key of the synthetic media, without a wait for OpenPGP.js at each package. */
export function testPackageSigner(): Promise<RpmSigner> {
  testSigner ??= readSigner(new URL('test-signing-key.asc', fixtures));
  return testSigner;
}

export function writeRpm(spec: RpmSpec, options: RpmWriterOptions = {}): Buffer {
  const header = writeSection(63, headerTags(spec));
  const payload = spec.payload ?? Buffer.from(`payload of ${spec.name}`);
  const { signer, signatures = ['header'] } = options;
  const tags = new Map<number, TagValue>();
  if (signer !== undefined && signatures.includes('header')) {
    tags.set(268, { binary: signaturePacket(signer, header, options) });
  }
  const { listed = [] } = options;
  const listedPackets = listed.map((by) => (Buffer.isBuffer(by) ? by : signaturePacket(by, header, options)));
  const signedAll =
    signer !== undefined && signatures.includes('header and payload')
      ? signaturePacket(signer, Buffer.concat([header, options.signedPayload ?? payload]), options)
      : undefined;
  options.changeHeader?.(header);
  const digested = options.digestOf ?? header;
  tags.set(269, { text: digest('sha1', digested) }).set(273, { text: digest('sha256', digested) });
  if (listedPackets.length > 0) {
    tags.set(278, { texts: listedPackets.map((packet) => packet.toString('base64')) });
    tags.set(279, { text: digest('sha3-256', digested) });
  }
  tags.set(1000, { int32: header.length + payload.length });
  if (signedAll !== undefined) tags.set(1002, { binary: signedAll });
  tags.set(1004, { binary: createHash('md5').update(header).update(payload).digest() });
  const signatureSection = writeSection(62, tags);
  const padding = Buffer.alloc((8 - (signatureSection.length % 8)) % 8);
  return Buffer.concat([writeLead(spec), signatureSection, padding, header, payload]);
}

/** An index, sorted by tag, and its store; the region tag before them says that all of it is signed. */
export function writeSection(regionTag: number, tags: TagValues): Buffer {
  const entries: Buffer[] = [];
  const store: Buffer[] = [];
  let size = 0;
  const add = (bytes: Buffer): number => {
    const at = size;
    store.push(bytes);
    size += bytes.length;
    return at;
  };
  for (const [tag, value] of [...tags].sort(([left], [right]) => left - right)) {
    const { type, count, bytes } = encode(value);
    if (type === 4) add(Buffer.alloc((4 - (size % 4)) % 4));
    entries.push(indexEntry(tag, type, add(bytes), count));
  }
  const trailerAt = add(indexEntry(regionTag, 7, -(entries.length + 1) * 16, 16));
  const intro = Buffer.from('8eade801000000000000000000000000', 'hex');
  intro.writeUInt32BE(entries.length + 1, 8);
  intro.writeUInt32BE(size, 12);
  return Buffer.concat([intro, indexEntry(regionTag, 7, trailerAt, 16), ...entries, ...store]);
}

function headerTags(spec: RpmSpec): Map<number, TagValue> {
  const { name, version = '1.0', release = '1.synth', architecture = 'noarch' } = spec;
  const provides = Object.entries(spec.provides ?? {});
  const tags = new Map<number, TagValue>([
    [1000, { text: name }],
    [1001, { text: version }],
    [1002, { text: release }],
    [1022, { text: architecture }],
    [1044, { text: `${name}-${version}-${release}.src.rpm` }],
    [1124, { text: 'cpio' }],
    [1125, { text: spec.payloadCompressor ?? 'gzip' }],
  ]);
  if (spec.epoch !== undefined) tags.set(1003, { int32: spec.epoch });
  if (spec.folders !== undefined) tags.set(1118, { texts: spec.folders });
  if (provides.length > 0) {
    tags.set(1047, { texts: provides.map(([provided]) => provided) });
    tags.set(1113, { texts: provides.map(([, provided]) => provided) });
  }
  return tags;
}

function writeLead({ name }: RpmSpec): Buffer {
  const lead = Buffer.alloc(96);
  Buffer.from('edabeedb03000000', 'hex').copy(lead);
  lead.write(name.slice(0, 65), 10, 'latin1');
  lead.writeUInt16BE(1, 76);
  lead.writeUInt16BE(5, 78);
  return lead;
}

function encode(value: TagValue): { type: number; count: number; bytes: Buffer } {
  if ('binary' in value) return { type: 7, count: value.binary.length, bytes: value.binary };
  if ('text' in value) return { type: 6, count: 1, bytes: Buffer.from(`${value.text}\0`) };
  if ('texts' in value)
    return { type: 8, count: value.texts.length, bytes: Buffer.from(value.texts.map((text) => `${text}\0`).join('')) };
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value.int32);
  return { type: 4, count: 1, bytes };
}

function indexEntry(tag: number, type: number, offset: number, count: number): Buffer {
  const entry = Buffer.alloc(16);
  [tag, type, offset, count].forEach((number, index) => entry.writeInt32BE(number, index * 4));
  return entry;
}

/** RSA, in the packet of RFC 4880: 5.2.2 for the third version, 5.2.3 for the fourth. */
function signaturePacket(signer: RpmSigner, content: Buffer, options: RpmWriterOptions): Buffer {
  const { packetVersion = 4, hash = 'sha256' } = options;
  const created = Buffer.alloc(4);
  created.writeUInt32BE((options.signedAt ?? signedAt) / 1000);
  const keyId = signer.fingerprint.subarray(12);
  const kinds = Buffer.from([1, hashNumbers[hash]]);
  const hashed = Buffer.concat([Buffer.from([5, 2]), created, Buffer.from([22, 33, 4]), signer.fingerprint]);
  const start = Buffer.concat([Buffer.from([4, 0]), kinds, Buffer.from([0, hashed.length]), hashed]);
  const third = Buffer.concat([Buffer.from([0]), created]);
  const trailer = packetVersion === 3 ? third : Buffer.concat([start, Buffer.from([4, 255, 0, 0, 0, start.length])]);
  const sum = createHash(hash).update(content).update(trailer).digest();
  const signature = createSign(hash).update(content).update(trailer).sign(signer.key);
  const number = Buffer.concat([Buffer.from([(signature.length * 8) >> 8, (signature.length * 8) & 255]), signature]);
  const body =
    packetVersion === 3
      ? [Buffer.from([3, 5]), third, keyId, kinds, sum.subarray(0, 2), number]
      : [start, Buffer.from([0, 10, 9, 16]), keyId, sum.subarray(0, 2), number];
  const bytes = Buffer.concat(body);
  const packet = Buffer.concat([Buffer.from([0x89, bytes.length >> 8, bytes.length & 255]), bytes]);
  return options.changePacket?.(packet) ?? packet;
}

async function readSigner(file: URL): Promise<RpmSigner> {
  const key = await readPrivateKey({ armoredKey: await readFile(file, 'utf8') });
  const { publicParams, privateParams } = key.keyPacket as unknown as {
    publicParams: Record<'n' | 'e', Uint8Array>;
    privateParams: Record<'d' | 'p' | 'q' | 'u', Uint8Array>;
  };
  const number = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
  const rest = (by: Uint8Array): string => {
    const hex = (number(privateParams.d) % (number(by) - 1n)).toString(16);
    return text(Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex'));
  };
  // OpenPGP's u is the inverse of p in q; a JSON Web Key wants that of its q in its p.
  const { d, p, q, u } = privateParams;
  const jwk = { kty: 'RSA', n: text(publicParams.n), e: text(publicParams.e), d: text(d), p: text(q), q: text(p) };
  return {
    key: createPrivateKey({ key: { ...jwk, dp: rest(q), dq: rest(p), qi: text(u) }, format: 'jwk' }),
    fingerprint: Buffer.from(key.getFingerprint(), 'hex'),
  };
}

function digest(algorithm: string, bytes: Buffer): string {
  return createHash(algorithm).update(bytes).digest('hex');
}
