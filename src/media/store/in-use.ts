/** Marks on disk that a medium is in use: it outlives every process, so a medium cannot be removed under a host. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolderDurably, syncFolder, writeFileDurably } from '../../shared/durable-files.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { exists, folderNames } from './folders.js';
import { withStoreLock, type StoreLockOptions } from './store-lock.js';
import { mediumFolder, requireMediumName, storePaths, type StorePaths } from './store-paths.js';

export interface InUseOptions extends Omit<StoreLockOptions, 'purpose'> {
  readonly mediaCache: string;
  /** The medium's id; an alias could be pointed elsewhere. */
  readonly id: string;
  /** Names the user of the medium: letters, digits, dot, dash and underscore. Never a grant's token. */
  readonly marker: string;
}

/**
 * Durable when it returns; marking twice is marking once.
 * @throws MEDIA_NOT_FOUND, MEDIA_NAME_INVALID for the marker
 */
export async function markInUse(options: InUseOptions): Promise<void> {
  const paths = storePaths(options.mediaCache);
  requireMediumName(options.marker);
  await withStoreLock(paths, { ...options, purpose: 'marking a medium as in use' }, async () => {
    if (!(await exists(mediumFolder(paths, options.id)))) {
      throw new DrydockError('MEDIA_NOT_FOUND', { attempted: 'marking a medium as in use', subject: options.id });
    }
    const folder = join(paths.inUse, options.id);
    await makeFolderDurably(folder);
    await writeFileDurably(join(folder, options.marker), '');
  });
}

/** Removing a mark that is not there is no error. */
export async function unmarkInUse(options: InUseOptions): Promise<void> {
  const paths = storePaths(options.mediaCache);
  requireMediumName(options.marker);
  await withStoreLock(paths, { ...options, purpose: 'removing a mark from a medium' }, async () => {
    const folder = join(paths.inUse, options.id);
    if (!(await exists(folder))) return;
    await rm(join(folder, options.marker), { force: true });
    await syncFolder(folder);
  });
}

/** The markers on a medium, sorted. */
export async function inUse(options: { readonly mediaCache: string; readonly id: string }): Promise<string[]> {
  return markersOf(storePaths(options.mediaCache), options.id);
}

export async function markersOf(paths: StorePaths, id: string): Promise<string[]> {
  return (await folderNames(join(paths.inUse, id))).filter((name) => !name.startsWith('.')).sort();
}
