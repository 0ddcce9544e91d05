/** In which order an image's bytes go into which files, for one pass from its first byte to its last. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { IsoFile } from '../iso9660/entry.js';
import type { SourceTree } from '../source/source-tree.js';

/** One run of bytes of one file. */
export interface Segment {
  readonly start: number;
  readonly end: number;
  readonly file: PlannedFile;
  /** Where it goes in the file. */
  readonly position: number;
  readonly isLast: boolean;
}

export interface PlannedFile {
  readonly path: string;
  readonly size: number;
}

export interface CopyPlan {
  /** By their place in the image; none overlaps another. */
  readonly segments: readonly Segment[];
  /** Files without bytes. */
  readonly empty: readonly PlannedFile[];
  /** Files whose bytes are those of another, by path: hard links of the image, and its symbolic links. */
  readonly same: ReadonlyMap<string, string>;
  /** Bytes that will be written. */
  readonly bytes: number;
}

/**
 * Two files may share all their bytes, never a part: else a small image could fill any disk.
 * @throws MEDIA_ISO_DAMAGED, MEDIA_ISO_UNSUPPORTED
 */
export function planCopy(tree: SourceTree): CopyPlan {
  const segments: Segment[] = [];
  const empty: PlannedFile[] = [];
  const same = new Map<string, string>();
  const owners = new Map<string, string>();
  for (const file of tree.files.values()) {
    const place = file.extents.map(({ offset, length }) => `${offset}+${length}`).join(',');
    const owner = owners.get(place);
    if (file.size === 0) empty.push(file);
    else if (owner !== undefined) same.set(file.path, owner);
    else {
      owners.set(place, file.path);
      segments.push(...segmentsOf(file));
    }
  }
  segments.sort((left, right) => left.start - right.start);
  requireApart(segments);
  return { segments, empty, same, bytes: segments.reduce((sum, segment) => sum + segment.end - segment.start, 0) };
}

function segmentsOf(file: IsoFile): Segment[] {
  let position = 0;
  let before = -1;
  return file.extents.map(({ offset, length }, index) => {
    if (offset < before) {
      throw new DrydockError('MEDIA_ISO_UNSUPPORTED', {
        attempted: 'planning the copy',
        subject: file.path,
        found: 'parts that lie in the image in another order than in the file',
      });
    }
    before = offset + length;
    const segment = { start: offset, end: offset + length, file, position, isLast: index === file.extents.length - 1 };
    position += length;
    return segment;
  });
}

function requireApart(segments: readonly Segment[]): void {
  for (const [index, segment] of segments.entries()) {
    const next = segments[index + 1];
    if (next === undefined || next.start >= segment.end) continue;
    throw new DrydockError('MEDIA_ISO_DAMAGED', {
      attempted: 'planning the copy',
      subject: next.file.path,
      expected: 'files that lie apart',
      found: `bytes that also belong to ${segment.file.path}`,
    });
  }
}
