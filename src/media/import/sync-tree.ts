/** Makes the names in the folders of a staged tree durable; its files were synced as they were closed. */
import { join } from 'node:path';
import type { StoreFiles } from '../store/store-files.js';

const syncsAtOnce = 16;

/** @param paths relative to the folder; `''` is the folder itself. @throws FILE_WRITE_FAILED, the signal's reason */
export async function syncTree(
  files: StoreFiles,
  folder: string,
  paths: readonly string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const left = [...paths];
  const work = async (): Promise<void> => {
    for (let path = left.pop(); path !== undefined; path = left.pop()) {
      signal?.throwIfAborted();
      await files.sync(join(folder, path));
    }
  };
  await Promise.all(Array.from({ length: syncsAtOnce }, work));
}
