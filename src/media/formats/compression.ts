/** Names the compression of a metadata file by its first bytes, for the error about one that installers cannot unpack. */

const marks: readonly (readonly [string, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['zchunk', [0x00, 0x5a, 0x43, 0x4b]],
  ['no compression', [0x3c, 0x3f, 0x78, 0x6d, 0x6c]],
];

export function compressionOf(bytes: Uint8Array): string {
  return marks.find(([, mark]) => mark.every((byte, index) => bytes[index] === byte))?.[0] ?? 'something else';
}
