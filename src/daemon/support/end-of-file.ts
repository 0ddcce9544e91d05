/** The last lines of a log, so that a bundle stays small enough to send. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

const most = 2 * 1024 * 1024;

/** Whole lines only; undefined when there is no such file, or it is something else. */
export function endOfFile(path: string): string | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) return undefined;
    const from = Math.max(0, stats.size - most);
    const bytes = Buffer.alloc(stats.size - from);
    const length = readSync(descriptor, bytes, 0, bytes.length, from);
    const text = bytes.toString('utf8', 0, length);
    return from === 0 ? text : text.slice(text.indexOf('\n') + 1);
  } finally {
    closeSync(descriptor);
  }
}
