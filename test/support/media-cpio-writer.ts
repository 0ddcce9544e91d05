/** Writes cpio archives (newc) in memory, also such as no program writes. */

export interface CpioSpec {
  readonly path: string;
  readonly content?: Buffer | string;
  /** With the kind of the file: a regular file by default. */
  readonly mode?: number;
  readonly inode?: number;
  readonly links?: number;
  /** Replaces fields of the header, by their place: 6 is the size of the file, 11 that of the name, 12 the checksum. */
  readonly fields?: Readonly<Record<number, number>>;
}

export interface CpioWriterOptions {
  readonly magic?: string;
  readonly trailer?: boolean;
  /** Zeros fill the archive up to a multiple of it, as cpio itself does. */
  readonly blockSize?: number;
}

export function writeCpio(entries: readonly CpioSpec[], options: CpioWriterOptions = {}): Buffer {
  const { magic = '070701', trailer = true, blockSize = 4 } = options;
  const all = trailer ? [...entries, { path: 'TRAILER!!!', mode: 0 }] : entries;
  const pieces = all.map((entry, index) => writeEntry(entry, magic, index + 1));
  return padded(Buffer.concat(pieces), blockSize);
}

function writeEntry(entry: CpioSpec, magic: string, number: number): Buffer {
  const content = Buffer.from(entry.content ?? '');
  const name = Buffer.from(`${entry.path}\0`);
  const sum = magic === '070702' ? content.reduce((total, byte) => (total + byte) >>> 0, 0) : 0;
  const { inode = number, mode = 0o100644, links = 1 } = entry;
  const fields = [inode, mode, 0, 0, links, 0, content.length, 8, 1, 0, 0, name.length, sum].map(
    (field, index) => entry.fields?.[index] ?? field,
  );
  const header = Buffer.from(magic + fields.map((field) => field.toString(16).padStart(8, '0')).join(''));
  return Buffer.concat([padded(Buffer.concat([header, name]), 4), padded(content, 4)]);
}

function padded(bytes: Buffer, to: number): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((to - (bytes.length % to)) % to)]);
}
