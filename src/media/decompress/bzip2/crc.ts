/** The CRC-32 of bzip2: the usual polynomial, but with the highest bit first, which zlib's does not do. */

const steps = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit++) value = value < 0 ? (value << 1) ^ 0x04c1_1db7 : value << 1;
  return value >>> 0;
});

/** @param crc all ones at first; the sum is its complement at the end */
export function crcStep(crc: number, bytes: Uint8Array, length: number): number {
  let value = crc;
  for (let at = 0; at < length; at++) value = (value << 8) ^ (steps[(value >>> 24) ^ (bytes[at] ?? 0)] ?? 0);
  return value;
}
