/** Drops what the store still says of media that are gone: a removal may have been cut off after its rename. */
import { join } from 'node:path';
import { forgetAliasesOfOthers } from './alias-file.js';
import { folderNames } from './folders.js';
import { publishedIds } from './manifest-file.js';
import type { MediaStore } from './media-store.js';

/** For holders of the store's lock. */
export async function forgetRemovedMedia(store: MediaStore): Promise<void> {
  const published = new Set(await publishedIds(store));
  await forgetAliasesOfOthers(store, published);
  for (const folder of [store.checks, store.hardware])
    await removeOthers(store, folder, (name) => published.has(name.replace(/\.json$/, '')));
  await removeOthers(store, store.inUse, (name) => published.has(name));
}

async function removeOthers(store: MediaStore, folder: string, isKept: (name: string) => boolean): Promise<void> {
  for (const name of await folderNames(folder)) if (!isKept(name)) await store.files.remove(join(folder, name));
}
