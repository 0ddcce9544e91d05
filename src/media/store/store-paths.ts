/** Where things lie in the media cache (media-cache/README.md). */
import { join } from 'node:path';
import { DrydockError } from '../../shared/errors/drydock-error.js';

export interface StorePaths {
  readonly media: string;
  readonly staging: string;
  readonly aliases: string;
  readonly inUse: string;
  /** Held for moments only: while something is published, removed, named or marked. */
  readonly lock: string;
}

export function storePaths(mediaCache: string): StorePaths {
  const root = join(mediaCache, 'v1');
  return {
    media: join(root, 'media'),
    staging: join(root, 'staging'),
    aliases: join(root, 'aliases.json'),
    inUse: join(root, 'in-use'),
    lock: join(root, 'store.lock'),
  };
}

export function mediumFolder(paths: StorePaths, id: string): string {
  return join(paths.media, id);
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
