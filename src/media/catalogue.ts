/** The read-only view of the store that servers and controller get: nothing here can change a medium. */
import type { Manifest, ManifestFile } from './manifest.js';

/** One published medium, opened: manifest, look-up by path, and where each file's bytes lie. */
export interface Medium {
  readonly manifest: Manifest;
  /** Exact, case-sensitive look-up; undefined when the medium has no such file. */
  file(path: string): ManifestFile | undefined;
  /** Names in a folder (`''` is the root), sorted, folders with a trailing slash; undefined when there is no such folder. */
  folder(path: string): readonly string[] | undefined;
  /** The path on disk that holds the bytes of a file of this manifest. */
  location(file: ManifestFile): string;
  /** The folder on disk that holds the whole tree, for NFS exports. */
  readonly treeFolder: string;
}

export interface MediaCatalogue {
  /** The ids of all published media, sorted. */
  list(): Promise<readonly string[]>;
  /** Opens a medium by id or alias; undefined when there is none. Repeated calls give the same object until the medium changes. */
  open(idOrAlias: string): Promise<Medium | undefined>;
}
