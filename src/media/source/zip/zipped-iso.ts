/** An ISO image in a zip archive, as vendors publish packs and people pass images on. */
import { basename, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { requireRoom } from '../../import/tree-sink.js';
import { openFileReader, partOf, type ByteReader } from '../byte-reader.js';
import { openIsoSource } from '../iso/iso-source.js';
import type { CopySink, SourceFile, TreeSource } from '../media-source.js';
import type { SourceSurroundings } from '../source-surroundings.js';
import type { SourceTree } from '../source-tree.js';
import { copyBeside, wholeDigest } from '../whole-digest.js';
import { hex, memberPieces, memberStart } from './member-content.js';
import { damagedZip } from './zip-errors.js';
import type { ZipMember } from './zip-member.js';

/**
 * Its size and digests are those of the archive: what the user gave, and what a checksum is compared with.
 * @param reader the archive; the source's from here on
 * @param others how many other files lie in the archive
 * @throws MEDIA_ARCHIVE_DAMAGED, DISK_FULL, FILE_WRITE_FAILED, and what opening the image throws
 */
export async function openZippedIso(
  reader: ByteReader,
  member: ZipMember,
  others: number,
  surroundings: SourceSurroundings,
): Promise<TreeSource> {
  const place = member.compression === 'stored' ? await memberStart(reader, member) : undefined;
  const part = { name: member.path, offset: place ?? 0, length: member.size };
  const bytes = place === undefined ? await unpack(reader, member, surroundings) : reader;
  // The archive outlives the image, whose reader it may be.
  const image = await openIsoSource({
    ...partOf(bytes, part),
    close: () => (bytes === reader ? Promise.resolve() : bytes.close()),
  });
  return new ZippedIso(reader, image, others, place === undefined ? undefined : { member, start: place });
}

class ZippedIso implements TreeSource {
  readonly access = 'tree';
  readonly kind = 'zip iso';
  readonly label: string;
  readonly bytes: number;
  readonly entries;
  readonly details;

  constructor(
    private readonly reader: ByteReader,
    private readonly image: TreeSource,
    private readonly others: number,
    /** Of an image that is read in place, so that its checksum is still to be compared. */
    private readonly inPlace: { readonly member: ZipMember; readonly start: number } | undefined,
  ) {
    this.label = basename(reader.name);
    this.bytes = reader.size;
    this.entries = image.entries;
    this.details = image.details;
  }

  get tree(): SourceTree {
    const { tree } = this.image;
    if (this.others === 0) return tree;
    const left =
      this.others === 1
        ? '1 more file beside the image; it was'
        : `${this.others} more files beside the image; they were`;
    const warning = `The zip archive holds ${left} left out.`;
    return { ...tree, warnings: [warning, ...tree.warnings] };
  }

  copy(files: readonly SourceFile[], sink: CopySink): Promise<string> {
    const scale = this.bytes / this.image.bytes;
    return copyBeside(
      sink,
      (inner) => {
        const progress: CopySink['progress'] = (bytes, current) => inner.progress(Math.floor(bytes * scale), current);
        return this.image.copy(files, { open: (path) => inner.open(path), progress, signal: inner.signal });
      },
      (signal) => this.digest(signal),
    );
  }

  /** @throws MEDIA_ARCHIVE_DAMAGED where the image is read in place and its checksum is wrong */
  async digest(signal: AbortSignal | undefined): Promise<string> {
    if (this.inPlace === undefined) return wholeDigest(this.reader, signal);
    const { member, start } = this.inPlace;
    let sum = 0;
    const sha256 = await wholeDigest(this.reader, signal, (piece, position) => {
      const from = Math.max(0, start - position);
      const to = Math.min(piece.length, start + member.size - position);
      if (from < to) sum = crc32(piece.subarray(from, to), sum);
    });
    if (sum !== member.crc32) throw damagedZip(member.path, `CRC-32 ${hex(sum)}`, `CRC-32 ${hex(member.crc32)}`);
    return sha256;
  }

  async close(): Promise<void> {
    await this.image.close();
    await this.reader.close();
  }
}

/** To the spool folder, checked; an image cannot be read in any order while it is compressed. */
async function unpack(reader: ByteReader, member: ZipMember, surroundings: SourceSurroundings): Promise<ByteReader> {
  const { files, signal, onProgress } = surroundings;
  const folder = await surroundings.spool();
  await requireRoom(files, folder, member.size);
  const path = join(folder, 'unpacked.iso');
  const file = await files.create(path);
  try {
    let done = 0;
    for await (const piece of memberPieces(reader, member, signal)) {
      await file.write(piece, done);
      onProgress((done += piece.length), member.size);
    }
  } finally {
    await file.close();
  }
  return openFileReader(path);
}
