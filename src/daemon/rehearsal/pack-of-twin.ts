/**
 * The image of a pack as the twin is sent it: what a pool reads in it to know the pack, with its signatures. Its packages were
 * verified at import, and a twin installs none of them: sending them anew in each run would only take time and memory.
 */
import { imageOfMedium, type MediumImage } from '../../media/image/image-of-medium.js';
import type { Medium } from '../../media/catalogue.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';

/** By what the plan calls them: id or alias. */
export type RehearsedPacks = ReadonlyMap<string, Medium>;

/** @throws MEDIA_NOT_FOUND_FOR_RUN */
export function packImageOfTwin(packs: RehearsedPacks, id: string): MediumImage {
  const pack = [...packs.values()].find(({ manifest }) => manifest.id === id);
  if (pack === undefined)
    throw new DrydockError('MEDIA_NOT_FOUND_FOR_RUN', { attempted: 'opening a pack', subject: id });
  const files = pack.manifest.files.filter(({ role }) => role !== 'package');
  return imageOfMedium({
    manifest: { ...pack.manifest, files },
    file: (path) => pack.file(path),
    folder: (path) => pack.folder(path),
    location: (file) => pack.location(file),
    treeFolder: pack.treeFolder,
  });
}
