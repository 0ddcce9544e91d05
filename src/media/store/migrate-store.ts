/**
 * Brings a store of an earlier format up to the present one, step by step. Each step may stop anywhere and be repeated,
 * and what is half-way is read by everybody: manifests say their own format.
 */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { markersOf } from './in-use-markers.js';
import { publishedIds, readManifestDocument, writeManifest } from './manifest-file.js';
import { formatOf, parseManifest } from './manifest-formats.js';
import type { MediaStore } from './media-store.js';
import { readStoreFormat, storeFormat, writeStoreFormat } from './store-format.js';

/** What leads from a format to the next one; false when something must wait for a later time. */
const steps: Readonly<Record<number, (store: MediaStore) => Promise<boolean>>> = { 1: rewriteFirstManifests };

/**
 * For holders of the store's lock, before they change anything.
 * @throws MEDIA_STORE_NEWER, STATE_CORRUPT, FILE_WRITE_FAILED
 */
export async function migrateStore(store: MediaStore): Promise<void> {
  try {
    for (let format = await readStoreFormat(store); format < storeFormat; format++) {
      if ((await steps[format]?.(store)) === false) return;
      await writeStoreFormat(store, format + 1);
    }
  } catch (error) {
    // Otherwise nobody could remove a medium from a full disk; the next change of the store goes on with it.
    if (!(error instanceof DrydockError && error.code === 'DISK_FULL')) throw error;
  }
}

/** A medium in use is left as it is: a media server of the earlier version may be serving it to a host. */
async function rewriteFirstManifests(store: MediaStore): Promise<boolean> {
  let complete = true;
  for (const id of await publishedIds(store)) {
    const document = await readManifestDocument(store, id).catch(() => undefined);
    // One that cannot be read is told by whoever wants to read it, and keeps no other from being rewritten.
    if (formatOf(document) !== 1) continue;
    if ((await markersOf(store, id)).length > 0) complete = false;
    else await writeManifest(store, parseManifest(document));
  }
  return complete;
}
