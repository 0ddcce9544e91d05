/** Who may sign in, as the controller sees it: read anew whenever the file is another, so that a removed person is out at once. */
import { statSync } from 'node:fs';
import { nobody, readAccess, type Access } from './access-file.js';

export interface KnownAccess {
  /** @throws FILE_UNREADABLE, STATE_CORRUPT: a file that cannot be read lets nobody in */
  now(): Promise<Access>;
}

export function knownAccess(file: string): KnownAccess {
  let mark = '';
  let access = nobody;
  return {
    now: async () => {
      const found = markOf(file);
      if (found === mark) return access;
      access = await readAccess(file);
      // Taken before the reading: a change in between is read the next time.
      mark = found;
      return access;
    },
  };
}

/** A file that is replaced by renaming has another inode. */
function markOf(file: string): string {
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? 'none' : `${stats.ino} ${stats.mtimeNs} ${stats.size}`;
}
