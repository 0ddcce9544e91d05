/** A tar archive as a source: unpacked as it is read, in one pass, with the digest of the file as it was given. */
import { basename } from 'node:path';
import { decompress, type Compression } from '../../decompress/decompress.js';
import type { ByteReader } from '../byte-reader.js';
import type { CopySink, PeekedStream, StreamSource, UnpackedStream } from '../media-source.js';
import { readAhead } from '../read-ahead.js';
import { wholeDigest } from '../whole-digest.js';
import { WholeHash } from '../whole-hash.js';
import { peekTar } from './peek-tar.js';
import { TarReader } from './tar-reader.js';
import { TarTree } from './tar-tree.js';

/** Far more than any medium, and than the disk of a machine that imports one by mistake. */
const mostBytes = 64 * 1024 ** 3;

const kinds: Readonly<Record<Compression, string>> = {
  gzip: 'tar gz',
  bzip2: 'tar bz2',
  xz: 'tar xz',
  zstd: 'tar zst',
  lzma: 'tar lzma',
};

/** @param reader the archive; the source's from here on */
export function openTarSource(reader: ByteReader): Promise<StreamSource> {
  return Promise.resolve(tarSource(reader, null));
}

/** @param compression what was found around the archive */
export function tarSource(reader: ByteReader, compression: Compression | null): StreamSource {
  const label = basename(reader.name);
  const plain = (pieces: AsyncIterable<Uint8Array>, signal: AbortSignal | undefined): AsyncIterable<Uint8Array> =>
    compression === null ? pieces : decompress(compression, pieces, { limit: mostBytes, subject: label, signal });
  return {
    access: 'stream',
    kind: compression === null ? 'tar' : kinds[compression],
    label,
    bytes: reader.size,
    digest: (signal) => wholeDigest(reader, signal),
    unpack: (sink) => unpack(reader, sink, (pieces) => new TarReader(plain(pieces, sink.signal), label)),
    peek: (signal) => peek(new TarReader(plain(readAhead(reader, whole(reader), signal), signal), label)),
    close: () => reader.close(),
  };
}

async function peek(tar: TarReader): Promise<PeekedStream> {
  try {
    return await peekTar(tar);
  } finally {
    await tar.close();
  }
}

async function unpack(
  reader: ByteReader,
  sink: CopySink,
  open: (pieces: AsyncIterable<Uint8Array>) => TarReader,
): Promise<UnpackedStream> {
  const hash = new WholeHash();
  const read = { bytes: 0, current: null as string | null };
  const hashed = async function* (start: number): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const piece of readAhead(reader, { start, length: reader.size - start }, sink.signal)) {
      const taken = hash.update(piece, piece.length);
      taken.catch(() => undefined);
      read.bytes += piece.length;
      yield piece;
      await taken;
      sink.progress(read.bytes, read.current);
    }
  };
  const tar = open(hashed(0));
  try {
    const tree = await unpackEntries(tar, sink, (path) => (read.current = path));
    await tar.close();
    // A decompressor may leave off before the end of the file.
    await readToEnd(hashed(read.bytes));
    return { entries: tree.entries, sha256: await hash.digest() };
  } finally {
    await tar.close();
    await hash.close();
  }
}

/** Each file is synced and closed while the next ones are written; the sink bounds how many at once. */
async function unpackEntries(tar: TarReader, sink: CopySink, onFile: (path: string) => void): Promise<TarTree> {
  const tree = new TarTree();
  const finished: Promise<void>[] = [];
  try {
    for (let entry = await tar.next(); entry !== null; entry = await tar.next()) {
      const made = tree.add(entry);
      if (entry.kind !== 'file' || made === null) continue;
      onFile(made.path);
      const file = await sink.open(made.path);
      for await (const piece of tar.content()) await file.write(piece);
      const closed = file.finish();
      closed.catch(() => undefined);
      finished.push(closed);
    }
    await tar.finish();
    await Promise.all(finished);
    return tree;
  } catch (error) {
    await Promise.allSettled(finished);
    throw error;
  }
}

async function readToEnd(pieces: AsyncIterator<Uint8Array>): Promise<void> {
  while ((await pieces.next()).done !== true);
}

function whole(reader: ByteReader): { start: number; length: number } {
  return { start: 0, length: reader.size };
}
