/** The end of staging: packages that nobody looked at yet are, while the disk makes the tree durable. */
import type { StoreFiles } from '../store/store-files.js';
import type { PackageChecks, PackageFindings } from '../verify/check-packages.js';
import { syncTree } from './sync-tree.js';

export interface SettleOptions {
  readonly files: StoreFiles;
  readonly treeFolder: string;
  /** Relative to the tree; `''` is the tree's own. */
  readonly folders: readonly string[];
  readonly packages: PackageChecks;
  readonly signal: AbortSignal | undefined;
}

/** @throws MEDIA_PACKAGE_INVALID, MEDIA_METADATA_INVALID, FILE_UNREADABLE, FILE_WRITE_FAILED, the signal's reason */
export async function settleTree({
  files,
  treeFolder,
  folders,
  packages,
  signal,
}: SettleOptions): Promise<PackageFindings> {
  const checked = packages.finish();
  // Both have ended when this does, so that nobody still works in a folder that is about to be removed.
  await Promise.allSettled([checked, syncTree(files, treeFolder, folders, signal)]).then((outcomes) => {
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  });
  return checked;
}
