/** The catalogue that servers read from: a file is found in the manifest, never by walking the disk. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { MediaCatalogue, Medium } from '../catalogue.js';
import type { Manifest, ManifestFile } from '../manifest.js';
import { readAliasFile } from './aliases.js';
import { isMissing } from './folders.js';
import { publishedIds, readManifest } from './manifest-file.js';
import { isMediumName, manifestName, mediumFolder, mediaStore, treeName, type MediaStore } from './media-store.js';

/** Notices media that were published, removed or replaced since; nothing needs to be told. */
export function openCatalogue(mediaCache: string): MediaCatalogue {
  return new DiskCatalogue(mediaStore(mediaCache));
}

class DiskCatalogue implements MediaCatalogue {
  readonly #opened = new Map<string, { readonly stamp: string; readonly medium: Medium }>();

  constructor(private readonly store: MediaStore) {}

  list(): Promise<readonly string[]> {
    return publishedIds(this.store);
  }

  async open(idOrAlias: string): Promise<Medium | undefined> {
    if (!isMediumName(idOrAlias)) return undefined;
    const direct = await this.#openId(idOrAlias);
    if (direct !== undefined) return direct;
    const id = (await readAliasFile(this.store)).get(idOrAlias);
    return id === undefined ? undefined : this.#openId(id);
  }

  async #openId(id: string): Promise<Medium | undefined> {
    const stamp = await this.#stamp(id);
    if (stamp === undefined) {
      this.#opened.delete(id);
      return undefined;
    }
    const before = this.#opened.get(id);
    if (before?.stamp === stamp) return before.medium;
    const manifest = await readManifest(this.store, id);
    if (manifest === undefined) return undefined;
    const medium = openMedium(manifest, join(mediumFolder(this.store, id), treeName));
    this.#opened.set(id, { stamp, medium });
    return medium;
  }

  /** Changes with the file itself: a manifest is written once, so another one is another file. */
  async #stamp(id: string): Promise<string | undefined> {
    try {
      const { ino, mtimeMs, size } = await stat(join(mediumFolder(this.store, id), manifestName));
      return `${ino}:${mtimeMs}:${size}`;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }
}

/** @param treeFolder the folder on disk that holds the tree */
function openMedium(manifest: Manifest, treeFolder: string): Medium {
  const files = new Map(manifest.files.map((file) => [file.path, file]));
  const folders = folderListings(manifest);
  return {
    manifest,
    treeFolder,
    file: (path) => files.get(path),
    folder: (path) => folders.get(path),
    location: (file: ManifestFile) => join(treeFolder, file.path),
  };
}

function folderListings(manifest: Manifest): ReadonlyMap<string, readonly string[]> {
  const listings = new Map<string, Set<string>>([['', new Set()]]);
  const add = (path: string, suffix: string): void => {
    const slash = path.lastIndexOf('/');
    const folder = slash === -1 ? '' : path.slice(0, slash);
    const listing = listings.get(folder);
    if (listing !== undefined) listing.add(path.slice(slash + 1) + suffix);
    else {
      listings.set(folder, new Set([path.slice(slash + 1) + suffix]));
      add(folder, '/');
    }
  };
  for (const file of manifest.files) add(file.path, '');
  for (const path of manifest.emptyFolders) {
    listings.set(path, new Set());
    add(path, '/');
  }
  return new Map([...listings].map(([folder, names]) => [folder, [...names].sort()]));
}
