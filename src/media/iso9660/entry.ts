/** What an image holds, as its best set of names shows it. */

/** A run of bytes in the image. */
export interface Extent {
  readonly offset: number;
  readonly length: number;
}

interface EntryBase {
  /** Relative to the root, `/` between components, no leading slash. */
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

export interface IsoFile extends EntryBase {
  readonly kind: 'file';
  readonly size: number;
  /** In order; more than one for files over 4 GiB; none for an empty file. */
  readonly extents: readonly Extent[];
  /** zisofs: the bytes are not the content. */
  readonly compressed: boolean;
}

export interface IsoFolder extends EntryBase {
  readonly kind: 'folder';
}

export interface IsoSymlink extends EntryBase {
  readonly kind: 'symlink';
  readonly target: string;
}

/** A device, pipe or socket. */
export interface IsoSpecial extends EntryBase {
  readonly kind: 'special';
}

export type IsoEntry = IsoFile | IsoFolder | IsoSymlink | IsoSpecial;

/** Which of the three sets of names an image can carry. */
export type IsoNames = 'rock-ridge' | 'joliet' | 'plain';
