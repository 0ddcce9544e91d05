/** `media verify`: whether every byte of a published medium still is the byte that was verified at its import. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DrydockError } from '../shared/errors/drydock-error.js';
import { fileDigest } from './import/file-digest.js';
import { totals, type Manifest } from './manifest.js';
import { resolveMedium } from './list-media.js';
import { exists } from './store/folders.js';
import { readManifest } from './store/manifest-file.js';
import { mediumFolder, mediaStore, treeName } from './store/media-store.js';

export interface VerifyOptions {
  readonly mediaCache: string;
  /** Id or alias. */
  readonly id: string;
  readonly onProgress?: ((progress: VerifyProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface VerifyProgress {
  readonly bytes: number;
  readonly totalBytes: number;
  readonly files: number;
  readonly totalFiles: number;
  readonly current: string;
}

export interface VerifyReport {
  readonly id: string;
  readonly files: number;
  readonly bytes: number;
  /** Paths whose content, size or kind is another. */
  readonly damaged: readonly string[];
  readonly missing: readonly string[];
  /** Paths that the manifest does not know. */
  readonly extra: readonly string[];
}

/** @throws MEDIA_NOT_FOUND, FILE_UNREADABLE, the signal's reason; damage is in the report */
export async function verifyMedium(options: VerifyOptions): Promise<VerifyReport> {
  const store = mediaStore(options.mediaCache);
  const id = await resolveMedium(store, options.id);
  const manifest = await readManifest(store, id);
  if (manifest === undefined)
    throw new DrydockError('MEDIA_NOT_FOUND', { attempted: 'verifying a medium', subject: id });
  const treeFolder = join(mediumFolder(store, id), treeName);
  const { damaged, missing } = await compareFiles(manifest, treeFolder, options);
  return { id, ...totals(manifest), damaged, missing, extra: await extraFiles(manifest, treeFolder) };
}

/** @throws MEDIA_DAMAGED with the report as data, unless the medium is what it was */
export function requireUndamaged(report: VerifyReport): void {
  const { damaged, missing, extra } = report;
  const faults = [...damaged, ...missing, ...extra];
  const [first] = faults;
  if (first === undefined) return;
  throw new DrydockError('MEDIA_DAMAGED', {
    attempted: 'verifying a medium',
    subject: `${report.id}: ${first}`,
    found: `${damaged.length} damaged, ${missing.length} missing and ${extra.length} unknown files`,
    data: { damaged, missing, extra },
  });
}

async function compareFiles(
  manifest: Manifest,
  treeFolder: string,
  options: VerifyOptions,
): Promise<{ damaged: string[]; missing: string[] }> {
  const { files: totalFiles, bytes: totalBytes } = totals(manifest);
  const damaged: string[] = [];
  const missing: string[] = [];
  let bytes = 0;
  for (const [index, file] of manifest.files.entries()) {
    options.onProgress?.({ bytes, totalBytes, files: index, totalFiles, current: file.path });
    const path = join(treeFolder, file.path);
    if (!(await exists(path))) missing.push(file.path);
    else if (!(await isIntact(path, file, options.signal))) damaged.push(file.path);
    bytes += file.size;
  }
  return { damaged, missing };
}

/** What cannot be read at all (a disk error, a link in place of the file) is damage as well. */
async function isIntact(
  path: string,
  file: Manifest['files'][number],
  signal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    const { sha256, size } = await fileDigest(path, signal);
    return sha256 === file.sha256 && size === file.size;
  } catch (error) {
    if (error instanceof DrydockError) return false;
    throw error;
  }
}

async function extraFiles(manifest: Manifest, treeFolder: string): Promise<string[]> {
  const known = new Set(manifest.files.map((file) => file.path));
  const found = await readdir(treeFolder, { recursive: true, withFileTypes: true }).catch(() => []);
  return found
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(treeFolder.length + 1))
    .filter((path) => !known.has(path))
    .sort();
}
