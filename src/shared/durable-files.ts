/** Writing that survives a crash: temporary file, sync, rename, sync of the folder. */
import { constants } from 'node:fs';
import { access, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { DrydockError } from './errors/drydock-error.js';

/** Replaces a file as a whole: after a crash it holds the old content or the new, never a part. */
export async function writeFileDurably(path: string, content: string | Uint8Array, mode = 0o644): Promise<void> {
  await refuseWhatIsNoFile(path);
  const temporary = join(dirname(path), `.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const handle = await open(
      temporary,
      constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
      mode,
    );
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true });
    throw fileWriteError(error, path);
  }
}

/** Root that names /dev/null or /dev/stdout would replace the device for everybody on this machine. @throws FILE_WRITE_FAILED */
async function refuseWhatIsNoFile(path: string): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (there === undefined || there.isFile()) return;
  const found = there.isDirectory() ? 'a folder' : 'a device, pipe or socket';
  throw new DrydockError('FILE_WRITE_FAILED', {
    attempted: 'writing a file',
    subject: path,
    expected: 'a file',
    found,
  });
}

/** Says before long work that its result could not be kept: the folder is missing, or may not be written. @throws FILE_WRITE_FAILED */
export async function assertWritableFolderOf(path: string): Promise<void> {
  try {
    // With the slash at its end a file in the folder's place is refused too.
    await access(`${dirname(path)}/`, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw fileWriteError(error, path);
  }
}

/** Makes the names in a folder durable; a rename is only safe after this. */
export async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Creates a folder and makes its name durable. */
export async function makeFolderDurably(path: string, mode = 0o755): Promise<void> {
  const created = await mkdir(path, { recursive: true, mode });
  if (created !== undefined) await syncFolder(dirname(created));
}

/** Turns a failed write into the product's error; a full disk has a code of its own. */
export function fileWriteError(error: unknown, path: string): DrydockError {
  if (error instanceof DrydockError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const full = code === 'ENOSPC' || code === 'EDQUOT';
  return new DrydockError(full ? 'DISK_FULL' : 'FILE_WRITE_FAILED', {
    attempted: 'writing a file',
    subject: path,
    cause: error,
  });
}
