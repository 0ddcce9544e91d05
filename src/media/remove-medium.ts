/** `media remove`: takes a medium out of the store, unless a host may be reading it. */
import { join } from 'node:path';
import type { Clock } from '../shared/clock.js';
import { DrydockError } from '../shared/errors/drydock-error.js';
import { requireUnnamed } from './store/aliases.js';
import { exists } from './store/folders.js';
import { forgetRemovedMedia } from './store/forget-removed-media.js';
import { requireUnused } from './store/in-use-markers.js';
import { openStaging } from './store/staging.js';
import type { StoreFiles } from './store/store-files.js';
import { withStoreLock } from './store/store-lock.js';
import { isMediumName, mediumFolder, mediaStore } from './store/media-store.js';

export interface RemoveOptions {
  readonly mediaCache: string;
  /** The id; an alias is refused, since it may point elsewhere tomorrow. */
  readonly id: string;
  /** Refuses one that an alias points at, too. */
  readonly keepNamed?: boolean | undefined;
  readonly clock?: Clock | undefined;
  readonly signal?: AbortSignal | undefined;
  /** For tests: a disk that fails. */
  readonly files?: StoreFiles | undefined;
}

/** Gone at once, by a rename; then its files are deleted. @throws MEDIA_NOT_FOUND, MEDIA_IN_USE */
export async function removeMedium(options: RemoveOptions): Promise<void> {
  const store = mediaStore(options.mediaCache, options.files);
  const folder = mediumFolder(store, options.id);
  if (!isMediumName(options.id) || !(await exists(folder))) throw notFound(options.id);
  const staging = await openStaging(store, options);
  try {
    await withStoreLock(store, { ...options, purpose: 'removing a medium' }, async () => {
      if (!(await exists(folder))) throw notFound(options.id);
      await requireUnused(store, options.id, 'removing a medium');
      if (options.keepNamed === true) await requireUnnamed(store, options.id);
      await store.files.rename(folder, join(staging.folder, 'removed'));
      // Before a file of it is deleted it must be gone for good: else a cut of the power could bring back a part of it.
      await store.files.sync(staging.folder);
      await store.files.sync(store.media);
      await forgetRemovedMedia(store);
    });
  } finally {
    await staging.close();
  }
}

function notFound(id: string): DrydockError {
  return new DrydockError('MEDIA_NOT_FOUND', { attempted: 'removing a medium', subject: id });
}
