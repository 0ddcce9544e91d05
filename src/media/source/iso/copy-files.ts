/** Copies the files of an image that is a file of this disk: several at once, each from its own place in the image. */
import type { ByteThread } from '../../copy/byte-thread.js';
import type { WholeFile } from '../byte-reader.js';
import type { ImageBytes } from '../../iso9660/image-bytes.js';
import type { CopySink, FileSink } from '../media-source.js';
import { nowhere } from '../nowhere.js';
import { sharedBuffer } from '../read-ahead.js';
import { forEachOf } from '../together.js';
import type { Segment } from './copy-plan.js';

/** Enough that opening, syncing and closing of some overlap with the copying of others. */
const filesAtOnce = 24;
const pieceSize = 1024 * 1024;

interface ImageFile {
  readonly path: string;
  readonly runs: { readonly offset: number; readonly length: number }[];
}

/** @param segments in the order of the image: then a disk that turns hardly has to seek */
export async function copyFiles(
  image: ImageBytes,
  { file, thread }: { readonly file: WholeFile; readonly thread: ByteThread },
  segments: readonly Segment[],
  sink: CopySink,
): Promise<void> {
  let bytes = 0;
  await forEachOf(filesOf(segments), { atOnce: filesAtOnce, signal: sink.signal }, async ({ path, runs }, signal) => {
    const target = await sink.open(path);
    const onBytes = (more: number): void => sink.progress((bytes += more), path);
    const { path: name, descriptor } = file;
    if (target.fill !== undefined) await target.fill({ name, descriptor, runs, thread }, onBytes);
    else if (target !== nowhere) await pump(image, { path, runs }, { target, onBytes, signal });
    await target.finish();
  });
}

function filesOf(segments: readonly Segment[]): Iterable<ImageFile> {
  const files = new Map<string, ImageFile>();
  for (const { path, start, end } of segments) {
    const file = files.get(path) ?? { path, runs: [] };
    file.runs.push({ offset: start, length: end - start });
    files.set(path, file);
  }
  return files.values();
}

interface Pumping {
  readonly target: FileSink;
  readonly onBytes: (bytes: number) => void;
  readonly signal: AbortSignal;
}

/** For a sink that takes bytes only from this thread. */
async function pump(image: ImageBytes, { path, runs }: ImageFile, { target, onBytes, signal }: Pumping): Promise<void> {
  const buffer = sharedBuffer(pieceSize);
  for (const { offset, length } of runs) {
    for (let done = 0; done < length;) {
      signal.throwIfAborted();
      const count = Math.min(pieceSize, length - done);
      await image.readInto(buffer, offset + done, count, path);
      await target.write(buffer.subarray(0, count));
      done += count;
      onBytes(count);
    }
  }
}
