/** Where things lie in the media cache (media-cache/README.md), and the disk they lie on. */
import { join } from 'node:path';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { diskFiles, type StoreFiles } from './store-files.js';

export interface MediaStore {
  readonly root: string;
  readonly media: string;
  readonly staging: string;
  readonly aliases: string;
  readonly inUse: string;
  /** When each medium was last hashed as a whole, and with what result. */
  readonly checks: string;
  /** Which hardware each medium's system can drive, computed once. */
  readonly hardware: string;
  /** The version of this format; a store without the file is of the first. */
  readonly format: string;
  /** Media whose files are being replaced; there only while a repair is at it, or after it was cut off. */
  readonly repair: string;
  /** Held for moments only: while something is published, removed, named or marked. */
  readonly lock: string;
  /** The disk; a test gives one that fails. */
  readonly files: StoreFiles;
}

export function mediaStore(mediaCache: string, files: StoreFiles = diskFiles): MediaStore {
  const root = join(mediaCache, 'v1');
  return {
    root,
    media: join(root, 'media'),
    staging: join(root, 'staging'),
    aliases: join(root, 'aliases.json'),
    inUse: join(root, 'in-use'),
    checks: join(root, 'checks'),
    hardware: join(root, 'hardware'),
    format: join(root, 'format.json'),
    repair: join(root, 'repair.json'),
    lock: join(root, 'store.lock'),
    files,
  };
}

export function mediumFolder(store: MediaStore, id: string): string {
  return join(store.media, id);
}

export function treeFolderOf(store: MediaStore, id: string): string {
  return join(store.media, id, treeName);
}

export const manifestName = 'manifest.json';
export const treeName = 'tree';

const namePattern = /^[a-z0-9][a-z0-9._-]{0,62}$/;

export function isMediumName(name: string): boolean {
  return namePattern.test(name);
}

/** @throws MEDIA_NAME_INVALID */
export function requireMediumName(name: string): void {
  if (isMediumName(name)) return;
  throw new DrydockError('MEDIA_NAME_INVALID', {
    attempted: 'checking the name of a medium',
    found: JSON.stringify(name),
  });
}
