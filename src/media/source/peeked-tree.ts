/** The tree of a stream, as far as it was looked at. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { PeekedStream } from './media-source.js';
import { planTree, type PlannedTree } from './plan-tree.js';
import { sourceTree, type SourceTree } from './source-tree.js';
import type { SourceEntry } from './source-entry.js';
import { raisedPath, withoutTopFolder } from './without-top-folder.js';

/** @throws MEDIA_ENTRY_REFUSED */
export function peekedTree({ entries, contents, complete }: PeekedStream, description: string): SourceTree {
  const raised = withoutTopFolder(entries);
  const kept = new Map([...contents].map(([path, content]) => [raisedPath(path, raised.top), content]));
  // A link may point at what comes later.
  const known = complete ? raised.entries : raised.entries.filter(isNoLink);
  const plan: PlannedTree = planTree(known);
  return sourceTree(plan, description, (file) => {
    const content = kept.get(file.content);
    if (content !== undefined) return Promise.resolve(content);
    return Promise.reject(
      new DrydockError('MEDIA_METADATA_INVALID', {
        attempted: 'reading a file of the archive',
        subject: file.path,
        found: `${file.size} bytes, too many to be kept while looking`,
      }),
    );
  });
}

function isNoLink(entry: SourceEntry): boolean {
  return entry.kind !== 'symlink';
}
