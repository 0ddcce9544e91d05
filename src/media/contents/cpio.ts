/**
 * cpio archives of the kinds that initramfs images and RPM payloads are made of: `newc` (070701) and `newc` with
 * checksums (070702), after the kernel's "initramfs buffer format". Read as a stream, without trust.
 */
import type { ArchiveBytes } from './archive-bytes.js';

export interface CpioEntry {
  /** As in the archive, without what stands for its root: `./`, `/`. */
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'symlink' | 'special';
  readonly size: number;
  /** Names one file under all its names; null where it has one name. Only the last of them has the bytes. */
  readonly hardLink: string | null;
  /** Once, before the next entry is asked for; what was not read is skipped. Chunks are valid until the next one. */
  content(): AsyncIterable<Uint8Array>;
}

/** The largest images hold some 20 000 files. */
const mostEntries = 1_000_000;
/** PATH_MAX, with the zero that ends it; the kernel takes no longer ones. */
const longestName = 4096;
const headerSize = 110;
const trailerName = 'TRAILER!!!';
const kinds: Readonly<Record<number, CpioEntry['kind']>> = { 0o10: 'file', 0o04: 'folder', 0o12: 'symlink' };

export function isCpio(start: Buffer): boolean {
  return /^07070[0-9X]/.test(start.toString('latin1', 0, 6));
}

/** Yields the entries of one archive and stops behind its trailer. @throws MEDIA_ARCHIVE_DAMAGED, MEDIA_ARCHIVE_UNSUPPORTED */
export async function* readCpio(bytes: ArchiveBytes): AsyncGenerator<CpioEntry> {
  const begin = bytes.position;
  const pad = async (): Promise<void> => {
    await bytes.take((4 - ((bytes.position - begin) % 4)) % 4, 'padding');
  };
  for (;;) {
    bytes.context.signal?.throwIfAborted();
    bytes.context.count.entries += 1;
    if (bytes.context.count.entries > mostEntries)
      throw bytes.unsupported(`more than ${mostEntries} entries`, `at most ${mostEntries}`);
    const header = parseHeader(await bytes.take(headerSize, 'the header of an entry'), bytes);
    const name = await bytes.take(header.nameSize, 'the name of an entry');
    const path = parseName(name, bytes);
    await pad();
    if (path === trailerName) return;
    const content = new EntryContent(bytes, header);
    yield {
      path: path.replace(/^(?:\.?\/+)+/, ''),
      kind: kinds[header.mode >> 12] ?? 'special',
      size: header.size,
      hardLink: header.links > 1 ? `${header.device}:${header.inode}` : null,
      content: () => content.read(),
    };
    await content.finish();
    await pad();
  }
}

interface CpioHeader {
  readonly inode: number;
  readonly mode: number;
  readonly links: number;
  readonly size: number;
  readonly device: string;
  readonly nameSize: number;
  /** Sum of all bytes of the content, modulo 2³²; null in archives without. */
  readonly checksum: number | null;
}

function parseHeader(header: Buffer, bytes: ArchiveBytes): CpioHeader {
  const text = header.toString('latin1');
  const magic = text.slice(0, 6);
  // 07070X is rpm's own, for packages of more than 4 GB; 070707 is of before 1990.
  if (magic === '070707' || magic === '07070X')
    throw bytes.unsupported(`an archive with the magic ${magic}`, 'newc (070701 or 070702)');
  if (!/^07070[12][0-9A-Fa-f]{104}$/.test(text)) throw bytes.damaged('no entry of a cpio archive');
  const field = (index: number): number => Number.parseInt(text.slice(6 + index * 8, 14 + index * 8), 16);
  const nameSize = field(11);
  if (nameSize < 2 || nameSize > longestName) throw bytes.damaged(`a name of ${nameSize} bytes`);
  return {
    inode: field(0),
    mode: field(1),
    links: field(4),
    size: field(6),
    device: `${field(7)}:${field(8)}`,
    nameSize,
    checksum: magic === '070702' ? field(12) : null,
  };
}

function parseName(name: Buffer, bytes: ArchiveBytes): string {
  if (name.indexOf(0) !== name.length - 1) throw bytes.damaged('a name that does not end where it should');
  return name.toString('utf8', 0, name.length - 1);
}

class EntryContent {
  #left: number;
  #sum = 0;

  constructor(
    private readonly bytes: ArchiveBytes,
    private readonly header: CpioHeader,
  ) {
    this.#left = header.size;
  }

  async *read(): AsyncGenerator<Uint8Array> {
    while (this.#left > 0) yield await this.#piece();
  }

  /** Skips what nobody read. */
  async finish(): Promise<void> {
    while (this.#left > 0) await this.#piece();
    const { checksum, size } = this.header;
    // Names of a hard-linked file before the last carry the checksum of bytes that come later.
    if (checksum !== null && size > 0 && this.#sum !== checksum)
      throw this.bytes.damaged('a checksum that does not fit the content');
  }

  async #piece(): Promise<Uint8Array> {
    const piece = await this.bytes.piece(this.#left, 'a file');
    this.#left -= piece.length;
    if (this.header.checksum !== null) for (const byte of piece) this.#sum = (this.#sum + byte) >>> 0;
    return piece;
  }
}
