/** Who uses a medium, as its marks on disk say. */
import { join } from 'node:path';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { folderNames } from './folders.js';
import type { MediaStore } from './media-store.js';

/** The markers on a medium, sorted. */
export async function markersOf(store: MediaStore, id: string): Promise<string[]> {
  return (await folderNames(join(store.inUse, id))).filter((name) => !name.startsWith('.')).sort();
}

/**
 * For holders of the store's lock, so that no mark comes in between.
 * @param attempted "removing a medium"
 * @throws MEDIA_IN_USE
 */
export async function requireUnused(store: MediaStore, id: string, attempted: string, remedy?: string): Promise<void> {
  const markers = await markersOf(store, id);
  if (markers.length === 0) return;
  throw new DrydockError('MEDIA_IN_USE', {
    attempted,
    subject: id,
    found: `in use by ${markers.join(', ')}`,
    ...(remedy === undefined ? {} : { remedy }),
    data: { markers },
  });
}
