/** Temporary files of writers that were killed between writing and renaming (replace-file.ts). */
import { join } from 'node:path';
import { folderNames } from './folders.js';
import { mediumFolder, type MediaStore } from './media-store.js';
import { isTemporaryName } from './replace-file.js';
import { publishedIds } from './manifest-file.js';

/** For holders of the store's lock: under it nobody else is writing one. */
export async function removeLeftoverFiles(store: MediaStore): Promise<void> {
  const media = (await publishedIds(store)).map((id) => mediumFolder(store, id));
  const marks = (await folderNames(store.inUse)).map((id) => join(store.inUse, id));
  for (const folder of [store.root, store.checks, store.hardware, ...media, ...marks]) {
    for (const name of await folderNames(folder)) {
      if (isTemporaryName(name)) await store.files.remove(join(folder, name));
    }
  }
}
