/** The sha256 of a file on disk, in bounded memory. */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { DrydockError } from '../../shared/errors/drydock-error.js';

const bufferSize = 1024 * 1024;

/** @throws FILE_UNREADABLE when it is missing or not a regular file; the signal's reason */
export async function fileDigest(
  path: string,
  signal?: AbortSignal,
  /** What it gives is waited for. */
  onBytes?: (bytes: number) => void | Promise<void>,
): Promise<{ sha256: string; size: number }> {
  let handle;
  try {
    handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    if (!(await handle.stat()).isFile()) throw new Error('not a regular file');
    const hash = createHash('sha256');
    const buffer = Buffer.allocUnsafe(bufferSize);
    for (let size = 0; ;) {
      signal?.throwIfAborted();
      const { bytesRead } = await handle.read(buffer, 0, bufferSize, size);
      if (bytesRead === 0) return { sha256: hash.digest('hex'), size };
      hash.update(buffer.subarray(0, bytesRead));
      size += bytesRead;
      await onBytes?.(bytesRead);
    }
  } catch (cause) {
    if (signal?.aborted === true) throw cause;
    throw new DrydockError('FILE_UNREADABLE', { attempted: 'hashing a file', subject: path, cause });
  } finally {
    await handle?.close();
  }
}
