/** Finds the medium that was imported from the same source before, so that repeating an import costs one reading. */
import type { Manifest } from '../manifest.js';
import type { MediaSource } from '../source/media-source.js';
import { publishedIds, readManifest } from '../store/manifest-file.js';
import type { MediaStore } from '../store/media-store.js';

export interface KnownMedium {
  readonly manifest: Manifest;
  /** Of the source that was given now. */
  readonly sha256: string;
}

/** Hashes the source only where some medium came from one of exactly its size. @throws FILE_UNREADABLE, STATE_CORRUPT */
export async function findKnownMedium(
  store: MediaStore,
  source: MediaSource,
  options: { readonly id?: string | undefined; readonly signal?: AbortSignal | undefined },
): Promise<KnownMedium | undefined> {
  const candidates: Manifest[] = [];
  for (const id of await publishedIds(store)) {
    if (options.id !== undefined && id !== options.id) continue;
    const manifest = await readManifest(store, id);
    if (manifest?.source.bytes === source.bytes && manifest.parts.length === 0) candidates.push(manifest);
  }
  if (candidates.length === 0) return undefined;
  const sha256 = await source.digest(options.signal);
  const manifest = candidates.find((candidate) => candidate.source.sha256 === sha256);
  return manifest === undefined ? undefined : { manifest, sha256 };
}
