/** Archives are often made of a folder instead of what is in it: the medium then lies one level down. */
import { onlyTopFolder } from './medium-inside.js';
import type { SourceEntry } from './source-entry.js';

export interface RaisedEntries {
  /** The folder that was taken away from all paths; undefined when they stay as they are. */
  readonly top: string | undefined;
  readonly entries: readonly SourceEntry[];
}

/** @param entries whose content is named by paths */
export function withoutTopFolder(entries: readonly SourceEntry[]): RaisedEntries {
  const files = entries.filter(({ kind }) => kind === 'file');
  const top = onlyTopFolder(
    entries.map(({ path }) => path),
    new Set(files.map(({ path }) => path)),
  );
  if (top === undefined) return { top, entries };
  const raised = entries.filter(({ path }) => path !== top).map((entry) => raisedEntry(entry, top));
  return { top, entries: raised };
}

export function raisedPath(path: string, top: string | undefined): string {
  return top === undefined ? path : path.slice(top.length + 1);
}

function raisedEntry(entry: SourceEntry, top: string): SourceEntry {
  const path = raisedPath(entry.path, top);
  return entry.kind === 'file' ? { ...entry, path, content: raisedPath(entry.content, top) } : { ...entry, path };
}
