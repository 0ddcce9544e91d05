/** In which order an image's bytes go into which files, for one pass from its first byte to its last. */
import { DrydockError } from '../../../shared/errors/drydock-error.js';
import type { IsoFile } from '../../iso9660/entry.js';
import type { SourceFile } from '../media-source.js';

/** One run of bytes of one file. */
export interface Segment {
  readonly start: number;
  readonly end: number;
  /** Of the file in the tree. */
  readonly path: string;
  readonly isLast: boolean;
}

/**
 * The segments by their place in the image. Two files may share all their bytes (then only one of them is here), never a
 * part: else a small image could fill any disk.
 * @throws MEDIA_ISO_DAMAGED, MEDIA_ISO_UNSUPPORTED
 */
export function planCopy(files: readonly SourceFile[], fileOf: (content: string) => IsoFile): Segment[] {
  const segments = files.flatMap((file) => segmentsOf(file.path, fileOf(file.content)));
  segments.sort((left, right) => left.start - right.start);
  requireApart(segments);
  return segments;
}

function segmentsOf(path: string, file: IsoFile): Segment[] {
  let before = -1;
  return file.extents.map(({ offset, length }, index) => {
    if (offset < before) {
      throw new DrydockError('MEDIA_ISO_UNSUPPORTED', {
        attempted: 'planning the copy',
        subject: path,
        found: 'parts that lie in the image in another order than in the file',
      });
    }
    before = offset + length;
    return { start: offset, end: offset + length, path, isLast: index === file.extents.length - 1 };
  });
}

function requireApart(segments: readonly Segment[]): void {
  for (const [index, segment] of segments.entries()) {
    const next = segments[index + 1];
    if (next === undefined || next.start >= segment.end) continue;
    throw new DrydockError('MEDIA_ISO_DAMAGED', {
      attempted: 'planning the copy',
      subject: next.path,
      expected: 'files that lie apart',
      found: `bytes that also belong to ${segment.path}`,
    });
  }
}
