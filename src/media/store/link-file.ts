/** A second name for a file of the store, and what is done where there can be none. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { StoreFiles } from './store-files.js';

/**
 * Another file system, too many names, a file system without hard links, somebody else's file (fs.protected_hardlinks),
 * and a file that was removed meanwhile.
 */
const refusals: ReadonlySet<unknown> = new Set([
  'EXDEV',
  'EMLINK',
  'EPERM',
  'EACCES',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOENT',
]);

const bufferSize = 1024 * 1024;

/** False when the file cannot have another name. @throws DISK_FULL, FILE_WRITE_FAILED for any other failure */
export async function tryLink(files: StoreFiles, existing: string, path: string): Promise<boolean> {
  try {
    await files.link(existing, path);
    return true;
  } catch (error) {
    if (refusals.has(systemCode(error))) return false;
    throw error;
  }
}

/** The new name is the caller's to sync; a copy is synced. @throws DISK_FULL, FILE_WRITE_FAILED, FILE_UNREADABLE */
export async function linkOrCopy(files: StoreFiles, existing: string, path: string): Promise<void> {
  if (!(await tryLink(files, existing, path))) await copyFile(files, existing, path);
}

async function copyFile(files: StoreFiles, existing: string, path: string): Promise<void> {
  const source = await open(existing, constants.O_RDONLY | constants.O_NOFOLLOW).catch((cause: unknown) => {
    throw new DrydockError('FILE_UNREADABLE', { attempted: 'copying a file of the store', subject: existing, cause });
  });
  try {
    const copy = await files.create(path);
    try {
      const buffer = Buffer.allocUnsafe(bufferSize);
      for (let position = 0; ;) {
        const { bytesRead } = await source.read(buffer, 0, bufferSize, position);
        if (bytesRead === 0) break;
        await copy.write(buffer.subarray(0, bytesRead), position);
        position += bytesRead;
      }
      await copy.sync();
    } finally {
      await copy.close();
    }
  } finally {
    await source.close();
  }
}

function systemCode(error: unknown): unknown {
  const cause = error instanceof DrydockError ? error.details.cause : error;
  return cause instanceof Error && 'code' in cause ? cause.code : undefined;
}
