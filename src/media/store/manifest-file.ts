/** Reads the manifests of published media, and replaces them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Manifest } from '../manifest.js';
import { folderNames, isMissing } from './folders.js';
import { formatOf, manifestFormat, parseManifest } from './manifest-formats.js';
import { isMediumName, manifestName, mediumFolder, type MediaStore } from './media-store.js';
import { replaceFile } from './replace-file.js';
import { newerStore, readStoreFormat } from './store-format.js';

/**
 * Undefined when there is no such medium.
 * @throws STATE_CORRUPT when the manifest is not one, MEDIA_STORE_NEWER when a later version of Drydock wrote it
 */
export async function readManifest(store: MediaStore, id: string): Promise<Manifest | undefined> {
  await readStoreFormat(store);
  const path = manifestPath(store, id);
  const document = await readManifestDocument(store, id);
  if (document === undefined) return undefined;
  const format = formatOf(document) ?? manifestFormat;
  if (format > manifestFormat) throw newerStore(path, format);
  try {
    const manifest = parseManifest(document);
    if (manifest.id !== id) throw new Error(`the manifest is that of ${manifest.id}`);
    return manifest;
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

/** As it stands in the file, of whatever format; undefined when there is none. @throws STATE_CORRUPT */
export async function readManifestDocument(store: MediaStore, id: string): Promise<unknown> {
  const path = manifestPath(store, id);
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw unreadable(path, cause);
  }
}

/** For holders of the store's lock: replaces the manifest of a published medium. */
export async function writeManifest(store: MediaStore, manifest: Manifest): Promise<void> {
  await replaceFile(store.files, manifestPath(store, manifest.id), manifestText(manifest));
}

export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, undefined, 1)}\n`;
}

/** The ids of all published media, sorted. */
export async function publishedIds(store: MediaStore): Promise<string[]> {
  return (await folderNames(store.media)).filter(isMediumName).sort();
}

function manifestPath(store: MediaStore, id: string): string {
  return join(mediumFolder(store, id), manifestName);
}

function unreadable(path: string, cause: unknown): DrydockError {
  return new DrydockError('STATE_CORRUPT', { attempted: 'reading the manifest of a medium', subject: path, cause });
}
