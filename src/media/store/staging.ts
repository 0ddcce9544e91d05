/**
 * Places for imports under way. Each has a lock that dies with its importer, so that the next import can tell an
 * abandoned one from one that is being written, without a clock and without process ids.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { takeProcessLock, type ProcessLock } from '../../shared/process-lock.js';
import { folderNames } from './folders.js';
import { forgetRemovedMedia } from './forget-removed-media.js';
import { removeLeftoverFiles } from './leftover-files.js';
import { makeFolders } from './replace-file.js';
import { tryLock, withStoreLock, type StoreLockOptions } from './store-lock.js';
import type { MediaStore } from './media-store.js';

export interface Staging {
  /** An empty folder of our own. */
  readonly folder: string;
  /** Removes what is left in it and gives up the lock. */
  close(): Promise<void>;
}

const lockSuffix = '.lock';

/** Opens a new one, after the abandoned ones and left-over files were removed. */
export async function openStaging(store: MediaStore, options: Omit<StoreLockOptions, 'purpose'>): Promise<Staging> {
  for (const folder of [store.media, store.staging]) await makeFolders(store.files, folder);
  const name = randomBytes(8).toString('hex');
  // Under the store's lock nobody can take a lock between its creation and its first holder.
  const [lock, abandoned] = await withStoreLock(store, { ...options, purpose: 'beginning an import' }, async () => {
    await removeLeftoverFiles(store);
    await forgetRemovedMedia(store);
    const dead = await lockAbandoned(store);
    try {
      return [takeProcessLock(join(store.staging, name + lockSuffix), 'importing a medium'), dead] as const;
    } catch (error) {
      releaseAll(dead);
      throw error;
    }
  });
  const folder = join(store.staging, name);
  const staging = { folder, close: () => discard(store, { name, lock }) };
  try {
    await discardAll(store, abandoned);
    await store.files.makeFolder(folder);
    return staging;
  } catch (error) {
    await staging.close();
    throw error;
  }
}

interface Held {
  readonly name: string;
  readonly lock: ProcessLock;
}

async function lockAbandoned(store: MediaStore): Promise<Held[]> {
  const names = new Set((await folderNames(store.staging)).map((name) => name.replace(/\.lock(-journal)?$/, '')));
  const held: Held[] = [];
  try {
    for (const name of names) {
      const lock = tryLock(join(store.staging, name + lockSuffix), 'removing an abandoned import');
      if (lock !== undefined) held.push({ name, lock });
    }
    return held;
  } catch (error) {
    releaseAll(held);
    throw error;
  }
}

/** Where one cannot be removed, the locks on all are given up all the same: this process may live on for months. */
async function discardAll(store: MediaStore, abandoned: readonly Held[]): Promise<void> {
  const outcomes = await Promise.allSettled(abandoned.map((one) => discard(store, one)));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

async function discard(store: MediaStore, { name, lock }: Held): Promise<void> {
  try {
    await store.files.remove(join(store.staging, name));
  } finally {
    lock.release();
  }
  await store.files.remove(join(store.staging, name + lockSuffix));
}

function releaseAll(held: readonly Held[]): void {
  for (const { lock } of held) lock.release();
}
