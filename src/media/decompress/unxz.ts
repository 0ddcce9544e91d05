/**
 * xz, by a library that is XZ Embedded as WebAssembly: CRC-32 and CRC-64 are checked by it, SHA-256 by ourselves; filters for
 * machine code are not known.
 */
import { createRequire } from 'node:module';
import { ReadableStream } from 'node:stream/web';
import type * as XzLibrary from 'xz-decompress';
import { BlockDigests } from './block-digests.js';
import { ByteQueue } from './byte-queue.js';
import { damagedCompression, unsupportedCompression } from './decompression-error.js';
import { checkMarkLength, hasSha256, withoutSha256 } from './xz-sha256.js';

/** Its form of module gives other names to `import` under different loaders. Loaded when needed: few media have xz in them. */
const library = (): typeof XzLibrary => createRequire(import.meta.url)('xz-decompress') as typeof XzLibrary;

/**
 * The library reads one stream at a time: a second one waits until the first is done or given up.
 * @throws MEDIA_ARCHIVE_DAMAGED, MEDIA_ARCHIVE_UNSUPPORTED, what the source throws
 */
export async function* unxz(
  source: AsyncIterable<Uint8Array>,
  subject: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const digests = new BlockDigests(subject);
  const input = knownChecks(source, digests, subject);
  const first = await nextPiece(input);
  if (first === undefined) throw damagedCompression(subject, 'no data at all');
  const { XzReadableStream } = library();
  const output = new XzReadableStream(webStream(input, first)).getReader();
  try {
    for (let next = await output.read(); !next.done; next = await output.read()) {
      if (next.value.length === 0) continue;
      if (digests.inUse) digests.update(next.value);
      yield next.value;
    }
    digests.finish();
  } catch (error) {
    throw translated(error, subject);
  } finally {
    // Lets go of the library's lock. It reads ahead, and fails at being told to stop when it has done so by itself.
    await output.cancel().catch(() => undefined);
    await input.return(undefined);
  }
}

/** What the library is given: streams with SHA-256 become streams without, one behind the other. */
async function* knownChecks(
  source: AsyncIterable<Uint8Array>,
  digests: BlockDigests,
  subject: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const queue = new ByteQueue(source);
  try {
    await queue.fill(checkMarkLength);
    digests.inUse = hasSha256(queue.bytes);
    while (await queue.fill(1)) {
      if (digests.inUse && queue.bytes[0] !== 0) yield* withoutSha256(queue, digests, subject);
      // Zeros between streams come in fours, which is for the library to count.
      else yield queue.take(digests.inUse ? 1 : queue.length);
    }
  } finally {
    await queue.close();
  }
}

/** The library takes an empty piece for the end. */
async function nextPiece(input: AsyncIterator<Uint8Array>): Promise<Uint8Array | undefined> {
  for (;;) {
    const next = await input.next();
    if (next.done === true) return undefined;
    if (next.value.length > 0) return next.value;
  }
}

function webStream(input: AsyncIterator<Uint8Array>, first: Uint8Array): ReadableStream<Uint8Array> {
  let ahead: Uint8Array | undefined = first;
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const piece = ahead ?? (await nextPiece(input));
        ahead = undefined;
        if (piece === undefined) controller.close();
        else controller.enqueue(piece);
      },
    },
    { highWaterMark: 0 },
  );
}

/** Results of XZ Embedded (`enum xz_ret` in its xz.h), which the library puts into its message. */
function translated(error: unknown, subject: string): unknown {
  const result =
    error instanceof Error ? /^get_next_output failed with error code (\d)$/.exec(error.message)?.[1] : null;
  if (result === null || result === undefined) return error;
  const unsupported = unsupportedResults[result];
  if (unsupported !== undefined) return unsupportedCompression(subject, unsupported, error);
  return damagedCompression(subject, result === '8' ? 'xz data that is cut short' : 'damaged xz data', error);
}

const unsupportedResults: Readonly<Record<string, string>> = {
  3: 'xz data that needs more memory than there is',
  4: 'xz data with a dictionary of more than 64 MiB',
  6: 'xz data with a check or filter that is not known here',
};
