/** Writing a small file of the store so that it survives a crash: temporary file, sync, rename, sync of the folder. */
import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { exists } from './folders.js';
import type { StoreFiles } from './store-files.js';

/**
 * For holders of the store's lock: a temporary file that somebody else finds under it has no writer any more.
 * After a crash the file holds the old content or the new, never a part.
 * @throws DISK_FULL, FILE_WRITE_FAILED
 */
export async function replaceFile(files: StoreFiles, path: string, content: string): Promise<void> {
  const temporary = join(dirname(path), `.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeNewFile(files, temporary, content);
    await files.rename(temporary, path);
    await files.sync(dirname(path));
  } catch (error) {
    // The first error is the one that counts; a left-over temporary file is removed by the next start.
    await files.remove(temporary).catch(() => undefined);
    throw error;
  }
}

export function isTemporaryName(name: string): boolean {
  return /^\.[0-9a-f]{12}\.tmp$/.test(name);
}

/** Writes and syncs a file that does not exist yet; its folder is the caller's to sync. */
export async function writeNewFile(files: StoreFiles, path: string, content: string): Promise<void> {
  const file = await files.create(path);
  try {
    await file.write(Buffer.from(content), 0);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Creates a folder with those above it, and makes their names durable. */
export async function makeFolders(files: StoreFiles, path: string): Promise<void> {
  if (await exists(path)) return;
  const parent = dirname(path);
  if (parent !== path) await makeFolders(files, parent);
  await files.makeFolder(path);
  await files.sync(parent);
}
