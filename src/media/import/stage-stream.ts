/** Unpacks a stream into the staging folder, then says what it is and whether every file is what its metadata says. */
import { join } from 'node:path';
import { recogniseMedium } from '../recognise/recognise-medium.js';
import type { RecognisedMedium } from '../recognise/recognised-medium.js';
import type { SignatureDemand } from '../recognise/signature-rules.js';
import type { StreamSource } from '../source/media-source.js';
import { planTree, type PlannedTree } from '../source/plan-tree.js';
import { sourceTree } from '../source/source-tree.js';
import { raisedPath, withoutTopFolder } from '../source/without-top-folder.js';
import { linkOrCopy } from '../store/link-file.js';
import type { StoreFiles } from '../store/store-files.js';
import { PackageChecks } from '../verify/check-packages.js';
import type { Measured } from '../verify/digest.js';
import type { ImportPhase, ProgressListener } from './progress.js';
import { raiseTopFolder } from './raise-top-folder.js';
import { settleTree } from './settle-tree.js';
import type { StagedTree } from './stage-tree.js';
import { TreeSink } from './tree-sink.js';
import { readStaged, verifyStaged } from './verify-staged.js';

export interface StageStreamOptions {
  readonly source: StreamSource;
  readonly demand: SignatureDemand;
  readonly files: StoreFiles;
  /** Exists and is empty. */
  readonly treeFolder: string;
  readonly onProgress: ProgressListener;
  readonly signal: AbortSignal | undefined;
}

export interface StagedStream {
  readonly tree: PlannedTree;
  readonly medium: RecognisedMedium;
  readonly staged: StagedTree;
}

/** @throws every MEDIA_… code of reading, recognising and verifying; DISK_FULL, FILE_WRITE_FAILED, the signal's reason */
export async function stageStream(options: StageStreamOptions): Promise<StagedStream> {
  const { source, demand, files, treeFolder, signal } = options;
  const { plan, measured, sourceSha256 } = await unpack(options);
  await linkSameFiles(options, plan, measured);
  report(options, 'recognising', measured.size, source.bytes);
  const tree = sourceTree(plan, `a ${source.kind} archive of ${plan.files.size} files`, (file) =>
    readStaged(join(treeFolder, file.path)),
  );
  const medium = await recogniseMedium(tree, demand);
  await verifyStaged(treeFolder, medium, measured, signal);
  report(options, 'syncing', measured.size, source.bytes);
  const packages = await settleTree({
    files,
    treeFolder,
    folders: [...allFolders(plan), ''],
    packages: new PackageChecks(treeFolder, medium.packageRules, signal),
    signal,
  });
  return { tree, medium, staged: { sourceSha256, measured, packages } };
}

interface Unpacked {
  readonly plan: PlannedTree;
  /** By path, of what has bytes of its own. */
  readonly measured: Map<string, Measured>;
  readonly sourceSha256: string;
}

/** All that is in the stream, below the folder of the tree, and nothing of it open any more. */
async function unpack(options: StageStreamOptions): Promise<Unpacked> {
  const { source, files, treeFolder, signal } = options;
  const written = new Map<string, Measured>();
  const sink = new TreeSink({
    files,
    treeFolder,
    signal,
    wantsMd5: () => false,
    onFile: (path, found) => void written.set(path, found),
    onProgress: (bytes, current) => report(options, 'copying', written.size, bytes, current),
  });
  try {
    const { entries, sha256: sourceSha256 } = await source.unpack(sink);
    await sink.sync();
    await sink.close();
    const raised = withoutTopFolder(entries);
    const plan = planTree(raised.entries);
    if (raised.top !== undefined) await raiseTopFolder(files, treeFolder, raised.top);
    const measured = new Map([...written].map(([path, found]) => [raisedPath(path, raised.top), found]));
    return { plan, measured, sourceSha256 };
  } finally {
    await sink.close();
  }
}

/** Links of the archive, hard and symbolic, become second names of the file that was written. */
async function linkSameFiles(
  { files, treeFolder }: StageStreamOptions,
  plan: PlannedTree,
  measured: Map<string, Measured>,
): Promise<void> {
  // Empty folders, and those with nothing but links in them, were not made yet.
  for (const folder of allFolders(plan)) await files.makeFolder(join(treeFolder, folder));
  for (const { path, content } of plan.files.values()) {
    if (measured.has(path)) continue;
    const found = measured.get(content);
    if (found === undefined) throw new Error(`the source did not deliver ${content}`);
    await linkOrCopy(files, join(treeFolder, content), join(treeFolder, path));
    measured.set(path, found);
  }
}

/** Each behind the one that it lies in. */
function allFolders(plan: PlannedTree): string[] {
  const folders = new Set(plan.folders);
  for (const path of [...plan.files.keys(), ...plan.folders])
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1))
      folders.add(path.slice(0, end));
  return [...folders].sort();
}

function report(
  { source, onProgress }: StageStreamOptions,
  phase: ImportPhase,
  files: number,
  bytes: number,
  current: string | null = null,
): void {
  onProgress({ phase, bytes, totalBytes: source.bytes, files, totalFiles: 0, current });
}
