/** `media list` and `media show`: what the store holds. */
import { DrydockError } from '../shared/errors/drydock-error.js';
import { summarize, type ImportSummary } from './import-summary.js';
import type { Manifest } from './manifest.js';
import { readAliasFile } from './store/aliases.js';
import { readCheck, type MediumCheck } from './store/checks.js';
import { diskUse, type DiskUse } from './store/disk-use.js';
import { markersOf } from './store/in-use-markers.js';
import { publishedIds, readManifest } from './store/manifest-file.js';
import { isMediumName, mediaStore, type MediaStore } from './store/media-store.js';

export interface StoredMedium {
  readonly summary: ImportSummary;
  readonly manifest: Manifest;
  readonly aliases: readonly string[];
  /** Markers of those who use it; empty when it may be removed. */
  readonly inUse: readonly string[];
  /** The last time it was hashed as a whole; null when it was not since its import, or its repair. */
  readonly lastCheck: MediumCheck | null;
}

/** All published media by id. @throws STATE_CORRUPT, MEDIA_STORE_NEWER */
export async function listMedia(options: { readonly mediaCache: string }): Promise<StoredMedium[]> {
  const store = mediaStore(options.mediaCache);
  const media: StoredMedium[] = [];
  for (const id of await publishedIds(store)) {
    const medium = await readStored(store, id);
    // It may have been removed between the two looks.
    if (medium !== undefined) media.push(medium);
  }
  return media;
}

/** @param options `id` may be an alias. @throws MEDIA_NOT_FOUND, STATE_CORRUPT, MEDIA_STORE_NEWER */
export async function showMedium(options: { readonly mediaCache: string; readonly id: string }): Promise<StoredMedium> {
  const store = mediaStore(options.mediaCache);
  const medium = await readStored(store, await resolveMedium(store, options.id));
  if (medium === undefined) throw notFound(options.id);
  return medium;
}

/** What these media take on disk together. */
export async function diskUseOf(
  options: { readonly mediaCache: string },
  media: readonly Pick<StoredMedium, 'manifest'>[],
): Promise<DiskUse> {
  return diskUse(
    mediaStore(options.mediaCache),
    media.map(({ manifest }) => manifest),
  );
}

/** The id behind an id or alias. @throws MEDIA_NOT_FOUND */
export async function resolveMedium(store: MediaStore, idOrAlias: string): Promise<string> {
  if (!isMediumName(idOrAlias)) throw notFound(idOrAlias);
  if ((await readManifest(store, idOrAlias)) !== undefined) return idOrAlias;
  const id = (await readAliasFile(store)).get(idOrAlias);
  if (id === undefined || (await readManifest(store, id)) === undefined) throw notFound(idOrAlias);
  return id;
}

async function readStored(store: MediaStore, id: string): Promise<StoredMedium | undefined> {
  const manifest = await readManifest(store, id);
  if (manifest === undefined) return undefined;
  const aliases = [...(await readAliasFile(store))].filter(([, target]) => target === id).map(([alias]) => alias);
  const check = await readCheck(store, id);
  const lastCheck = check?.generation === manifest.generation ? check : null;
  return { summary: summarize(manifest), manifest, aliases, inUse: await markersOf(store, id), lastCheck };
}

function notFound(name: string): DrydockError {
  return new DrydockError('MEDIA_NOT_FOUND', { attempted: 'looking for a medium', subject: name });
}
