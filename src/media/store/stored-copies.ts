/** Which published media hold a content already, as their manifests say; whether it still is so must be looked at. */
import { join } from 'node:path';
import type { Manifest, ManifestFile } from '../manifest.js';
import { publishedIds, readManifest } from './manifest-file.js';
import { treeFolderOf, type MediaStore } from './media-store.js';

export interface StoredCopy {
  /** Of the medium. */
  readonly id: string;
  readonly path: string;
  /** On disk. */
  readonly location: string;
}

/** The same for two files with the same bytes. */
export function contentKey({ sha256, size }: Pick<ManifestFile, 'sha256' | 'size'>): string {
  return `${sha256}:${size}`;
}

/** @returns by content key, those of the wanted files that are stored */
export async function storedCopies(
  store: MediaStore,
  wanted: readonly ManifestFile[],
): Promise<ReadonlyMap<string, readonly StoredCopy[]>> {
  const keys = new Set(wanted.map(contentKey));
  const copies = new Map<string, StoredCopy[]>();
  for (const { id, files } of await readableManifests(store)) {
    for (const file of files) {
      const key = contentKey(file);
      if (!keys.has(key)) continue;
      const copy = { id, path: file.path, location: join(treeFolderOf(store, id), file.path) };
      const before = copies.get(key);
      if (before === undefined) copies.set(key, [copy]);
      else before.push(copy);
    }
  }
  return copies;
}

/** A manifest that cannot be read is no reason to keep anything from another medium. */
async function readableManifests(store: MediaStore): Promise<Manifest[]> {
  const manifests: Manifest[] = [];
  for (const id of await publishedIds(store)) {
    const manifest = await readManifest(store, id).catch(() => undefined);
    if (manifest !== undefined) manifests.push(manifest);
  }
  return manifests;
}
