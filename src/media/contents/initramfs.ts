/**
 * All entries of an image that the kernel would unpack at boot: cpio archives one behind the other, with zeros between
 * them, and from some point on compressed (the kernel's "initramfs buffer format"). An RPM payload is the simplest case.
 */
import type { DrydockError } from '../../shared/errors/drydock-error.js';
import { compressionMarkLength, compressionOf } from '../decompress/compression.js';
import { decompress } from '../decompress/decompress.js';
import { ArchiveBytes, type ArchiveContext } from './archive-bytes.js';
import { isCpio, readCpio, type CpioEntry } from './cpio.js';

export interface InitramfsOptions {
  /** The file that is read, for errors. */
  readonly subject: string;
  /** Bytes that it may unpack to. */
  readonly limit: number;
  readonly signal: AbortSignal | undefined;
}

/** Microcode lies uncompressed before the rest; nobody compresses more than once. */
const deepest = 1;

/** @throws MEDIA_ARCHIVE_DAMAGED, MEDIA_ARCHIVE_UNSUPPORTED, and what `source` throws */
export function readInitramfs(source: AsyncIterable<Uint8Array>, options: InitramfsOptions): AsyncGenerator<CpioEntry> {
  const context = { subject: options.subject, signal: options.signal, count: { entries: 0 } };
  return readMembers(source, { ...context, limit: options.limit, depth: 0 });
}

interface Surroundings extends ArchiveContext {
  readonly limit: number;
  /** How many times what is read was compressed. */
  readonly depth: number;
}

async function* readMembers(source: AsyncIterable<Uint8Array>, surroundings: Surroundings): AsyncGenerator<CpioEntry> {
  const bytes = new ArchiveBytes(source, surroundings);
  try {
    for (let members = 0; ; members += 1) {
      await bytes.skipZeros();
      const start = await bytes.peek(compressionMarkLength);
      if (start.length === 0 && members > 0) return;
      if (isCpio(start)) yield* readCpio(bytes);
      else {
        const kind = compressionOf(start);
        if (kind === null || surroundings.depth === deepest) throw unknownBytes(bytes, start);
        const unpacked = decompress(kind, bytes.rest(), surroundings);
        yield* readMembers(unpacked, { ...surroundings, depth: surroundings.depth + 1 });
        return;
      }
    }
  } finally {
    await bytes.close();
  }
}

function unknownBytes(bytes: ArchiveBytes, start: Buffer): DrydockError {
  return bytes.unsupported(
    start.length === 0 ? 'nothing' : `the bytes ${start.toString('hex', 0, 6)}`,
    'cpio (newc), as it is or compressed by gzip, bzip2, xz or zstd',
  );
}
