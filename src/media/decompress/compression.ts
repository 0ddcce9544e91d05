/** Which compression data has, by its first bytes: names are often wrong, and old packages have none. */

export const compressions = ['gzip', 'bzip2', 'xz', 'zstd', 'lzma'] as const;

export type Compression = (typeof compressions)[number];

/** So many bytes tell. */
export const compressionMarkLength = 13;

/** @param firstBytes of the data; fewer than {@link compressionMarkLength} when it is shorter */
export function compressionOf(firstBytes: Uint8Array): Compression | null {
  for (const [kind, magic] of magics) if (magic.every((byte, at) => firstBytes[at] === byte)) return kind;
  if (isBzip2(firstBytes)) return 'bzip2';
  return isLzma(firstBytes) ? 'lzma' : null;
}

const magics: readonly (readonly [Compression, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
];

/** `BZh` and the size of a block, 1 to 9; then a block or the end, of which both have a mark. */
function isBzip2(bytes: Uint8Array): boolean {
  const text = String.fromCharCode(...bytes.subarray(0, 10));
  return /^BZh[1-9](1AY&SY|\x17rE8P\x90)/.test(text);
}

/** No mark: properties as all encoders write them, a round size of the dictionary, and a length that is unknown or sane. */
function isLzma(bytes: Uint8Array): boolean {
  if (bytes.length < compressionMarkLength || bytes[0] !== 0x5d) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, compressionMarkLength);
  const dictionary = view.getUint32(1, true);
  const length = view.getBigUint64(5, true);
  const isPower = dictionary >= 4096 && (dictionary & (dictionary - 1)) === 0;
  return isPower && (length === 0xffff_ffff_ffff_ffffn || length < 1n << 40n);
}
