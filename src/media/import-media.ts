/** `media import`: from an ISO image to a published medium, verified, at once or not at all. */
import { readFile, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { systemClock, type Clock } from '../shared/clock.js';
import { fileWriteError, syncFolder, writeFileDurably } from '../shared/durable-files.js';
import { DrydockError } from '../shared/errors/drydock-error.js';
import { fileDigest } from './import/file-digest.js';
import { makeManifest } from './import/make-manifest.js';
import type { ProgressListener } from './import/progress.js';
import { stageTree } from './import/stage-tree.js';
import { diskFiles, type StagingFiles } from './import/staging-files.js';
import { summarize, type ImportSummary } from './import-summary.js';
import type { IsoImage } from './iso9660/iso-image.js';
import type { Manifest } from './manifest.js';
import { recogniseMedium } from './recognise/recognise-medium.js';
import type { RecognisedMedium } from './recognise/recognised-medium.js';
import type { SignatureDemand } from './recognise/signature-rules.js';
import { openSource } from './source/open-source.js';
import { sourceTree, type SourceTree } from './source/source-tree.js';
import { readAliasFile, requireFreeAlias, writeAlias } from './store/aliases.js';
import { readManifest } from './store/manifest-file.js';
import { openStaging, type Staging } from './store/staging.js';
import { withStoreLock } from './store/store-lock.js';
import {
  manifestName,
  mediumFolder,
  requireMediumName,
  storePaths,
  treeName,
  type StorePaths,
} from './store/store-paths.js';
import { parseKeys } from './verify/signature.js';

export interface ImportOptions {
  /** Path of the ISO image. */
  readonly source: string;
  readonly mediaCache: string;
  /** Default: product and version, as in `xcp-ng-8.3.0`. */
  readonly id?: string | undefined;
  readonly alias?: string | undefined;
  /** What the source must hash to, in hexadecimal. */
  readonly sha256?: string | undefined;
  /** Paths of public key files; the medium's first key must be among them. */
  readonly keys?: readonly string[] | undefined;
  /** Refuse any signature but a good one. */
  readonly requireSignature?: boolean | undefined;
  readonly onProgress?: ProgressListener | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock | undefined;
  /** For tests: a disk that fails. */
  readonly files?: StagingFiles | undefined;
}

export interface ImportOutcome {
  /** What `media import --json` prints. */
  readonly summary: ImportSummary;
  readonly manifest: Manifest;
  /** The same image was there already under this id; nothing was written. */
  readonly alreadyPresent: boolean;
}

/**
 * @throws every MEDIA_… code of reading, recognising and verifying; MEDIA_NAME_INVALID, MEDIA_NAME_TAKEN,
 *   MEDIA_SOURCE_DIGEST_MISMATCH, FILE_UNREADABLE, DISK_FULL, FILE_WRITE_FAILED, INTERRUPTED. Nothing is left behind.
 */
export async function importMedia(options: ImportOptions): Promise<ImportOutcome> {
  try {
    const demand = await readDemand(options);
    const image = await openSource(options.source);
    try {
      return await importImage(options, image, demand);
    } finally {
      await image.close();
    }
  } catch (cause) {
    if (options.signal?.aborted !== true || cause instanceof DrydockError) throw cause;
    throw new DrydockError('INTERRUPTED', { attempted: 'importing a medium', subject: options.source, cause });
  }
}

async function importImage(options: ImportOptions, image: IsoImage, demand: SignatureDemand): Promise<ImportOutcome> {
  const paths = storePaths(options.mediaCache);
  const tree = sourceTree(image);
  const medium = await recogniseMedium(tree, demand);
  const id = options.id ?? defaultId(medium);
  requireMediumName(id);
  const present = await readManifest(paths, id);
  if (present !== undefined) return reimport(options, paths, present);
  await requireFreeNames(paths, id, options.alias);
  const staging = await openStaging(paths, options);
  try {
    const manifest = await stage({ options, image, tree, medium, staging, id });
    await publish(options, paths, staging, manifest);
    return { summary: summarize(manifest), manifest, alreadyPresent: false };
  } finally {
    await staging.close();
  }
}

async function readDemand(options: ImportOptions): Promise<SignatureDemand> {
  if (options.alias !== undefined) requireMediumName(options.alias);
  if (options.id !== undefined) requireMediumName(options.id);
  const pins = [];
  for (const path of options.keys ?? []) pins.push(...(await parseKeys(await readKey(path), path)));
  return { pins, required: options.requireSignature === true };
}

async function readKey(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new DrydockError('FILE_UNREADABLE', { attempted: 'reading a public key', subject: path, cause });
  }
}

