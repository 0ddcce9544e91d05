/** Small questions to the file system that the store asks in several places. */
import { readdir, stat } from 'node:fs/promises';
import { DrydockError } from '../../shared/errors/drydock-error.js';

/** Names in a folder; none when it does not exist. */
export async function folderNames(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (cause) {
    if (isMissing(cause)) return [];
    throw new DrydockError('FILE_UNREADABLE', {
      attempted: 'reading a folder of the media store',
      subject: path,
      cause,
    });
  }
}

export async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
