/** xz, by a library that is XZ Embedded as WebAssembly: CRC-32 and CRC-64 are checked; filters for machine code are not known. */
import { createRequire } from 'node:module';
import { ReadableStream } from 'node:stream/web';
import type * as XzLibrary from 'xz-decompress';
import { damagedCompression, unsupportedCompression } from './decompression-error.js';

/** Its form of module gives other names to `import` under different loaders. */
const { XzReadableStream } = createRequire(import.meta.url)('xz-decompress') as typeof XzLibrary;

/**
 * The library reads one stream at a time: a second one waits until the first is done or given up.
 * @throws MEDIA_ARCHIVE_DAMAGED, MEDIA_ARCHIVE_UNSUPPORTED, what the source throws
 */
export async function* unxz(
  source: AsyncIterable<Uint8Array>,
  subject: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const input = source[Symbol.asyncIterator]();
  const first = await nextPiece(input);
  if (first === undefined) throw damagedCompression(subject, 'no data at all');
  const output = new XzReadableStream(webStream(input, first)) as ReadableStream<Uint8Array>;
  try {
    // Leaving the loop early cancels the stream, which lets go of the library's lock.
    for await (const piece of output) if (piece.length > 0) yield piece;
  } catch (error) {
    throw translated(error, subject);
  } finally {
    await input.return?.();
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
