/** The end of staging: the packages are looked at while the disk makes the tree durable. */
import type { RecognisedMedium } from '../recognise/recognised-medium.js';
import type { StoreFiles } from '../store/store-files.js';
import { checkPackages, type PackageFindings } from '../verify/check-packages.js';
import { syncTree } from './sync-tree.js';

export interface SettleOptions {
  readonly files: StoreFiles;
  readonly treeFolder: string;
  /** Relative to the tree; `''` is the tree's own. */
  readonly folders: readonly string[];
  readonly medium: RecognisedMedium;
  readonly signal: AbortSignal | undefined;
}

/** @throws MEDIA_PACKAGE_INVALID, MEDIA_METADATA_INVALID, FILE_UNREADABLE, FILE_WRITE_FAILED, the signal's reason */
export async function settleTree({
  files,
  treeFolder,
  folders,
  medium,
  signal,
}: SettleOptions): Promise<PackageFindings> {
  const checked = checkPackages(treeFolder, medium.packageRules, signal);
  // Both have ended when this does, so that nobody still works in a folder that is about to be removed.
  await Promise.allSettled([checked, syncTree(files, treeFolder, folders, signal)]).then((outcomes) => {
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  });
  return checked;
}
