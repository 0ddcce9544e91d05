/** Unpacks a stream into the staging folder, then says what it is and whether every file is what its metadata says. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { recogniseMedium } from '../recognise/recognise-medium.js';
import type { Expectation, RecognisedMedium } from '../recognise/recognised-medium.js';
import type { SignatureDemand } from '../recognise/signature-rules.js';
import type { StreamSource } from '../source/media-source.js';
import { planTree, type PlannedTree } from '../source/plan-tree.js';
import { sourceTree } from '../source/source-tree.js';
import { linkOrCopy } from '../store/link-file.js';
import type { StoreFiles } from '../store/store-files.js';
import { requireMatch, type Measured } from '../verify/digest.js';
import type { ProgressListener } from './progress.js';
import { settleTree } from './settle-tree.js';
import type { StagedTree } from './stage-tree.js';
import { TreeSink } from './tree-sink.js';

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
  const { source, files, treeFolder, signal } = options;
  const measured = new Map<string, Measured>();
  const report = (phase: 'copying' | 'recognising' | 'syncing', bytes: number, current: string | null): void =>
    options.onProgress({ phase, bytes, totalBytes: source.bytes, files: measured.size, totalFiles: 0, current });
  const sink = new TreeSink({
    files,
    treeFolder,
    signal,
    wantsMd5: () => false,
    onFile: (path, found) => void measured.set(path, found),
    onProgress: (bytes, current) => report('copying', bytes, current),
  });
  try {
    const { entries, sha256: sourceSha256 } = await source.unpack(sink);
    const plan = planTree(entries);
    for (const folder of plan.folders) await sink.makeFolder(folder);
    await sink.close();
    await linkSameFiles(options, sink, plan, measured);
    report('recognising', source.bytes, null);
    const tree = sourceTree(plan, `a ${source.kind} archive of ${plan.files.size} files`, (file) =>
      readFile(join(treeFolder, file.path)),
    );
    const medium = await recogniseMedium(tree, options.demand);
    await requireExpected(medium, measured, options);
    report('syncing', source.bytes, null);
    const packages = await settleTree({ files, treeFolder, folders: [...sink.folders, ''], medium, signal });
    return { tree, medium, staged: { sourceSha256, measured, packages } };
  } finally {
    await sink.close();
  }
}

/** Links of the archive, hard and symbolic, become second names of the file that was written. */
async function linkSameFiles(
  { files, treeFolder }: StageStreamOptions,
  sink: TreeSink,
  plan: PlannedTree,
  measured: Map<string, Measured>,
): Promise<void> {
  for (const { path, content } of plan.files.values()) {
    if (measured.has(path)) continue;
    const found = measured.get(content);
    if (found === undefined) throw new Error(`the source did not deliver ${content}`);
    await sink.makeFolder(path.slice(0, Math.max(0, path.lastIndexOf('/'))));
    await linkOrCopy(files, join(treeFolder, content), join(treeFolder, path));
    measured.set(path, found);
  }
}

async function requireExpected(
  medium: RecognisedMedium,
  measured: ReadonlyMap<string, Measured>,
  { treeFolder, signal }: StageStreamOptions,
): Promise<void> {
  for (const expectation of medium.expectations.values()) {
    signal?.throwIfAborted();
    const found = measured.get(expectation.path);
    if (found === undefined) continue;
    requireMatch(await withMd5(found, expectation, join(treeFolder, expectation.path)), expectation);
  }
}

/** Only now is it known which files need one. */
async function withMd5(found: Measured, { digest }: Expectation, path: string): Promise<Measured> {
  if (digest.type !== 'md5') return found;
  const hash = createHash('md5');
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk);
  return { ...found, md5: hash.digest('hex') };
}
