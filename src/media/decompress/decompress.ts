/** Decompresses a stream of any kind that media come in, in bounded memory, whatever the data claims or does. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { bunzip2 } from './bzip2/bunzip2.js';
import type { Compression } from './compression.js';
import { unsupportedCompression } from './decompression-error.js';
import { gunzip } from './gunzip.js';
import { unxz } from './unxz.js';
import { unzstd } from './unzstd.js';

export { compressionOf, type Compression } from './compression.js';

export interface DecompressOptions {
  /** In bytes of output: data that becomes longer ends with an error. */
  readonly limit: number;
  /** Names the data in errors. */
  readonly subject: string;
  readonly signal?: AbortSignal | undefined;
}

/** Takes compressed data, gives what it was made of in pieces of at most some hundred KiB. */
export type Decompressor = (source: AsyncIterable<Uint8Array>, subject: string) => AsyncIterable<Uint8Array>;

const decompressors: Readonly<Record<Compression, Decompressor | null>> = {
  gzip: gunzip,
  bzip2: bunzip2,
  xz: unxz,
  zstd: unzstd,
  // The form before xz: none of the libraries looked at reads it as a stream (docs/dependencies.md).
  lzma: null,
};

/**
 * A piece stays as it is until the next one is asked for. Ending the iteration early ends that of the source.
 * @throws MEDIA_ARCHIVE_DAMAGED, MEDIA_ARCHIVE_UNSUPPORTED, what the source throws, the signal's reason
 */
export async function* decompress(
  kind: Compression,
  source: AsyncIterable<Uint8Array>,
  options: DecompressOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { limit, subject, signal } = options;
  const decompressor = decompressors[kind];
  if (decompressor === null) throw unsupportedCompression(subject, `${kind} data`);
  let length = 0;
  for await (const piece of decompressor(abortable(source, signal), subject)) {
    signal?.throwIfAborted();
    length += piece.length;
    if (length > limit) throw tooLong(subject, limit);
    yield piece;
  }
}

async function* abortable(
  source: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const piece of source) {
    signal?.throwIfAborted();
    yield piece;
  }
}

function tooLong(subject: string, limit: number): DrydockError {
  return new DrydockError('MEDIA_ARCHIVE_UNSUPPORTED', {
    attempted: 'decompressing',
    subject,
    expected: `at most ${limit} bytes`,
    found: 'more',
  });
}
