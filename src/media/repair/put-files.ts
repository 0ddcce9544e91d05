/** Puts good copies in the place of damaged files: each by a rename, so that a reader finds the old file or the new one. */
import { lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { linkOrCopy } from '../store/link-file.js';
import { treeFolderOf, type MediaStore } from '../store/media-store.js';
import { makeFolders } from '../store/replace-file.js';
import { contentKey } from '../store/stored-copies.js';
import type { Damage } from './find-damage.js';
import type { GoodCopies } from './good-copies.js';

export interface PutOptions {
  readonly store: MediaStore;
  readonly damage: Damage;
  readonly copies: GoodCopies;
  /** A path of the staging that nothing has. */
  readonly temporary: string;
}

/** For holders of the store's lock; durable when it returns. May be repeated. @throws DISK_FULL, FILE_WRITE_FAILED */
export async function putFiles({ store, damage, copies, temporary }: PutOptions): Promise<void> {
  const { files } = store;
  const tree = treeFolderOf(store, damage.manifest.id);
  const changed = new Set<string>();
  // First, since a link that does not belong there may lead what is written next out of the tree.
  for (const path of damage.extra) {
    await files.remove(join(tree, path));
    changed.add(dirname(join(tree, path)));
  }
  for (const folder of damage.folders) await makeFolders(files, join(tree, folder));
  for (const file of damage.files) {
    const place = join(tree, file.path);
    const copy = copies.get(contentKey(file));
    if (copy === undefined) throw new Error(`no copy was taken of ${file.path}`);
    await makeFolders(files, dirname(place));
    if (await isFolder(place)) await files.remove(place);
    await linkOrCopy(files, copy, temporary);
    await files.rename(temporary, place);
    changed.add(dirname(place));
  }
  for (const folder of changed) await files.sync(folder);
}

async function isFolder(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  return found?.isDirectory() === true;
}
