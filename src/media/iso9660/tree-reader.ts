/** Walks the directories of an image breadth first, with one way of naming for each set of names. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { isParent, isSelf, readDirectory, type DirectoryRecord } from './directory-records.js';
import type { Extent, IsoEntry, IsoNames } from './entry.js';
import { bothEndian32, damaged } from './fields.js';
import type { ImageBytes } from './image-bytes.js';
import { joinPath, jolietName, plainName, rockRidgeName } from './names.js';
import { refusedEntry } from '../source/safe-path.js';
import { interpretRockRidge, type RockRidge } from './rock-ridge.js';
import { readSystemUse, sharingProtocolSkip } from './system-use.js';
import type { DirectoryPlace, Volume } from './volume.js';

/** Relocation exists because plain ISO 9660 allows eight levels; nothing real is deeper than some twenty. */
const deepestFolder = 64;
/** Bounds memory: a full installation ISO has under two thousand. */
const mostEntries = 200_000;

interface Folder extends DirectoryPlace {
  readonly path: string;
  readonly depth: number;
}

/** Everything below one root. */
export class TreeReader {
  readonly #entries: IsoEntry[] = [];
  readonly #visited = new Map<number, string>();
  readonly #queue: Folder[] = [];
  /** Folders that hold nothing but directories shown elsewhere: genisoimage's rr_moved. */
  readonly #depots = new Set<string>();

  constructor(
    private readonly image: ImageBytes,
    private readonly volume: Volume,
    private readonly names: IsoNames,
    private readonly skip: number,
  ) {}

  /** @throws MEDIA_ISO_DAMAGED, MEDIA_ENTRY_REFUSED, MEDIA_ISO_UNSUPPORTED; each names the entry */
  async read(root: DirectoryPlace): Promise<IsoEntry[]> {
    this.#queue.push({ ...root, path: '', depth: 0 });
    for (let folder = this.#queue.shift(); folder !== undefined; folder = this.#queue.shift())
      await this.#readFolder(folder);
    return this.#entries.filter(({ path }) => !this.#depots.has(path));
  }

  async #readFolder(folder: Folder): Promise<void> {
    const shown = folder.path === '' ? '/' : folder.path;
    const before = this.#visited.get(folder.block);
    if (before !== undefined)
      throw damaged('walking the directories', `a circle: it is the directory ${before} again`, shown);
    this.#visited.set(folder.block, shown);
    if (folder.depth > deepestFolder)
      throw damaged('walking the directories', `more than ${deepestFolder} levels`, shown);
    const records = await readDirectory(this.image, folder, this.volume.blockSize, shown);
    const seen = new Set<string>();
    let parts: DirectoryRecord[] = [];
    let moved = 0;
    for (const record of records) {
      if (isSelf(record) || isParent(record)) continue;
      parts.push(record);
      if (record.continues) continue;
      if (!(await this.#addEntry(folder, parts, seen))) moved += 1;
      parts = [];
    }
    if (parts.length > 0) throw damaged('reading a directory', 'a file whose last part is missing', shown);
    if (moved > 0 && seen.size === 0) this.#depots.add(folder.path);
  }

  /** False for a directory that is shown where it belongs, through a CL entry; here it only lies. */
  async #addEntry(folder: Folder, parts: readonly DirectoryRecord[], seen: Set<string>): Promise<boolean> {
    const [record] = parts;
    if (record === undefined) return true;
    const extra = await this.#extra(record, folder);
    if (extra?.relocated === true) return false;
    const path = joinPath(folder.path, this.#name(record, extra, folder));
    if (seen.has(path)) throw refusedEntry(path, 'the same name twice in one folder');
    seen.add(path);
    if (this.#entries.length >= mostEntries)
      throw damaged('walking the directories', `more than ${mostEntries} entries`);
    await this.#place(folder, path, parts, record, extra);
    return true;
  }

  async #place(
    folder: Folder,
    path: string,
    parts: readonly DirectoryRecord[],
    record: DirectoryRecord,
    extra: RockRidge | undefined,
  ): Promise<void> {
    const modified = extra?.modified ?? record.modified;
    if (extra?.childBlock !== undefined) {
      const length = await this.#lengthOfMoved(extra.childBlock, path);
      this.#enter({ block: extra.childBlock, length, path, depth: folder.depth + 1 }, modified);
    } else if (record.isFolder) {
      this.#enter({ block: record.block, length: record.length, path, depth: folder.depth + 1 }, modified);
    } else if (extra?.kind === 'symlink') {
      if (extra.linkTarget === undefined) throw damaged('reading a symbolic link', 'no target', path);
      this.#entries.push({ kind: 'symlink', path, modified, target: extra.linkTarget });
    } else if (extra?.kind === 'special' || extra?.kind === 'folder') {
      this.#entries.push({ kind: 'special', path, modified });
    } else {
      this.#entries.push(this.#file(path, parts, modified, extra?.compressed === true));
    }
  }

  #enter(folder: Folder, modified: number): void {
    this.#entries.push({ kind: 'folder', path: folder.path, modified });
    this.#queue.push(folder);
  }

  #file(path: string, parts: readonly DirectoryRecord[], modified: number, compressed: boolean): IsoEntry {
    const extents: Extent[] = [];
    let size = 0;
    for (const part of parts) {
      if (part.interleaved) {
        throw new DrydockError('MEDIA_ISO_UNSUPPORTED', {
          attempted: 'reading a file',
          subject: path,
          found: 'interleaving',
        });
      }
      const extent = { offset: part.block * this.volume.blockSize, length: part.length };
      if (extent.length === 0) continue;
      this.image.requireInside(extent.offset, extent.length, path);
      extents.push(extent);
      size += extent.length;
    }
    return { kind: 'file', path, modified, size, extents, compressed };
  }

