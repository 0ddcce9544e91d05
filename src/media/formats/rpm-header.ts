/** What an RPM package says of itself before its payload: identity, signatures, digests (rpm.org, "V4" and "V6 Package format"). */
import { invalidPackage, RpmSection, type ReadAt } from './rpm-section.js';

export interface RpmHeader {
  readonly name: string;
  /** `0` where there is none, as in the metadata of repositories. */
  readonly epoch: string;
  readonly version: string;
  readonly release: string;
  /** `src` for a source package. */
  readonly architecture: string;
  readonly provides: readonly {
    readonly name: string;
    /** `[epoch:]version[-release]`. */ readonly version: string | null;
  }[];
  /** Those that hold its files, each with a slash at its end; none in a package of before rpm 4. */
  readonly folders: readonly string[];
  readonly payload: {
    /** `cpio` in all packages so far. */
    readonly format: string;
    /** `gzip`, `xz`, `zstd` … */
    readonly compressor: string;
    /** Where the compressed payload begins; it reaches to the end of the file. */
    readonly offset: number;
  };
  /** The main header from its magic to the end of its store: what header signatures and header digests are made over. */
  readonly signed: Buffer;
  /** Where those bytes begin: signatures over header and payload reach from here to the end of the file. */
  readonly signedOffset: number;
  readonly signatures: {
    /** OpenPGP packets over the header alone. */
    readonly header: readonly Buffer[];
    /** OpenPGP packets over header and payload, the only ones of rpm 3. */
    readonly headerAndPayload: readonly Buffer[];
  };
  /** In hexadecimal; null where the package has none. */
  readonly digests: { readonly sha1: string | null; readonly sha256: string | null; readonly sha3: string | null };
}

/** Tags of the signature header; some of their numbers mean other things in the main header. */
const signatureTags = {
  dsa: 267,
  rsa: 268,
  sha1: 269,
  sha256: 273,
  /** Since rpm 6: any number of signatures over the header, in base64; the tags of one kind of key may stand beside it. */
  openPgp: 278,
  sha3: 279,
  legacyRsa: 1002,
  legacyDsa: 1005,
} as const;

const headerTags = {
  immutableRegion: 63,
  name: 1000,
  version: 1001,
  release: 1002,
  epoch: 1003,
  architecture: 1022,
  sourcePackage: 1044,
  provideName: 1047,
  provideVersion: 1113,
  directoryNames: 1118,
  payloadFormat: 1124,
  payloadCompressor: 1125,
} as const;

const leadSize = 96;
const leadMagic = Buffer.from('edabeedb', 'hex');
/** As rpm bounds them. */
const mostSignatureTags = 32;
const mostHeaderTags = 65_535;
/** Each takes time to check; packages that are signed again and again have a few. */
const mostSignatures = 64;
/** Holds both headers of most packages, so that one reading is enough. */
const firstReading = 64 * 1024;

/**
 * @param subject path of the package in the medium
 * @throws MEDIA_PACKAGE_INVALID; what `readAt` throws
 */
export async function readRpmHeader(readAt: ReadAt, subject: string): Promise<RpmHeader> {
  const start = await readAt(0, firstReading);
  if (start.length < leadSize || !start.subarray(0, leadMagic.length).equals(leadMagic))
    throw invalidPackage(subject, 'something else', { expected: 'an RPM package' });
  const read: ReadAt = async (offset, length) =>
    offset + length <= start.length ? start.subarray(offset, offset + length) : readAt(offset, length);
  const signatures = await RpmSection.read(read, leadSize, { subject, mostEntries: mostSignatureTags });
  const signedOffset = leadSize + Math.ceil(signatures.bytes.length / 8) * 8;
  const header = await RpmSection.read(read, signedOffset, { subject, mostEntries: mostHeaderTags });
  header.requireWholeRegion(headerTags.immutableRegion);
  const payloadOffset = signedOffset + header.bytes.length;
  return {
    ...identityOf(header, subject),
    folders: header.texts(headerTags.directoryNames),
    ...payloadOf(header, payloadOffset),
    ...signaturesOf(signatures, header, subject),
    signedOffset,
  };
}

function identityOf(
  header: RpmSection,
  subject: string,
): Pick<RpmHeader, 'name' | 'epoch' | 'version' | 'release' | 'architecture' | 'provides'> {
  const required = (tag: number): string => {
    const text = header.text(tag);
    if (text === undefined || !/^[\x21-\x7e]+$/.test(text))
      throw invalidPackage(subject, text === undefined ? 'none' : JSON.stringify(text), {
        expected: `text in the tag ${tag}`,
      });
    return text;
  };
  const names = header.texts(headerTags.provideName);
  const versions = header.texts(headerTags.provideVersion);
  return {
    name: required(headerTags.name),
    epoch: String(header.number(headerTags.epoch) ?? 0),
    version: required(headerTags.version),
    release: required(headerTags.release),
    // A binary package names the source package it was built from; rpm tells the two kinds apart by that.
    architecture: header.has(headerTags.sourcePackage) ? required(headerTags.architecture) : 'src',
    provides: names.map((name, index) => ({
      name,
      version: versions[index] === '' ? null : (versions[index] ?? null),
    })),
  };
}

function payloadOf(header: RpmSection, offset: number): Pick<RpmHeader, 'payload'> {
  // Packages of the first rpm 4 name neither: it was cpio in gzip then.
  const format = header.text(headerTags.payloadFormat) ?? 'cpio';
  const compressor = header.text(headerTags.payloadCompressor) ?? 'gzip';
  return { payload: { format, compressor, offset } };
}

function signaturesOf(
  signatures: RpmSection,
  header: RpmSection,
  subject: string,
): Pick<RpmHeader, 'signed' | 'signatures' | 'digests'> {
  const present = (...tags: number[]): Buffer[] =>
    tags.map((tag) => signatures.bytesOf(tag)).filter((bytes) => bytes !== undefined);
  const several = signatures.texts(signatureTags.openPgp);
  if (several.length > mostSignatures)
    throw invalidPackage(subject, `${several.length} signatures`, { expected: `at most ${mostSignatures}` });
  return {
    signed: header.bytes,
    signatures: {
      header: withoutCopies([
        ...present(signatureTags.rsa, signatureTags.dsa),
        ...several.map((text) => Buffer.from(text, 'base64')),
      ]),
      headerAndPayload: present(signatureTags.legacyRsa, signatureTags.legacyDsa),
    },
    digests: {
      sha1: signatures.text(signatureTags.sha1)?.toLowerCase() ?? null,
      sha256: signatures.text(signatureTags.sha256)?.toLowerCase() ?? null,
      sha3: signatures.text(signatureTags.sha3)?.toLowerCase() ?? null,
    },
  };
}

/** One signature may stand under its own tag, for rpm 4, and among those of rpm 6. */
function withoutCopies(packets: readonly Buffer[]): Buffer[] {
  return packets.filter((packet, index) => packets.findIndex((other) => other.equals(packet)) === index);
}
