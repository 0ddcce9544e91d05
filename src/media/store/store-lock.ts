/** Makes the short changes of the store happen one after the other, across processes. */
import { systemClock, type Clock } from '../../shared/clock.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { takeProcessLock, type ProcessLock } from '../../shared/process-lock.js';
import { waitUntil } from '../../shared/wait-until.js';
import type { MediaStore } from './media-store.js';
import { migrateStore } from './migrate-store.js';
import { finishRepair } from './unfinished-repair.js';

export interface StoreLockOptions {
  readonly purpose: string;
  readonly clock?: Clock | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Every holder needs it for milliseconds. */
const longestWait = 15_000;
const lookEvery = 20;

/**
 * What was cut off before, and an earlier format of the store, are put right first.
 * @throws DEADLINE_PASSED when somebody holds the lock for seconds, MEDIA_STORE_NEWER
 */
export async function withStoreLock<T>(
  store: MediaStore,
  options: StoreLockOptions,
  act: () => Promise<T>,
): Promise<T> {
  const lock = await waitUntil(() => tryLock(store.lock, options.purpose), {
    clock: options.clock ?? systemClock,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    deadline: longestWait,
    every: lookEvery,
    waitingFor: 'another change of the media store to end',
  });
  try {
    await migrateStore(store);
    await finishRepair(store);
    return await act();
  } finally {
    lock.release();
  }
}

/** Undefined when a living process holds it. */
export function tryLock(path: string, purpose: string): ProcessLock | undefined {
  try {
    return takeProcessLock(path, purpose);
  } catch (error) {
    if (error instanceof DrydockError && error.code === 'LOCK_HELD') return undefined;
    throw error;
  }
}
