/** What an import can begin before the rest of the program is loaded: hashing an image takes one core, loading takes another. */
import { closeSync, constants, openSync, readSync, statSync } from 'node:fs';
import { beginFileDigest } from '../media/source/file-digest.js';
import { firstBytesLength, isIso } from '../media/source/first-bytes.js';

/** Where the first word after `media import` is an image, its digest will be wanted; all else takes its usual way. */
export function beginAhead([, , source]: readonly string[]): void {
  if (source === undefined) return;
  try {
    if (isImageFile(source)) beginFileDigest(source);
  } catch {
    // No file, or none that may be read: the command says so in its own words.
  }
}

function isImageFile(path: string): boolean {
  if (!statSync(path).isFile()) return false;
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const start = Buffer.alloc(firstBytesLength);
    return isIso(start.subarray(0, readSync(file, start, 0, firstBytesLength, 0)));
  } finally {
    closeSync(file);
  }
}