  async #extra(record: DirectoryRecord, folder: Folder): Promise<RockRidge | undefined> {
    if (this.names !== 'rock-ridge') return undefined;
    const path = `${folder.path}/ (record at byte ${record.at})`;
    const entries = await readSystemUse(this.image, record.systemUse, {
      blockSize: this.volume.blockSize,
      skip: this.skip,
      path,
    });
    return interpretRockRidge(entries, path);
  }

  #name(record: DirectoryRecord, extra: RockRidge | undefined, folder: Folder): string {
    if (this.names === 'joliet') return jolietName(record, folder.path);
    if (extra?.name !== undefined) return rockRidgeName(extra.name, folder.path);
    return plainName(record);
  }

  /** A CL entry names only the block; how long the directory is stands in its own record for `.`. */
  async #lengthOfMoved(block: number, path: string): Promise<number> {
    const start = await this.image.read(block * this.volume.blockSize, 34, `the moved directory ${path}`);
    if (bothEndian32(start, 2, 'place of a moved directory') !== block || start[33] !== 0) {
      throw damaged('following a moved directory', `no directory at block ${block}`, path);
    }
    return bothEndian32(start, 10, 'length of a moved directory');
  }
}

/** How many bytes to skip in each system use area, or undefined when the tree carries no Rock Ridge. */
export async function rockRidgeSkip(image: ImageBytes, volume: Volume): Promise<number | undefined> {
  const [self] = await readDirectory(
    image,
    { ...volume.root, length: Math.min(volume.root.length, 2048) },
    volume.blockSize,
    '/',
  );
  if (self === undefined || !isSelf(self)) throw damaged('reading the root', 'no record for the directory itself', '/');
  const skip = sharingProtocolSkip(self.systemUse);
  if (skip === undefined) return undefined;
  const entries = await readSystemUse(image, self.systemUse, { blockSize: volume.blockSize, skip: 0, path: '/' });
  return entries.some((entry) => entry.signature === 'PX') ? skip : undefined;
}
