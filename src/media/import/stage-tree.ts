/** Writes a source's tree into a folder, verified file by file, and makes it durable. */
import { join } from 'node:path';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { IsoImage } from '../iso9660/iso-image.js';
import type { RecognisedMedium } from '../recognise/recognised-medium.js';
import type { SourceTree } from '../source/source-tree.js';
import { requireMatch, type Measured } from '../verify/digest.js';
import { copyPass } from './copy-pass.js';
import { planCopy, type CopyPlan } from './copy-plan.js';
import { FileWriter } from './file-writer.js';
import type { ImportPhase, ProgressListener } from './progress.js';
import type { StagingFiles } from './staging-files.js';

export interface StageOptions {
  readonly image: IsoImage;
  readonly tree: SourceTree;
  readonly medium: RecognisedMedium;
  readonly files: StagingFiles;
  /** Exists and is empty. */
  readonly treeFolder: string;
  readonly onProgress: ProgressListener;
  readonly signal: AbortSignal | undefined;
}

export interface StagedTree {
  readonly sourceSha256: string;
  readonly measured: ReadonlyMap<string, Measured>;
}

const syncsAtOnce = 16;

/** @throws MEDIA_DIGEST_MISMATCH, MEDIA_ISO_DAMAGED, DISK_FULL, FILE_WRITE_FAILED, the signal's reason */
export async function stageTree(options: StageOptions): Promise<StagedTree> {
  const { tree, files, treeFolder, signal } = options;
  const plan = planCopy(tree);
  await requireRoom(files, treeFolder, plan);
  const measured = new Map<string, Measured>();
  const report = reporter(options, measured);
  const folders = foldersOf(tree);
  for (const folder of folders) await files.makeFolder(join(treeFolder, folder));
  const onFile = (path: string, found: Measured): void => {
    const expectation = options.medium.expectations.get(path);
    if (expectation !== undefined) requireMatch(found, expectation);
    measured.set(path, found);
    report('copying', path);
  };
  const md5 = pathsWithMd5(options.medium, plan);
  const wantsMd5 = (path: string): boolean => md5.has(path);
  await writeEmptyFiles(options, plan, wantsMd5, onFile);
  const sourceSha256 = await copyPass({
    image: options.image.file,
    plan,
    files,
    treeFolder,
    wantsMd5,
    onFile,
    onBytes: (bytes, current) => report('copying', current, bytes),
    signal,
  });
  await linkSameFiles(options, plan, measured, onFile);
  report('syncing', null);
  await syncAll(
    [...tree.files.keys(), ...folders, ''].map((path) => join(treeFolder, path)),
    options,
  );
  return { sourceSha256, measured };
}

/** Files whose metadata names an MD5, and those that share their bytes with one. */
function pathsWithMd5(medium: RecognisedMedium, plan: CopyPlan): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const { path, digest } of medium.expectations.values())
    if (digest.type === 'md5') paths.add(plan.same.get(path) ?? path);
  return paths;
}

/** Beyond the files themselves: manifest, folders, and the file system's own needs. */
const reserve = 16 * 1024 * 1024;

async function requireRoom(files: StagingFiles, folder: string, plan: CopyPlan): Promise<void> {
  const free = await files.freeBytes(folder);
  if (free === undefined || free >= plan.bytes + reserve) return;
  throw new DrydockError('DISK_FULL', {
    attempted: 'looking for room before the import',
    subject: folder,
    expected: `${plan.bytes + reserve} bytes`,
    found: `${free} bytes`,
  });
}

/** Parents before children; folders that no record names but a file lies in are there as well. */
function foldersOf(tree: SourceTree): string[] {
  const folders = new Set<string>();
  for (const path of [
    ...tree.folders,
    ...[...tree.files.keys()].map((file) => file.slice(0, Math.max(0, file.lastIndexOf('/')))),
  ]) {
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) folders.add(path.slice(0, end));
  }
  return [...folders].sort();
}

async function writeEmptyFiles(
  options: StageOptions,
  plan: CopyPlan,
  wantsMd5: (path: string) => boolean,
  onFile: (path: string, measured: Measured) => void,
): Promise<void> {
  for (const { path } of plan.empty) {
    const { measured, closed } = new FileWriter(options.files, join(options.treeFolder, path), wantsMd5(path)).finish();
    await closed;
    onFile(path, measured);
  }
}

async function linkSameFiles(
  options: StageOptions,
  plan: CopyPlan,
  measured: ReadonlyMap<string, Measured>,
  onFile: (path: string, measured: Measured) => void,
): Promise<void> {
  for (const [path, owner] of plan.same) {
    const found = measured.get(owner);
    if (found === undefined) throw new Error(`no digest was taken of ${owner}`);
    await options.files.link(join(options.treeFolder, owner), join(options.treeFolder, path));
    onFile(path, found);
  }
}

async function syncAll(paths: readonly string[], { files, signal }: StageOptions): Promise<void> {
  const left = [...paths];
  const work = async (): Promise<void> => {
    for (let path = left.pop(); path !== undefined; path = left.pop()) {
      signal?.throwIfAborted();
      await files.sync(path);
    }
  };
  await Promise.all(Array.from({ length: syncsAtOnce }, work));
}

function reporter(
  options: StageOptions,
  measured: ReadonlyMap<string, Measured>,
): (phase: ImportPhase, current: string | null, bytes?: number) => void {
  const totalBytes = options.image.file.size;
  let reached = 0;
  return (phase, current, bytes) => {
    reached = phase === 'copying' ? (bytes ?? reached) : totalBytes;
    options.onProgress({
      phase,
      bytes: reached,
      totalBytes,
      files: measured.size,
      totalFiles: options.tree.files.size,
      current,
    });
  };
}
