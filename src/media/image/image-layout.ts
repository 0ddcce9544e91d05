/**
 * Where everything lies in an ISO 9660 image that is written anew from a stored tree: a pack was unpacked at its import, and the
 * pool wants it as an image again. Names are in Rock Ridge, which the hosts' kernel reads; the plain names only tell them apart.
 */
import type { ManifestFile } from '../manifest.js';

export const sectorBytes = 2048;

/** System area, primary descriptor, terminator, two path tables. */
const firstFolderSector = 20;

export interface ImageFolder {
  readonly name: string;
  /** Number in the path table, from 1. */
  readonly number: number;
  readonly parent: ImageFolder | null;
  readonly folders: ImageFolder[];
  readonly files: ImageFile[];
  sector: number;
  sectors: number;
}

export interface ImageFile {
  readonly name: string;
  readonly file: ManifestFile;
  readonly sector: number;
}

export interface ImageLayout {
  readonly root: ImageFolder;
  /** In the order of their numbers: by depth, then by name. */
  readonly folders: readonly ImageFolder[];
  /** In the order of their sectors. */
  readonly files: readonly ImageFile[];
  readonly totalSectors: number;
}

/** @param sizeOf bytes of a folder's records: known before anything has its place */
export function layOut(files: readonly ManifestFile[], sizeOf: (folder: ImageFolder) => number): ImageLayout {
  const tree = namesOf(files);
  const root: ImageFolder = folderOf('', 1, null);
  const folders: ImageFolder[] = [root];
  const waiting: [ImageFolder, NameTree][] = [[root, tree]];
  const unplaced: { folder: ImageFolder; name: string; file: ManifestFile }[] = [];
  for (let entry = waiting.shift(); entry !== undefined; entry = waiting.shift()) {
    const [folder, names] = entry;
    for (const [name, child] of [...names.folders].sort(byName)) {
      const made = folderOf(name, folders.length + 1, folder);
      folders.push(made);
      folder.folders.push(made);
      waiting.push([made, child]);
    }
    for (const [name, file] of [...names.files].sort(byName)) unplaced.push({ folder, name, file });
  }
  for (const { folder, name, file } of unplaced) folder.files.push({ name, file, sector: 0 });
  let next = firstFolderSector;
  for (const folder of folders) {
    folder.sector = next;
    folder.sectors = Math.ceil(sizeOf(folder) / sectorBytes);
    next += folder.sectors;
  }
  const placed: ImageFile[] = [];
  for (const folder of folders) {
    for (const [index, { name, file }] of folder.files.entries()) {
      const at = { name, file, sector: next };
      folder.files[index] = at;
      placed.push(at);
      next += Math.ceil(file.size / sectorBytes);
    }
  }
  return { root, folders, files: placed, totalSectors: next };
}

interface NameTree {
  readonly folders: Map<string, NameTree>;
  readonly files: Map<string, ManifestFile>;
}

function namesOf(files: readonly ManifestFile[]): NameTree {
  const root: NameTree = { folders: new Map(), files: new Map() };
  for (const file of files) {
    const parts = file.path.split('/');
    const name = parts.pop() ?? '';
    let at = root;
    for (const part of parts) {
      const next = at.folders.get(part) ?? { folders: new Map(), files: new Map() };
      at.folders.set(part, next);
      at = next;
    }
    at.files.set(name, file);
  }
  return root;
}

function folderOf(name: string, number: number, parent: ImageFolder | null): ImageFolder {
  return { name, number, parent, folders: [], files: [], sector: 0, sectors: 0 };
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
