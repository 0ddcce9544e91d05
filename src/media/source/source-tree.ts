/** The tree of a source, and how its small files are read before anything is copied: what recognition works on. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { PlannedTree } from './plan-tree.js';
import type { FileEntry } from './source-entry.js';

export interface SourceTree extends PlannedTree {
  /** What the source is, for the error about one that is no install medium. */
  readonly description: string;
  /** @throws MEDIA_INCOMPLETE when there is no such file; MEDIA_METADATA_INVALID when it is longer than `limit` bytes */
  read(path: string, limit: number): Promise<Buffer>;
}

/** @param content reads a whole file that is known to be no longer than its limit */
export function sourceTree(
  plan: PlannedTree,
  description: string,
  content: (file: FileEntry) => Promise<Buffer>,
): SourceTree {
  return {
    ...plan,
    description,
    read: async (path, limit) => {
      const file = plan.files.get(path);
      if (file === undefined)
        throw new DrydockError('MEDIA_INCOMPLETE', { attempted: 'reading a file of the medium', subject: path });
      if (file.size > limit) {
        throw new DrydockError('MEDIA_METADATA_INVALID', {
          attempted: 'reading a file of the medium',
          subject: path,
          expected: `at most ${limit} bytes`,
          found: `${file.size} bytes`,
        });
      }
      return content(file);
    },
  };
}
