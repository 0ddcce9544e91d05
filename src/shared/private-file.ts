/** Files that only their owner may read: made before a library makes them with the mode of the process. */
import { closeSync, constants, fchmodSync, fstatSync, openSync } from 'node:fs';

const { O_CREAT, O_NOFOLLOW, O_RDWR } = constants;

/** Makes an empty file where there is none; SQLite gives the files beside a database the database's mode. @throws what the file system says */
export function makePrivateFile(path: string): void {
  closeSync(openSync(path, O_RDWR | O_CREAT | O_NOFOLLOW, 0o600));
}

/** The same, and closes one that an earlier version left open to others, where it is ours. */
export function closeFileToOthers(path: string): void {
  const descriptor = openSync(path, O_RDWR | O_CREAT | O_NOFOLLOW, 0o600);
  try {
    const { mode, uid } = fstatSync(descriptor);
    const own = process.getuid?.();
    if ((mode & 0o077) !== 0 && (own === 0 || own === uid)) fchmodSync(descriptor, 0o600);
  } finally {
    closeSync(descriptor);
  }
}
