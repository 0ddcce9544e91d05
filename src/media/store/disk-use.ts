/** How much room media take: a file with several names takes it once. */
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest } from '../manifest.js';
import { treeFolderOf, type MediaStore } from './media-store.js';

export interface DiskUse {
  /** Of all their files, each content counted once. */
  readonly bytes: number;
  /** Of these, what would be free if these media were removed, and no others. */
  readonly own: number;
}

interface FileOnDisk {
  readonly size: number;
  /** How many names it has on the whole disk, and how many were met here. */
  readonly names: number;
  met: number;
}

const looksAtOnce = 16;

/** Files that are missing take none. */
export async function diskUse(store: MediaStore, media: readonly Manifest[]): Promise<DiskUse> {
  const found = new Map<string, FileOnDisk>();
  const left = media.flatMap(({ id, files }) => files.map(({ path }) => join(treeFolderOf(store, id), path)));
  const work = async (): Promise<void> => {
    for (let path = left.pop(); path !== undefined; path = left.pop()) {
      const stats = await lstat(path).catch(() => undefined);
      if (stats?.isFile() !== true) continue;
      const identity = `${stats.dev}:${stats.ino}`;
      const before = found.get(identity);
      if (before === undefined) found.set(identity, { size: stats.size, names: stats.nlink, met: 1 });
      else before.met += 1;
    }
  };
  await Promise.all(Array.from({ length: looksAtOnce }, work));
  const sum = (files: readonly FileOnDisk[]): number => files.reduce((total, { size }) => total + size, 0);
  const all = [...found.values()];
  return { bytes: sum(all), own: sum(all.filter(({ names, met }) => met === names)) };
}
