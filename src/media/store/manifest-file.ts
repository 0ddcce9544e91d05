/** Reads the manifests of published media. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Manifest } from '../manifest.js';
import { folderNames, isMissing } from './folders.js';
import { parseManifest } from './manifest-formats.js';
import { isMediumName, manifestName, mediumFolder, type MediaStore } from './media-store.js';

/**
 * Undefined when there is no such medium.
 * @throws STATE_CORRUPT when the manifest is not one
 */
export async function readManifest(store: MediaStore, id: string): Promise<Manifest | undefined> {
  const path = join(mediumFolder(store, id), manifestName);
  try {
    const manifest = parseManifest(JSON.parse(await readFile(path, 'utf8')));
    if (manifest.id !== id) throw new Error(`the manifest is that of ${manifest.id}`);
    return manifest;
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw new DrydockError('STATE_CORRUPT', { attempted: 'reading the manifest of a medium', subject: path, cause });
  }
}

/** The ids of all published media, sorted. */
export async function publishedIds(store: MediaStore): Promise<string[]> {
  return (await folderNames(store.media)).filter(isMediumName).sort();
}
