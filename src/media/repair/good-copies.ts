/** Takes the contents that a medium lacks out of a source, into a folder of the staging, each compared with the manifest. */
import { join } from 'node:path';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { requireRoom, TreeSink } from '../import/tree-sink.js';
import type { ManifestFile } from '../manifest.js';
import type { CopySink, MediaSource, SourceFile, TreeSource } from '../source/media-source.js';
import { nowhere } from '../source/nowhere.js';
import type { StoreFiles } from '../store/store-files.js';
import { contentKey } from '../store/stored-copies.js';
import type { Measured } from '../verify/digest.js';

export interface GoodCopiesOptions {
  readonly source: MediaSource;
  /** At least one of each content that is wanted. */
  readonly wanted: readonly ManifestFile[];
  readonly files: StoreFiles;
  /** Exists and is empty. */
  readonly folder: string;
  readonly onProgress: (bytes: number, current: string | null) => void;
  readonly signal: AbortSignal | undefined;
}

/** Where a synced copy of each content lies, by content key. */
export type GoodCopies = ReadonlyMap<string, string>;

/**
 * @throws MEDIA_REPAIR_IMPOSSIBLE when the source lacks one of them, or has other bytes there; what reading it throws;
 *   DISK_FULL, FILE_WRITE_FAILED, the signal's reason
 */
export async function takeGoodCopies(options: GoodCopiesOptions): Promise<GoodCopies> {
  const { source, files, folder, signal } = options;
  const taken = new Taken(folder);
  const sink = new TreeSink({
    files,
    treeFolder: folder,
    signal,
    wantsMd5: () => false,
    onFile: (path, measured) => taken.add(path, measured),
    onProgress: options.onProgress,
  });
  try {
    if (source.access === 'tree') await copyWanted(source, options, sink);
    else await source.unpack(sink);
    await sink.sync();
  } finally {
    await sink.close();
  }
  requireAll(options, taken);
  return taken.locations;
}

/** What was written, by what it turned out to be. */
class Taken {
  readonly locations = new Map<string, string>();
  readonly paths = new Set<string>();

  constructor(private readonly folder: string) {}

  add(path: string, measured: Measured): void {
    this.paths.add(path);
    this.locations.set(contentKey(measured), join(this.folder, path));
  }
}

/** Only what is at the same path and as long; links to the same bytes are copied once. */
async function copyWanted(source: TreeSource, options: GoodCopiesOptions, sink: TreeSink): Promise<void> {
  const wanted = new Map<string, SourceFile>();
  for (const { path, size } of options.wanted) {
    const entry = source.tree.files.get(path);
    if (entry === undefined || entry.size !== size) continue;
    if (size === 0) await (await sink.open(path)).finish();
    else if (!wanted.has(entry.content)) wanted.set(entry.content, entry);
  }
  const chosen = [...wanted.values()];
  const bytes = chosen.reduce((sum, file) => sum + file.size, 0);
  await requireRoom(options.files, options.folder, bytes);
  if (chosen.length > 0) await source.copy(allOf(source, wanted), only(new Set(chosen.map(({ path }) => path)), sink));
}

/** A source takes the digest of the whole while it copies, and some can do so only when all is copied. */
function allOf(source: TreeSource, wanted: ReadonlyMap<string, SourceFile>): SourceFile[] {
  const all = new Map(wanted);
  for (const file of source.tree.files.values())
    if (file.size > 0 && !all.has(file.content)) all.set(file.content, file);
  return [...all.values()];
}

/** Lets go of all other files. */
function only(paths: ReadonlySet<string>, sink: TreeSink): CopySink {
  return {
    signal: sink.signal,
    open: (path) => (paths.has(path) ? sink.open(path) : Promise.resolve(nowhere)),
    progress: (bytes, current) => sink.progress(bytes, current),
  };
}

function requireAll({ source, wanted }: GoodCopiesOptions, taken: Taken): void {
  const absent = wanted.filter((file) => !taken.locations.has(contentKey(file)));
  if (absent.length === 0) return;
  const held = (path: string): boolean =>
    source.access === 'tree' ? source.tree.files.has(path) : taken.paths.has(path);
  const different = absent.filter(({ path }) => held(path)).map(({ path }) => path);
  const lacking = absent.filter(({ path }) => !held(path)).map(({ path }) => path);
  throw new DrydockError('MEDIA_REPAIR_IMPOSSIBLE', {
    attempted: 'taking files for a repair from a source',
    subject: source.label,
    expected: `${wanted.length} files as the manifest has them`,
    found: [...different.map((path) => `${path} with other bytes`), ...lacking.map((path) => `no ${path}`)]
      .slice(0, mostNamed)
      .join(', '),
    data: { different, lacking },
  });
}

/** The data of the error has them all. */
const mostNamed = 5;
