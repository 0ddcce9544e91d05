/** Compares a published tree with its manifest, by hashing every file. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { fileDigest } from '../import/file-digest.js';
import { totals, type Manifest, type ManifestFile } from '../manifest.js';
import { exists } from '../store/folders.js';

export interface TreeDifferences {
  /** Paths whose content, size or kind is another. */
  readonly damaged: readonly string[];
  readonly missing: readonly string[];
  /** Paths that the manifest does not know. */
  readonly extra: readonly string[];
}

export interface CompareOptions {
  readonly onProgress?: ((progress: CompareProgress) => void) | undefined;
  /** Called after each piece that was hashed; what it gives is waited for. */
  readonly pace?: ((bytes: number) => Promise<void>) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface CompareProgress {
  readonly bytes: number;
  readonly totalBytes: number;
  readonly files: number;
  readonly totalFiles: number;
  readonly current: string;
}

/** @throws the signal's reason; what cannot be read is damage */
export async function compareTree(
  manifest: Manifest,
  treeFolder: string,
  options: CompareOptions,
): Promise<TreeDifferences> {
  const { files: totalFiles, bytes: totalBytes } = totals(manifest);
  const damaged: string[] = [];
  const missing: string[] = [];
  let bytes = 0;
  for (const [index, file] of manifest.files.entries()) {
    options.onProgress?.({ bytes, totalBytes, files: index, totalFiles, current: file.path });
    const path = join(treeFolder, file.path);
    // What cannot even be looked at (a circle of links) is there, and not what it should be.
    if (!(await exists(path).catch(() => true))) missing.push(file.path);
    else if (!(await isIntact(path, file, options))) damaged.push(file.path);
    bytes += file.size;
  }
  return { damaged, missing, extra: await extraFiles(manifest, treeFolder) };
}

/** What cannot be read at all (a disk error, a link in place of the file) is damage as well. */
export async function isIntact(
  path: string,
  file: Pick<ManifestFile, 'sha256' | 'size'>,
  options: Pick<CompareOptions, 'pace' | 'signal'>,
): Promise<boolean> {
  try {
    const { sha256, size } = await fileDigest(path, options.signal, options.pace);
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
