/**
 * Places for imports under way. Each has a lock that dies with its importer, so that the next import can tell an
 * abandoned one from one that is being written, without a clock and without process ids.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileWriteError, makeFolderDurably } from '../../shared/durable-files.js';
import { takeProcessLock, type ProcessLock } from '../../shared/process-lock.js';
import { folderNames } from './folders.js';
import { tryLock, withStoreLock, type StoreLockOptions } from './store-lock.js';
import type { StorePaths } from './store-paths.js';

export interface Staging {
  /** An empty folder of our own. */
  readonly folder: string;
  /** Removes what is left in it and gives up the lock. */
  close(): Promise<void>;
}

const lockSuffix = '.lock';

/** Opens a new one, after the abandoned ones were removed. */
export async function openStaging(paths: StorePaths, options: Omit<StoreLockOptions, 'purpose'>): Promise<Staging> {
  for (const folder of [paths.media, paths.staging]) {
    await makeFolderDurably(folder).catch((error: unknown) => Promise.reject(fileWriteError(error, folder)));
  }
  const name = randomBytes(8).toString('hex');
  // Under the store's lock nobody can take a lock between its creation and its first holder.
  const [lock, abandoned] = await withStoreLock(paths, { ...options, purpose: 'beginning an import' }, async () => {
    const dead = await lockAbandoned(paths);
    return [takeProcessLock(join(paths.staging, name + lockSuffix), 'importing a medium'), dead] as const;
  });
  for (const one of abandoned) await discard(paths, one);
  const folder = join(paths.staging, name);
  const staging = { folder, close: () => discard(paths, { name, lock }) };
  try {
    await mkdir(folder, { mode: 0o755 });
    return staging;
  } catch (error) {
    await staging.close();
    throw fileWriteError(error, folder);
  }
}

interface Held {
  readonly name: string;
  readonly lock: ProcessLock;
}

async function lockAbandoned(paths: StorePaths): Promise<Held[]> {
  const names = new Set((await folderNames(paths.staging)).map((name) => name.replace(/\.lock(-journal)?$/, '')));
  const held: Held[] = [];
  for (const name of names) {
    const lock = tryLock(join(paths.staging, name + lockSuffix), 'removing an abandoned import');
    if (lock !== undefined) held.push({ name, lock });
  }
  return held;
}

async function discard(paths: StorePaths, { name, lock }: Held): Promise<void> {
  await rm(join(paths.staging, name), { recursive: true, force: true });
  lock.release();
  await rm(join(paths.staging, name + lockSuffix), { force: true });
}
