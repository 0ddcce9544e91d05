/** The tree that a source would be published as: files only, links resolved, everything unsafe refused with its name. */
import { posix } from 'node:path';
import { refusedEntry } from './safe-path.js';
import type { FileEntry, SourceEntry, SymlinkEntry } from './source-entry.js';

export interface PlannedTree {
  /** Links to files stand here under their own path, with the content of what they point at. */
  readonly files: ReadonlyMap<string, FileEntry>;
  readonly folders: ReadonlySet<string>;
  /** What was left out, said to the user. */
  readonly warnings: readonly string[];
}

const mostLinkHops = 16;

/** @param entries with safe paths. @throws MEDIA_ENTRY_REFUSED */
export function planTree(entries: readonly SourceEntry[]): PlannedTree {
  const byPath = entriesByPath(entries);
  const files = new Map<string, FileEntry>();
  const folders = new Set<string>();
  const warnings: string[] = [];
  for (const entry of byPath.values()) {
    if (entry.kind === 'folder') folders.add(entry.path);
    else if (entry.kind === 'file') files.set(entry.path, entry);
    else if (entry.kind === 'special') throw refusedEntry(entry.path, 'a device, pipe or socket');
    else {
      const target = resolveLink(entry, byPath);
      if (target === undefined)
        warnings.push(`The link ${entry.path} points at ${entry.target}, which is not there; it was left out.`);
      else files.set(entry.path, { ...target, path: entry.path });
    }
  }
  requireFoldersApart(byPath, files);
  return { files, folders, warnings };
}

/** A folder may be named twice, as some archives do; anything else may not. */
function entriesByPath(entries: readonly SourceEntry[]): ReadonlyMap<string, SourceEntry> {
  const byPath = new Map<string, SourceEntry>();
  for (const entry of entries) {
    const before = byPath.get(entry.path);
    if (before !== undefined && (before.kind !== 'folder' || entry.kind !== 'folder'))
      throw refusedEntry(entry.path, 'the same name twice');
    byPath.set(entry.path, entry);
  }
  return byPath;
}

/** What a file lies in must be a folder: not another file, and not a link, which could lead out of the tree. */
function requireFoldersApart(byPath: ReadonlyMap<string, SourceEntry>, files: ReadonlyMap<string, FileEntry>): void {
  for (const path of files.keys()) {
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const above = byPath.get(path.slice(0, end));
      if (above !== undefined && above.kind !== 'folder')
        throw refusedEntry(path, `an entry below ${above.path}, which is a ${above.kind}`);
    }
  }
}

/** The file that a link leads to; undefined when there is nothing. */
function resolveLink(link: SymlinkEntry, byPath: ReadonlyMap<string, SourceEntry>): FileEntry | undefined {
  let current = link;
  for (let hop = 0; hop < mostLinkHops; hop++) {
    if (current.target.startsWith('/'))
      throw refusedEntry(link.path, `a link with an absolute target: ${current.target}`);
    const path = posix.normalize(posix.join(posix.dirname(current.path), current.target)).replace(/\/$/, '');
    if (path === '..' || path.startsWith('../'))
      throw refusedEntry(link.path, `a link that leaves the tree: ${current.target}`);
    const target = byPath.get(path);
    if (target === undefined) return undefined;
    if (target.kind === 'file') return target;
    if (target.kind !== 'symlink') throw refusedEntry(link.path, `a link to a ${target.kind}: ${current.target}`);
    current = target;
  }
  throw refusedEntry(link.path, `more than ${mostLinkHops} links in a row`);
}
