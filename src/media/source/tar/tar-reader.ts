/**
 * Reads a tar archive from its first entry to its end, as it comes. Headers are decoded by the library; its own parser is
 * not used, because it passes over in silence what it does not know, takes only the first part of names with a line feed,
 * and does not miss the end of an archive.
 */
import { withoutTrailing } from '../../../shared/trim.js';
import { ByteQueue, onlyZerosFollow } from '../../decompress/byte-queue.js';
import { sharedBuffer } from '../read-ahead.js';
import { refusedEntry } from '../safe-path.js';
import { parsePaxRecords, type PaxRecords } from './pax-records.js';
import { damagedTar, unsupportedTar } from './tar-errors.js';
import { blockSize, isEmptyBlock, parseTarHeader, type TarEntryKind, type TarHeader } from './tar-header.js';

export interface TarEntry {
  readonly kind: TarEntryKind;
  /** As it stands in the archive: nobody has said yet that it is safe. */
  readonly path: string;
  /** Of a link. */
  readonly target: string;
  /** Of a file, in bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

/** A full installation medium has under two thousand; each file costs a moment of the disk and a kilobyte of memory. */
const mostHeaders = 30_000;
const longestMetadata = 1024 * 1024;
const pieceSize = 256 * 1024;

export class TarReader {
  readonly #queue: ByteQueue;
  #headers = 0;
  /** Of the content of the entry at hand, and what fills up its last block. */
  #left = 0;
  #padding = 0;

  /** @param archive its name, for errors */
  constructor(
    source: AsyncIterable<Uint8Array>,
    private readonly archive: string,
  ) {
    // A thread hashes the files' content where it lies.
    this.#queue = new ByteQueue(source, sharedBuffer);
  }

  /**
   * The next entry; null at the end. Content of the one before that nobody has read is passed over.
   * @throws MEDIA_ARCHIVE_DAMAGED, MEDIA_ARCHIVE_UNSUPPORTED, MEDIA_ENTRY_REFUSED, what the source throws
   */
  async next(): Promise<TarEntry | null> {
    let pax: PaxRecords = {};
    let long: PaxRecords = {};
    for (;;) {
      const header = await this.#header();
      if (header === null) {
        if (Object.keys({ ...pax, ...long }).length > 0) throw damagedTar(this.archive, 'an end behind a pax header');
        return null;
      }
      if (header.kind === 'pax') pax = parsePaxRecords(await this.#metadata(header), this.archive);
      else if (header.kind === 'pax-global') requireNoNames(await this.#metadata(header), this.archive);
      else if (header.kind === 'long-path') long = { ...long, path: longName(await this.#metadata(header)) };
      else if (header.kind === 'long-target') long = { ...long, target: longName(await this.#metadata(header)) };
      else return this.#entry({ ...header, kind: header.kind }, { ...long, ...defined(pax) });
    }
  }

  /** The content of the file that was told last, once; each piece stays as it is until the next is asked for. */
  async *content(): AsyncGenerator<Uint8Array, void, undefined> {
    while (this.#left > 0) {
      if (!(await this.#queue.fill(1))) throw this.#cutShort();
      const piece = this.#queue.bytes.subarray(0, Math.min(this.#left, pieceSize));
      yield piece;
      this.#queue.skip(piece.length);
      this.#left -= piece.length;
    }
  }

  /** Behind the last entry: reads the stream to its end. */
  async finish(): Promise<void> {
    if (!(await onlyZerosFollow(this.#queue)))
      throw unsupportedTar(this.archive, 'more data behind the end of the archive', 'one archive');
  }

  async close(): Promise<void> {
    await this.#queue.close();
  }

  #entry(header: TarHeader & { kind: TarEntryKind }, names: PaxRecords): TarEntry {
    const path = names.path ?? header.path;
    const size = names.size ?? header.size;
    // Archives older than the type for folders mark them by a slash.
    const kind = header.kind === 'file' && path.endsWith('/') ? 'folder' : header.kind;
    const modified = names.modified ?? header.modified;
    const target = names.target ?? header.target;
    if (kind === 'file') this.#expect(size);
    else if (size > 0 && kind !== 'folder') throw unsupportedTar(path, `a ${kind} with content of its own`);
    return { kind, path, target, size: kind === 'file' ? size : 0, modified };
  }

  /** Null at the mark of the end: two empty blocks. */
  async #header(): Promise<TarHeader | null> {
    await this.#skipRest();
    const block = await this.#block();
    if (isEmptyBlock(block)) {
      if (!isEmptyBlock(await this.#block())) throw damagedTar(this.archive, 'an empty block between two entries');
      return null;
    }
    this.#headers += 1;
    if (this.#headers > mostHeaders) throw unsupportedTar(this.archive, `more than ${mostHeaders} headers`);
    return parseTarHeader(block, this.archive);
  }

  async #metadata({ path, size }: TarHeader): Promise<Buffer> {
    if (size > longestMetadata)
      throw unsupportedTar(path, `names and attributes of ${size} bytes`, `at most ${longestMetadata} bytes`);
    this.#expect(size);
    if (!(await this.#queue.fill(size))) throw this.#cutShort();
    this.#left = 0;
    return Buffer.from(this.#queue.take(size));
  }

  #expect(size: number): void {
    this.#left = size;
    this.#padding = (blockSize - (size % blockSize)) % blockSize;
  }

  async #skipRest(): Promise<void> {
    for (let left = this.#left + this.#padding; left > 0;) {
      if (!(await this.#queue.fill(1))) throw this.#cutShort();
      const part = Math.min(left, this.#queue.length);
      this.#queue.skip(part);
      left -= part;
    }
    this.#left = 0;
    this.#padding = 0;
  }

  async #block(): Promise<Buffer> {
    if (!(await this.#queue.fill(blockSize))) throw this.#cutShort();
    return Buffer.from(this.#queue.take(blockSize));
  }

  #cutShort(): Error {
    return damagedTar(this.archive, 'the end of the data before the end of the archive');
  }
}

/** Names of GNU tar end with a NUL. */
function longName(bytes: Buffer): string {
  const name = withoutTrailing(bytes.toString('utf8'), '\0');
  if (name.includes('\ufffd')) throw refusedEntry(name, 'a name that is not UTF-8');
  return name;
}

/** One name or size for all that follows is nothing that an archive of files would say. */
function requireNoNames(bytes: Buffer, archive: string): void {
  const { path, target, size } = parsePaxRecords(bytes, archive);
  if (path !== undefined || target !== undefined || size !== undefined)
    throw unsupportedTar(archive, 'a pax header with one name or size for all entries');
}

function defined(records: PaxRecords): PaxRecords {
  return Object.fromEntries(Object.entries(records).filter(([, value]) => value !== undefined));
}
