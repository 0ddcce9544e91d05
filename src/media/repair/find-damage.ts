/** What has to be replaced before a medium is what its manifest says, in it and in the media that share its files. */
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { compareTree, isIntact, type CompareOptions } from '../check/compare-tree.js';
import type { Manifest, ManifestFile } from '../manifest.js';
import { exists } from '../store/folders.js';
import { publishedIds, readManifest } from '../store/manifest-file.js';
import { treeFolderOf, type MediaStore } from '../store/media-store.js';
import { contentKey } from '../store/stored-copies.js';

export interface Damage {
  readonly manifest: Manifest;
  /** Files whose content is another, or that are missing. */
  readonly files: readonly ManifestFile[];
  /** Paths that the manifest does not know. */
  readonly extra: readonly string[];
  /** Empty folders that are missing. */
  readonly folders: readonly string[];
}

/** @throws the signal's reason */
export async function findDamage(store: MediaStore, manifest: Manifest, options: CompareOptions): Promise<Damage> {
  const tree = treeFolderOf(store, manifest.id);
  const { damaged, missing, extra } = await compareTree(manifest, tree, options);
  const faulty = new Set([...damaged, ...missing]);
  // What lies behind a link that does not belong there is not in the tree, however right its bytes are.
  const files = manifest.files.filter(
    ({ path }) => faulty.has(path) || extra.some((one) => path.startsWith(`${one}/`)),
  );
  const folders: string[] = [];
  for (const folder of manifest.emptyFolders) if (!(await exists(join(tree, folder)))) folders.push(folder);
  return { manifest, files, extra, folders };
}

export function isDamaged({ files, extra, folders }: Damage): boolean {
  return files.length + extra.length + folders.length > 0;
}

/**
 * The same contents, where they are damaged in other media: most often the same file on disk under another name.
 * @throws the signal's reason
 */
export async function findSharedDamage(
  store: MediaStore,
  damage: Damage,
  options: Pick<CompareOptions, 'signal'>,
): Promise<Damage[]> {
  const keys = new Set(damage.files.map(contentKey));
  const found: Damage[] = [];
  const verdicts = new Map<string, Promise<boolean>>();
  for (const id of await publishedIds(store)) {
    if (id === damage.manifest.id) continue;
    const manifest = await readManifest(store, id).catch(() => undefined);
    if (manifest === undefined) continue;
    const files: ManifestFile[] = [];
    for (const file of manifest.files) {
      if (!keys.has(contentKey(file))) continue;
      const location = join(treeFolderOf(store, id), file.path);
      const identity = await identityOf(location);
      const verdict = verdicts.get(identity) ?? isIntact(location, file, options);
      verdicts.set(identity, verdict);
      if (!(await verdict)) files.push(file);
    }
    if (files.length > 0) found.push({ manifest, files, extra: [], folders: [] });
  }
  return found;
}

/** The same for two names of one file. */
async function identityOf(location: string): Promise<string> {
  const found = await lstat(location).catch(() => undefined);
  return found === undefined ? location : `${found.dev}:${found.ino}`;
}
