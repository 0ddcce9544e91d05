/** Writes a source's tree into a folder, verified file by file, and makes it durable. */
import { join } from 'node:path';
import type { RecognisedMedium } from '../recognise/recognised-medium.js';
import type { CopySink, SourceFile, TreeSource } from '../source/media-source.js';
import type { PlannedTree } from '../source/plan-tree.js';
import { linkOrCopy } from '../store/link-file.js';
import type { StoreFiles } from '../store/store-files.js';
import { PackageChecks, type PackageFindings } from '../verify/check-packages.js';
import { requireMatch, type Measured } from '../verify/digest.js';
import { settleTree } from './settle-tree.js';
import type { ImportPhase, ProgressListener } from './progress.js';
import { requireRoom, TreeSink } from './tree-sink.js';

export interface StageOptions {
  readonly source: TreeSource;
  readonly tree: PlannedTree;
  readonly medium: RecognisedMedium;
  readonly files: StoreFiles;
  /** Exists and is empty. */
  readonly treeFolder: string;
  readonly onProgress: ProgressListener;
  readonly signal: AbortSignal | undefined;
}

export interface StagedTree {
  /** Of the whole source. */
  readonly sourceSha256: string;
  readonly measured: ReadonlyMap<string, Measured>;
  /** Whose the packages are. */
  readonly packages: PackageFindings;
}

/**
 * @throws MEDIA_DIGEST_MISMATCH, MEDIA_PACKAGE_INVALID, MEDIA_METADATA_INVALID, MEDIA_ISO_DAMAGED, MEDIA_ARCHIVE_DAMAGED,
 *   DISK_FULL, FILE_WRITE_FAILED, the signal's reason
 */
export async function stageTree(options: StageOptions): Promise<StagedTree> {
  const { source, tree, medium, files, treeFolder, signal } = options;
  const { distinct, empty, same } = groupByContent(tree);
  await requireRoom(
    files,
    treeFolder,
    distinct.reduce((sum, file) => sum + file.size, 0),
  );
  const measured = new Map<string, Measured>();
  const report = reporter(options, measured);
  const md5 = pathsWithMd5(medium, same);
  const packages = new PackageChecks(treeFolder, medium.packageRules, signal);
  const onFile = async (path: string, found: Measured, start?: Uint8Array): Promise<void> => {
    const expectation = medium.expectations.get(path);
    if (expectation !== undefined) requireMatch(found, expectation);
    if (start !== undefined && packages.has(path)) await packages.check(path, start);
    measured.set(path, found);
    report('copying', path);
  };
  const sink = new TreeSink({
    files,
    treeFolder,
    signal,
    onFile,
    wantsMd5: (path) => md5.has(path),
    keep: (path) => packages.startOf(path),
    onProgress: (bytes, current) => report('copying', current, bytes),
  });
  try {
    for (const folder of tree.folders) await sink.makeFolder(folder);
    for (const { path } of empty) await (await sink.open(path)).finish();
    const sourceSha256 = await copyAll(source, distinct, sink, measured);
    for (const [path, owner] of same) await linkFile(options, sink, { path, owner }, measured, onFile);
    report('syncing', null);
    await sink.sync();
    await sink.close();
    const folders = [...sink.folders, ''];
    return { sourceSha256, measured, packages: await settleTree({ files, treeFolder, folders, packages, signal }) };
  } finally {
    await sink.close();
  }
}

interface Groups {
  /** One file for each content. */
  readonly distinct: readonly SourceFile[];
  readonly empty: readonly SourceFile[];
  /** The other files of a content: path to the path of its one. */
  readonly same: ReadonlyMap<string, string>;
}

function groupByContent(tree: PlannedTree): Groups {
  const owners = new Map<string, string>();
  const distinct: SourceFile[] = [];
  const empty: SourceFile[] = [];
  const same = new Map<string, string>();
  for (const file of tree.files.values()) {
    const owner = owners.get(file.content);
    if (file.size === 0) empty.push(file);
    else if (owner !== undefined) same.set(file.path, owner);
    else {
      owners.set(file.content, file.path);
      distinct.push(file);
    }
  }
  return { distinct, empty, same };
}

/** Files whose metadata names an MD5, and those that share their bytes with one. */
function pathsWithMd5(medium: RecognisedMedium, same: ReadonlyMap<string, string>): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const { path, digest } of medium.expectations.values())
    if (digest.type === 'md5') paths.add(same.get(path) ?? path);
  return paths;
}

async function copyAll(
  source: TreeSource,
  distinct: readonly SourceFile[],
  sink: CopySink,
  measured: ReadonlyMap<string, Measured>,
): Promise<string> {
  const sourceSha256 = await source.copy(distinct, sink);
  for (const { path } of distinct) if (!measured.has(path)) throw new Error(`the source did not deliver ${path}`);
  return sourceSha256;
}

async function linkFile(
  { files, treeFolder }: StageOptions,
  sink: TreeSink,
  { path, owner }: { readonly path: string; readonly owner: string },
  measured: ReadonlyMap<string, Measured>,
  onFile: (path: string, measured: Measured) => Promise<void>,
): Promise<void> {
  const found = measured.get(owner);
  if (found === undefined) throw new Error(`no digest was taken of ${owner}`);
  await sink.makeFolder(path.slice(0, Math.max(0, path.lastIndexOf('/'))));
  await linkOrCopy(files, join(treeFolder, owner), join(treeFolder, path));
  await onFile(path, found);
}

function reporter(
  options: StageOptions,
  measured: ReadonlyMap<string, Measured>,
): (phase: ImportPhase, current: string | null, bytes?: number) => void {
  const totalBytes = options.source.bytes;
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
