/** `media inspect`: what an image is and holds, also when it cannot be imported. */
import { DrydockError, type ErrorDocument } from '../shared/errors/drydock-error.js';
import { fileDigest } from './import/file-digest.js';
import type { IsoEntry, IsoNames } from './iso9660/entry.js';
import type { BootRecord } from './iso9660/boot-catalogue.js';
import type { IsoImage } from './iso9660/iso-image.js';
import type { Manifest } from './manifest.js';
import { describeImage } from './recognise/other-images.js';
import { recogniseMedium } from './recognise/recognise-medium.js';
import { openSource } from './source/open-source.js';
import { sourceTree } from './source/source-tree.js';

export interface InspectOptions {
  readonly source: string;
  /** Hash the whole source as well; takes as long as reading it. */
  readonly sha256?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
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
    readonly kind: 'iso';
    readonly label: string;
    readonly bytes: number;
    readonly sha256: string | null;
  };
  readonly names: IsoNames;
  readonly description: string;
  readonly bootRecords: readonly BootRecord[];
  /** Null when it cannot be imported; then `refusal` says why. */
  readonly medium: InspectedMedium | null;
  readonly refusal: ErrorDocument | null;
  /** Everything in the image, sorted by path; sizes of files in bytes. */
  readonly entries: readonly InspectedEntry[];
}

export interface InspectedEntry {
  readonly path: string;
  readonly kind: IsoEntry['kind'];
  readonly size: number;
  /** Of a symbolic link. */
  readonly target: string | null;
}

/** @throws what reading the image throws; that it is no install medium is a finding, not an error */
export async function inspectSource(options: InspectOptions): Promise<Inspection> {
  const image = await openSource(options.source);
  try {
    const { medium, refusal } = await recognised(image);
    const sha256 = options.sha256 === true ? (await fileDigest(options.source, options.signal)).sha256 : null;
    return {
      source: { kind: 'iso', label: image.volume.label, bytes: image.file.size, sha256 },
      names: image.names,
      description: describeImage(image),
      bootRecords: image.bootRecords,
      medium,
      refusal,
      entries: image.entries.map(inspectedEntry).sort((left, right) => (left.path < right.path ? -1 : 1)),
    };
  } finally {
    await image.close();
  }
}

async function recognised(image: IsoImage): Promise<Pick<Inspection, 'medium' | 'refusal'>> {
  try {
    const tree = sourceTree(image);
    const { layout, release, product, platform, target, warnings, roles, signature } = await recogniseMedium(tree);
    const packages = [...roles.values()].filter((role) => role === 'package').length;
    const medium = { layout, release, product, platform, target, packages, signature: signature.verdict };
    return { medium: { ...medium, warnings: [...tree.warnings, ...warnings] }, refusal: null };
  } catch (error) {
    if (!(error instanceof DrydockError) || error.code === 'FILE_UNREADABLE') throw error;
    return { medium: null, refusal: error.toJSON() };
  }
}

function inspectedEntry(entry: IsoEntry): InspectedEntry {
  return {
    path: entry.path,
    kind: entry.kind,
    size: entry.kind === 'file' ? entry.size : 0,
    target: entry.kind === 'symlink' ? entry.target : null,
  };
}
