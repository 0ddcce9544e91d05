/** `media inspect`: what an image is and holds, also when it cannot be imported. */
import type { Clock } from '../shared/clock.js';
import { DrydockError, type ErrorDocument } from '../shared/errors/drydock-error.js';
import type { Manifest } from './manifest.js';
import { recogniseMedium } from './recognise/recognise-medium.js';
import type { MediaSource, SourceDetails } from './source/media-source.js';
import { openSource } from './source/open-source.js';
import { planTree } from './source/plan-tree.js';
import type { SourceEntry } from './source/source-entry.js';
import { sourceTree, type SourceTree } from './source/source-tree.js';
import { TemporarySpool } from './source/temporary-spool.js';
import { diskFiles } from './store/store-files.js';

export interface InspectOptions {
  readonly source: string;
  /** Hash the whole source as well; takes as long as reading it. */
  readonly sha256?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock | undefined;
}

/** What import would make of it, before a package is read. */
export interface InspectedMedium extends Pick<
  Manifest,
  'layout' | 'release' | 'product' | 'platform' | 'target' | 'warnings'
> {
  readonly packages: number;
  readonly signature: Manifest['verified']['signature'];
}

export interface Inspection {
  readonly source: {
    readonly kind: string;
    readonly label: string;
    readonly bytes: number;
    readonly sha256: string | null;
  };
  readonly names: string | null;
  readonly description: string;
  readonly bootRecords: SourceDetails['bootRecords'];
  /** Null when it cannot be imported; then `refusal` says why. */
  readonly medium: InspectedMedium | null;
  readonly refusal: ErrorDocument | null;
  /** Everything in the source, sorted by path; sizes of files in bytes. */
  readonly entries: readonly InspectedEntry[];
}

export interface InspectedEntry {
  readonly path: string;
  readonly kind: SourceEntry['kind'];
  readonly size: number;
  /** Of a symbolic link. */
  readonly target: string | null;
}

/** @throws what reading the source throws; that it is no install medium is a finding, not an error */
export async function inspectSource(options: InspectOptions): Promise<Inspection> {
  const { signal } = options;
  const spool = new TemporarySpool();
  try {
    const source = await openSource(options.source, {
      spool: () => spool.folder(),
      files: diskFiles,
      signal,
      onProgress: () => undefined,
      // Hashing reads all of it, and a file here is read faster than one far away.
      lookOnly: options.sha256 !== true,
      clock: options.clock,
    });
    try {
      const sha256 = options.sha256 === true ? await source.digest(signal) : null;
      return { ...(await inspected(source, signal)), ...sourceOf(source, sha256) };
    } finally {
      await source.close();
    }
  } finally {
    await spool.remove();
  }
}

function sourceOf(source: MediaSource, sha256: string | null): Pick<Inspection, 'source'> {
  const label = source.access === 'tree' ? (source.details.volume ?? source.label) : source.label;
  return { source: { kind: source.kind, label, bytes: source.bytes, sha256 } };
}

async function inspected(source: MediaSource, signal: AbortSignal | undefined): Promise<Omit<Inspection, 'source'>> {
  if (source.access === 'tree') {
    const { names, description, bootRecords } = source.details;
    return {
      ...{ names, description, bootRecords },
      ...(await recognised(() => source.tree)),
      entries: inspectedEntries(source.entries),
    };
  }
  const { entries, contents } = await source.peek(signal);
  const description = `a ${source.kind} archive`;
  const tree = (): SourceTree =>
    sourceTree(planTree(entries), description, (file) =>
      Promise.resolve(contents.get(file.content) ?? Buffer.alloc(0)),
    );
  return {
    ...{ names: null, description, bootRecords: [] },
    ...(await recognised(tree)),
    entries: inspectedEntries(entries),
  };
}

async function recognised(treeOf: () => SourceTree): Promise<Pick<Inspection, 'medium' | 'refusal'>> {
  try {
    const tree = treeOf();
    const { layout, release, product, platform, target, warnings, roles, signature } = await recogniseMedium(tree);
    const packages = [...roles.values()].filter((role) => role === 'package').length;
    const medium = { layout, release, product, platform, target, packages, signature: signature.verdict };
    return { medium: { ...medium, warnings: [...tree.warnings, ...warnings] }, refusal: null };
  } catch (error) {
    // That it could not be read says nothing about what it is.
    if (!(error instanceof DrydockError) || ['FILE_UNREADABLE', 'MEDIA_DOWNLOAD_FAILED'].includes(error.code))
      throw error;
    return { medium: null, refusal: error.toJSON() };
  }
}

function inspectedEntries(entries: readonly SourceEntry[]): InspectedEntry[] {
  return entries
    .map((entry) => ({
      path: entry.path,
      kind: entry.kind,
      size: entry.kind === 'file' ? entry.size : 0,
      target: entry.kind === 'symlink' ? entry.target : null,
    }))
    .sort((left, right) => (left.path < right.path ? -1 : 1));
}
