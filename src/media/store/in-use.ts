/** Marks on disk that a medium is in use: it outlives every process, so a medium cannot be removed under a host. */
import { join } from 'node:path';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { exists, folderNames } from './folders.js';
import { markersOf } from './in-use-markers.js';
import { makeFolders, replaceFile } from './replace-file.js';
import type { StoreFiles } from './store-files.js';
import { withStoreLock, type StoreLockOptions } from './store-lock.js';
import { mediumFolder, requireMediumName, mediaStore } from './media-store.js';

export interface InUseOptions extends Omit<StoreLockOptions, 'purpose'> {
  readonly mediaCache: string;
  /** The medium's id; an alias could be pointed elsewhere. */
  readonly id: string;
  /** Names the user of the medium: letters, digits, dot, dash and underscore. Never a grant's token. */
  readonly marker: string;
  /** For tests: a disk that fails. */
  readonly files?: StoreFiles | undefined;
}

/**
 * Durable when it returns; marking twice is marking once.
 * @throws MEDIA_NOT_FOUND, MEDIA_NAME_INVALID for the marker
 */
export async function markInUse(options: InUseOptions): Promise<void> {
  const store = mediaStore(options.mediaCache, options.files);
  requireMediumName(options.marker);
  await withStoreLock(store, { ...options, purpose: 'marking a medium as in use' }, async () => {
    if (!(await exists(mediumFolder(store, options.id)))) {
      throw new DrydockError('MEDIA_NOT_FOUND', { attempted: 'marking a medium as in use', subject: options.id });
    }
    const folder = join(store.inUse, options.id);
    await makeFolders(store.files, folder);
    await replaceFile(store.files, join(folder, options.marker), '');
  });
}

/** Removing a mark that is not there is no error. */
export async function unmarkInUse(options: InUseOptions): Promise<void> {
  const store = mediaStore(options.mediaCache, options.files);
  requireMediumName(options.marker);
  await withStoreLock(store, { ...options, purpose: 'removing a mark from a medium' }, async () => {
    const folder = join(store.inUse, options.id);
    if (!(await exists(folder))) return;
    await store.files.remove(join(folder, options.marker));
    await store.files.sync(folder);
  });
}

/** The markers on a medium, sorted. */
export async function inUse(options: { readonly mediaCache: string; readonly id: string }): Promise<string[]> {
  return markersOf(mediaStore(options.mediaCache), options.id);
}

/** Of all media. */
export async function allMarks(mediaCache: string): Promise<{ readonly medium: string; readonly by: string }[]> {
  const store = mediaStore(mediaCache);
  const media = await folderNames(store.inUse);
  const marks = await Promise.all(
    media.map(async (medium) => (await markersOf(store, medium)).map((by) => ({ medium, by }))),
  );
  return marks.flat();
}
