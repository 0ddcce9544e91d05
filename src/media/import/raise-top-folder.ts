/** Makes the one folder that a stream was unpacked into the tree itself. */
import { join } from 'node:path';
import type { StoreFiles } from '../store/store-files.js';

/**
 * What was open in the tree is closed; the folder that holds the tree is the caller's own, and is removed if this fails.
 * @throws FILE_WRITE_FAILED
 */
export async function raiseTopFolder(files: StoreFiles, treeFolder: string, top: string): Promise<void> {
  const aside = `${treeFolder}.top`;
  await files.rename(join(treeFolder, top), aside);
  await files.remove(treeFolder);
  await files.rename(aside, treeFolder);
}