/** `XCP-ng` 8.3.0 becomes `xcp-ng-8.3.0`. */
function defaultId(medium: RecognisedMedium): string {
  const name = medium.product.name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return `${name === '' ? 'medium' : name}-${medium.product.version}`.slice(0, 63);
}

/** The same image again is no error, so that a script may repeat itself; another image under the same id is one. */
async function reimport(options: ImportOptions, paths: StorePaths, present: Manifest): Promise<ImportOutcome> {
  const { sha256 } = await fileDigest(options.source, options.signal);
  requireSourceDigest(options, sha256);
  if (sha256 !== present.source.sha256) {
    throw new DrydockError('MEDIA_NAME_TAKEN', {
      attempted: 'importing a medium',
      subject: present.id,
      expected: `the image it was imported from (sha256 ${present.source.sha256})`,
      found: `another image (sha256 ${sha256})`,
    });
  }
  const { alias } = options;
  if (alias !== undefined) {
    await withStoreLock(paths, { ...options, purpose: 'naming a medium' }, () => writeAlias(paths, alias, present.id));
  }
  return { summary: summarize(present), manifest: present, alreadyPresent: true };
}

async function requireFreeNames(paths: StorePaths, id: string, alias: string | undefined): Promise<void> {
  if ((await readAliasFile(paths)).has(id)) {
    throw new DrydockError('MEDIA_NAME_TAKEN', {
      attempted: 'importing a medium',
      subject: id,
      found: 'an alias with that name',
    });
  }
  if (alias === id)
    throw new DrydockError('MEDIA_NAME_TAKEN', { attempted: 'naming a medium', subject: id, found: 'its own id' });
  if (alias !== undefined) await requireFreeAlias(paths, alias);
}

interface StageParts {
  readonly options: ImportOptions;
  readonly image: IsoImage;
  readonly tree: SourceTree;
  readonly medium: RecognisedMedium;
  readonly staging: Staging;
  readonly id: string;
}

/** The staging folder then is what the medium's folder will be. */
async function stage({ options, image, tree, medium, staging, id }: StageParts): Promise<Manifest> {
  const treeFolder = join(staging.folder, treeName);
  const files = options.files ?? diskFiles;
  await files.makeFolder(treeFolder);
  const { sourceSha256, measured } = await stageTree({
    image,
    tree,
    medium,
    files,
    treeFolder,
    onProgress: options.onProgress ?? (() => undefined),
    signal: options.signal,
  });
  requireSourceDigest(options, sourceSha256);
  const manifest = makeManifest({
    id,
    importedAt: (options.clock ?? systemClock).now(),
    medium,
    tree,
    measured,
    source: { kind: 'iso', label: basename(options.source), sha256: sourceSha256, bytes: image.file.size },
  });
  await writeFileDurably(join(staging.folder, manifestName), `${JSON.stringify(manifest, undefined, 1)}\n`);
  return manifest;
}

function requireSourceDigest(options: ImportOptions, sha256: string): void {
  if (options.sha256 === undefined || options.sha256.trim().toLowerCase() === sha256) return;
  throw new DrydockError('MEDIA_SOURCE_DIGEST_MISMATCH', {
    attempted: 'comparing the source with the checksum given',
    subject: options.source,
    expected: options.sha256,
    found: sha256,
  });
}

/** A rename is what publishes: before it nothing is visible, after it all is. */
async function publish(options: ImportOptions, paths: StorePaths, staging: Staging, manifest: Manifest): Promise<void> {
  options.signal?.throwIfAborted();
  await withStoreLock(paths, { ...options, purpose: 'publishing a medium' }, async () => {
    await requireFreeNames(paths, manifest.id, options.alias);
    if ((await readManifest(paths, manifest.id)) !== undefined) {
      throw new DrydockError('MEDIA_NAME_TAKEN', { attempted: 'publishing a medium', subject: manifest.id });
    }
    const target = mediumFolder(paths, manifest.id);
    try {
      await rename(staging.folder, target);
      await syncFolder(paths.media);
      await syncFolder(paths.staging);
    } catch (error) {
      throw fileWriteError(error, target);
    }
    if (options.alias !== undefined) await writeAlias(paths, options.alias, manifest.id);
  });
}
