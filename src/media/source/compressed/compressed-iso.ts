/** A compressed ISO image (`.iso.gz`, `.iso.xz`): unpacked first, since it is not read from its beginning to its end. */
import { basename, join } from 'node:path';
import { decompress, type Compression } from '../../decompress/decompress.js';
import { requireRoom } from '../../import/tree-sink.js';
import { openFileReader, type ByteReader } from '../byte-reader.js';
import { openIsoSource } from '../iso/iso-source.js';
import type { CopySink, SourceFile, TreeSource } from '../media-source.js';
import { readAhead } from '../read-ahead.js';
import type { SourceSurroundings } from '../source-surroundings.js';
import { copyBeside, wholeDigest } from '../whole-digest.js';

/** Larger than any medium by far. */
const mostBytes = 64 * 1024 ** 3;
const lookAtDiskEvery = 64 * 1024 * 1024;

/**
 * Its size and digests are those of the compressed file: what the user gave, and what a checksum is compared with.
 * @param reader the file; the source's from here on
 * @throws MEDIA_ARCHIVE_DAMAGED, MEDIA_ARCHIVE_UNSUPPORTED, DISK_FULL, FILE_WRITE_FAILED, and what opening the image throws
 */
export async function openCompressedIso(
  reader: ByteReader,
  compression: Compression,
  surroundings: SourceSurroundings,
): Promise<TreeSource> {
  const image = await openIsoSource(await openFileReader(await unpack(reader, compression, surroundings)));
  const digest = (signal: AbortSignal | undefined): Promise<string> => wholeDigest(reader, signal);
  const scale = reader.size / image.bytes;
  return {
    access: 'tree',
    kind: `${compression} iso`,
    label: basename(reader.name),
    bytes: reader.size,
    entries: image.entries,
    details: image.details,
    get tree() {
      return image.tree;
    },
    digest,
    copy: (files: readonly SourceFile[], sink: CopySink) =>
      copyBeside(
        sink,
        (inner) => {
          const progress: CopySink['progress'] = (bytes, current) => inner.progress(Math.floor(bytes * scale), current);
          return image.copy(files, { open: (path) => inner.open(path), progress, signal: inner.signal });
        },
        digest,
      ),
    close: async () => {
      await image.close();
      await reader.close();
    },
  };
}

/** Into the spool folder; its path there. */
async function unpack(reader: ByteReader, compression: Compression, surroundings: SourceSurroundings): Promise<string> {
  const { files, signal, onProgress } = surroundings;
  const folder = await surroundings.spool();
  const path = join(folder, 'decompressed.iso');
  const packed = readAhead(reader, { start: 0, length: reader.size }, signal);
  const file = await files.create(path);
  try {
    let done = 0;
    let looked = -lookAtDiskEvery;
    for await (const piece of decompress(compression, packed, {
      limit: mostBytes,
      subject: basename(reader.name),
      signal,
    })) {
      if (done - looked >= lookAtDiskEvery) {
        await requireRoom(files, folder, piece.length);
        looked = done;
      }
      await file.write(piece, done);
      onProgress((done += piece.length), null);
    }
  } finally {
    await file.close();
  }
  return path;
}
