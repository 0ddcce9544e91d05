/** A path looked up in the verified manifest of a medium; never mapped to a path on disk. */
import type { Medium } from '../../media/catalogue.js';
import type { ManifestFile } from '../../media/manifest.js';
import type { FolderEntry, RequestObserver, Resolution, ServedFile } from './resolution.js';

export interface MediumView {
  readonly isVisible: (file: ManifestFile) => boolean;
  readonly browsable: boolean;
  /** `file` is given when the medium has the path, visible or not. */
  readonly observe: (path: string, file: ManifestFile | undefined) => RequestObserver;
}

export function mediumResolution(medium: Medium, components: readonly string[], view: MediumView): Resolution {
  const path = components.join('/');
  const file = medium.file(path);
  if (file !== undefined && view.isVisible(file)) {
    return { kind: 'file', file: served(medium, file), observer: view.observe(path, file) };
  }
  const names = file === undefined ? medium.folder(path) : undefined;
  if (names === undefined) return { kind: 'missing', observer: view.observe(path, file) };
  const entries = (): Promise<readonly FolderEntry[]> => Promise.resolve(listed(medium, path, names, view));
  return { kind: 'folder', browsable: view.browsable, entries };
}

/** One object for each file as long as its medium is opened, so that what is made of it can be kept with it. */
const known = new WeakMap<ManifestFile, ServedFile>();

function served(medium: Medium, file: ManifestFile): ServedFile {
  const before = known.get(file);
  if (before?.generation === medium) return before;
  const made = {
    name: file.path,
    size: file.size,
    sha256: file.sha256,
    modified: file.modified,
    location: medium.location(file),
    generation: medium,
  };
  known.set(file, made);
  return made;
}

function listed(medium: Medium, folder: string, names: readonly string[], view: MediumView): FolderEntry[] {
  const entries: FolderEntry[] = [];
  const modified = medium.manifest.importedAt;
  for (const name of names) {
    if (name.endsWith('/')) {
      entries.push({ name: name.slice(0, -1), kind: 'folder', size: 0, modified });
      continue;
    }
    const file = medium.file(folder === '' ? name : `${folder}/${name}`);
    if (file !== undefined && view.isVisible(file))
      entries.push({ name, kind: 'file', size: file.size, modified: file.modified });
  }
  return entries;
}
