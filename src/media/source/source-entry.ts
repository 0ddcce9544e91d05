/** What a source holds, whatever kind it is, before anybody decided what of it becomes part of a tree. */

interface EntryBase {
  /** Relative to the root, `/` between components, no leading slash. */
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

export interface FileEntry extends EntryBase {
  readonly kind: 'file';
  readonly size: number;
  /** Names the bytes: two files with the same content are the same bytes (hard links), and are copied once. */
  readonly content: string;
}

export interface FolderEntry extends EntryBase {
  readonly kind: 'folder';
}

export interface SymlinkEntry extends EntryBase {
  readonly kind: 'symlink';
  readonly target: string;
}

/** A device, pipe or socket. */
export interface SpecialEntry extends EntryBase {
  readonly kind: 'special';
}

export type SourceEntry = FileEntry | FolderEntry | SymlinkEntry | SpecialEntry;
