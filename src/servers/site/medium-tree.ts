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

function served(medium: Medium, file: ManifestFile): ServedFile {
  return {
    name: file.path,
    size: file.size,
    sha256: file.sha256,
    modified: file.modified,
    location: medium.location(file),
    generation: medium,
  };
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
