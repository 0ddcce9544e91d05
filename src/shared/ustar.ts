/**
 * Writes a tar archive of small files whose bytes depend on nothing but their names and content: no times, no owners. The
 * format is ustar (POSIX.1-1988), which every tar reads.
 */

export interface ArchivedFile {
  /** ASCII, at most 100 characters, with forward slashes. */
  readonly name: string;
  readonly content: Uint8Array;
}

const block = 512;

/** Files stand in the order given; all of mode 0600. */
export function ustar(files: readonly ArchivedFile[]): Buffer {
  const parts = files.flatMap(({ name, content }) => [header(name, content.length), content, padding(content.length)]);
  // Two blocks of zeros end an archive.
  return Buffer.concat([...parts, Buffer.alloc(2 * block)]);
}

function header(name: string, size: number): Buffer {
  if (!/^[\x21-\x7e]{1,100}$/.test(name)) throw new Error(`not a name for an archive: ${name}`);
  const bytes = Buffer.alloc(block);
  const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, '0')}\0`;
  bytes.write(name, 0);
  bytes.write(octal(0o600, 8), 100);
  bytes.write(octal(0, 8), 108);
  bytes.write(octal(0, 8), 116);
  bytes.write(octal(size, 12), 124);
  bytes.write(octal(0, 12), 136);
  bytes.write(' '.repeat(8), 148);
  bytes.write('0', 156);
  bytes.write('ustar\x0000', 257);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return bytes;
}

function padding(size: number): Buffer {
  return Buffer.alloc((block - (size % block)) % block);
}
