/** Tells imports under way from ones that were cut off, and changes nothing: the next import cleans up. */
import { join } from 'node:path';
import { exists, folderNames } from './folders.js';
import type { MediaStore } from './media-store.js';
import { tryLock } from './store-lock.js';

export interface StagingLook {
  readonly underWay: number;
  /** Folders that nobody works in any more. */
  readonly cutOff: readonly string[];
}

/** @throws FILE_WRITE_FAILED where this user may not look at the locks of another */
export async function lookAtStaging(store: MediaStore): Promise<StagingLook> {
  const names = await folderNames(store.staging);
  const folders = names.filter((name) => !/\.lock(-journal)?$/.test(name));
  const alive: string[] = [];
  for (const name of folders) if (await isHeld(join(store.staging, `${name}.lock`))) alive.push(name);
  const cutOff = folders.filter((name) => !alive.includes(name)).map((name) => join(store.staging, name));
  return { underWay: alive.length, cutOff };
}

/** A lock that is not there would be made by asking for it. */
async function isHeld(path: string): Promise<boolean> {
  if (!(await exists(path))) return false;
  const lock = tryLock(path, 'looking at an import');
  lock?.release();
  return lock === undefined;
}
