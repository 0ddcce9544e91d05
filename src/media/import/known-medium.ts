/** Finds the medium that was imported from the same source before, so that repeating an import costs one reading. */
import type { Manifest } from '../manifest.js';
import type { MediaSource } from '../source/media-source.js';
import { MergedSource } from '../source/merged-source.js';
import { publishedIds, readManifest } from '../store/manifest-file.js';
import type { MediaStore } from '../store/media-store.js';

export interface KnownMedium {
  readonly manifest: Manifest;
  /** Of the source that was given now. */
  readonly sha256: string;
}

/** Hashes the source, and what is merged into it, only where some medium came from ones of exactly their sizes. @throws FILE_UNREADABLE */
export async function findKnownMedium(
  store: MediaStore,
  source: MediaSource,
  options: { readonly id?: string | undefined; readonly signal?: AbortSignal | undefined },
): Promise<KnownMedium | undefined> {
  const merged = source instanceof MergedSource ? source : undefined;
  const base = merged?.base ?? source;
  const parts = merged?.sources ?? [];
  const candidates: Manifest[] = [];
  for (const id of await publishedIds(store)) {
    if (options.id !== undefined && id !== options.id) continue;
    // One that cannot be read is told by whoever wants to read it, and keeps no other source from being imported.
    const manifest = await readManifest(store, id).catch(() => undefined);
    if (manifest !== undefined && sameSizes(manifest, base, parts)) candidates.push(manifest);
  }
  if (candidates.length === 0) return undefined;
  const sha256 = await base.digest(options.signal);
  const digests: string[] = [];
  for (const part of parts) digests.push(await part.digest(options.signal));
  const manifest = candidates.find(
    (candidate) =>
      candidate.source.sha256 === sha256 && candidate.parts.every((part, index) => part.sha256 === digests[index]),
  );
  return manifest === undefined ? undefined : { manifest, sha256 };
}

function sameSizes(manifest: Manifest, base: MediaSource, parts: readonly MediaSource[]): boolean {
  return (
    manifest.source.bytes === base.bytes &&
    manifest.parts.length === parts.length &&
    manifest.parts.every((part, index) => part.bytes === parts[index]?.bytes)
  );
}
