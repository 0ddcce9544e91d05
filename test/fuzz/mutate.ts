/** Changes bytes at places drawn from a seed: flips, numbers that are too large, runs that move, vanish or repeat. */

const tellingNumbers = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

/** @param random gives numbers from 0 to below 1 */
export function mutated(bytes: Buffer, random: () => number): Buffer {
  let result: Buffer = Buffer.from(bytes);
  const changes = 1 + Math.floor(random() * 6);
  for (let count = 0; count < changes; count++) result = change(result, random);
  return result;
}

function change(bytes: Buffer, random: () => number): Buffer {
  if (bytes.length < 8) return bytes;
  const upTo = (end: number): number => Math.floor(random() * end);
  const at = upTo(bytes.length - 4);
  const length = 1 + upTo(Math.min(64, bytes.length - at));
  const number = tellingNumbers[upTo(tellingNumbers.length)] ?? 0;
  switch (upTo(7)) {
    case 0:
      bytes[at] = (bytes[at] ?? 0) ^ (1 << upTo(8));
      return bytes;
    case 1:
      bytes[at] = upTo(256);
      return bytes;
    case 2:
      bytes.writeUInt32LE(number, at);
      return bytes;
    case 3:
      bytes.writeUInt32BE(number, at);
      return bytes;
    case 4:
      bytes.copy(bytes, at, upTo(bytes.length - length));
      return bytes;
    case 5:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    default:
      return Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]);
  }
}
