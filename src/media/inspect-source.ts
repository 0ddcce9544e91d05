/** `media inspect`: what an image is and holds, also when it cannot be imported. */
import type { Clock } from '../shared/clock.js';
import { DrydockError, type ErrorDocument } from '../shared/errors/drydock-error.js';
import type { Manifest } from './manifest.js';
import { identifyMedium } from './recognise/identify.js';
import { recogniseMedium } from './recognise/recognise-medium.js';
import type { MediaSource, SourceDetails } from './source/media-source.js';
import { openSource } from './source/open-source.js';
import { peekedTree } from './source/peeked-tree.js';
import type { SourceEntry } from './source/source-entry.js';
import type { SourceTree } from './source/source-tree.js';
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
  /** Null where the source was not read so far. */
  readonly signature: Manifest['verified']['signature'] | null;
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
  /** False where the source was read up to its metadata: whether all files are there shows at import. */
  readonly complete: boolean;
  /** Everything in the source, or everything up to there, sorted by path; sizes of files in bytes. */
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
      ...(await judged(() => recognised(source.tree))),
      complete: true,
      entries: inspectedEntries(source.entries),
    };
  }
  const peeked = await source.peek(signal);
  const description = `a ${source.kind} archive`;
  const tree = (): SourceTree => peekedTree(peeked, description);
  return {
    ...{ names: null, description, bootRecords: [] },
    ...(await judged(() => (peeked.complete ? recognised(tree()) : identified(tree())))),
    complete: peeked.complete,
    entries: inspectedEntries(peeked.entries),
  };
}

async function recognised(tree: SourceTree): Promise<InspectedMedium> {
  const { layout, release, product, platform, target, warnings, roles, signature } = await recogniseMedium(tree);
  const packages = [...roles.values()].filter((role) => role === 'package').length;
  const medium = { layout, release, product, platform, target, packages, signature: signature.verdict };
  return { ...medium, warnings: [...tree.warnings, ...warnings] };
}

async function identified(tree: SourceTree): Promise<InspectedMedium> {
  return { ...(await identifyMedium(tree)), warnings: [] };
}

async function judged(look: () => Promise<InspectedMedium>): Promise<Pick<Inspection, 'medium' | 'refusal'>> {
  try {
    return { medium: await look(), refusal: null };
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
