/** `df -P -k`: one line for each file system that was asked for, in blocks of 1 KiB. */
import type { FileSystemSpace } from './system-facts.js';

/** A folder that is no mount of its own shows the file system it lies on; that is given once. */
export function readSpace(text: string): readonly FileSystemSpace[] {
  const rows = [...text.matchAll(/^\S.*?\s+(\d+)\s+(\d+)\s+(-?\d+)\s+\d+%\s+(\/\S*)\s*$/gm)].map(
    ([, blocks, used, free, mountedOn]): FileSystemSpace => ({
      mountedOn: mountedOn ?? '',
      bytes: Number(blocks) * 1024,
      used: Number(used) * 1024,
      free: Math.max(0, Number(free)) * 1024,
    }),
  );
  return [...new Map(rows.map((row) => [row.mountedOn, row])).values()];
}

/** The file system that a path lies on. */
export function spaceOf(space: readonly FileSystemSpace[], path: string): FileSystemSpace | undefined {
  const above = space.filter(
    ({ mountedOn }) => mountedOn === '/' || path === mountedOn || path.startsWith(`${mountedOn}/`),
  );
  return above.sort((left, right) => right.mountedOn.length - left.mountedOn.length)[0];
}
