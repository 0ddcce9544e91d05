/** The outer form of zstd data (RFC 8878, 3.1): headers of frames and blocks. */

export interface FrameHeader {
  readonly kind: 'frame';
  /** In bytes, with its magic number. */
  readonly size: number;
  /** How far back the data may refer, in bytes. */
  readonly window: number;
  readonly dictionary: boolean;
  readonly checksum: boolean;
}

export interface SkippableFrame {
  readonly kind: 'skippable';
  /** In bytes, as a whole. */
  readonly size: number;
}

export const blockKinds = { raw: 0, run: 1, compressed: 2 } as const;

export interface BlockHeader {
  readonly isLast: boolean;
  /** One of `blockKinds`. */
  readonly kind: number;
  /** Of the data behind the header, in bytes. */
  readonly size: number;
  /** Of a run, whose data is one byte: how many it stands for. */
  readonly length: number;
}

export const longestFrameHeader = 18;
export const blockHeaderSize = 3;
export const mostBlockSize = 128 * 1024;

/** @param bytes from the frame's start, {@link longestFrameHeader} where there are so many. Null when it is no frame. */
export function parseFrameHeader(bytes: Buffer): FrameHeader | SkippableFrame | null {
  if (bytes.length < 6) return null;
  const magic = bytes.readUInt32LE(0);
  if (magic >>> 4 === 0x184d2a5)
    return bytes.length < 8 ? null : { kind: 'skippable', size: 8 + bytes.readUInt32LE(4) };
  const descriptor = bytes.readUInt8(4);
  if (magic !== 0xfd2fb528 || (descriptor & 0x08) !== 0) return null;
  const isSingle = (descriptor & 0x20) !== 0;
  const contentField = [isSingle ? 1 : 0, 2, 4, 8][descriptor >>> 6] ?? 0;
  const dictionaryField = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const contentAt = 5 + (isSingle ? 0 : 1) + dictionaryField;
  const size = contentAt + contentField;
  if (bytes.length < size) return null;
  return {
    kind: 'frame',
    size,
    window: isSingle ? contentSize(bytes, contentAt, contentField) : windowSize(bytes.readUInt8(5)),
    dictionary: dictionaryField !== 0,
    checksum: (descriptor & 0x04) !== 0,
  };
}

/** Null for a block that cannot be. */
export function parseBlockHeader(bytes: Buffer): BlockHeader | null {
  const header = bytes.readUIntLE(0, blockHeaderSize);
  const type = (header >>> 1) & 3;
  const size = header >>> 3;
  if (type === 3 || size > mostBlockSize) return null;
  return { isLast: (header & 1) === 1, kind: type, size: type === blockKinds.run ? 1 : size, length: size };
}

function windowSize(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >>> 3));
  return base + (base / 8) * (descriptor & 7);
}

function contentSize(bytes: Buffer, at: number, length: number): number {
  if (length === 8) return Number(bytes.readBigUInt64LE(at));
  return bytes.readUIntLE(at, length) + (length === 2 ? 256 : 0);
}
