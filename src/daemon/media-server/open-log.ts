/**
 * Opens the log of the media server for its processes. Root does so in a folder that may belong to the user of
 * servers.runAs, who could have put a link to any file there.
 */
import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { fileWriteError } from '../../shared/durable-files.js';

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK, O_WRONLY } = constants;

/** Neither through a link nor into a file that has another name as well. @throws FILE_WRITE_FAILED */
export function openLog(path: string): number {
  let descriptor: number | undefined;
  try {
    // Nonblocking: a pipe without a reader is then refused as well, rather than waited for.
    descriptor = openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o600);
    const found = fstatSync(descriptor);
    if (!found.isFile() || found.nlink !== 1) throw new Error('it is not an ordinary file with this name only');
    return descriptor;
  } catch (error) {
    if (descriptor !== undefined) closeSync(descriptor);
    throw fileWriteError(error, path);
  }
}
