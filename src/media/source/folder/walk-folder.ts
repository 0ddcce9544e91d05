/** Lists an unpacked tree on disk without following a link, with bounds. */
import type { Stats } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { DrydockError } from '../../../shared/errors/drydock-error.js';
import { refusedEntry, requireSafePath } from '../safe-path.js';
import type { SourceEntry } from '../source-entry.js';

/** More than any medium has: 500 to 3,000 files, four levels. */
const mostEntries = 200_000;
const mostLevels = 64;

/** What a file was when it was listed: it must still be the same when it is read. */
export interface SeenFile {
  readonly location: string;
  readonly device: number;
  readonly inode: number;
  readonly size: number;
  readonly modified: number;
}

export interface WalkedFolder {
  readonly entries: readonly SourceEntry[];
  /** By the `content` of their entries; hard links share one. */
  readonly files: ReadonlyMap<string, SeenFile>;
}

/** @throws FILE_UNREADABLE, MEDIA_ENTRY_REFUSED for names that are not UTF-8 or not safe, and for trees without end */
export async function walkFolder(root: string, signal: AbortSignal | undefined): Promise<WalkedFolder> {
  const walk = new Walk(root, signal);
  await walk.folder('', 0);
  return walk;
}

class Walk implements WalkedFolder {
  readonly entries: SourceEntry[] = [];
  readonly files = new Map<string, SeenFile>();

  constructor(
    private readonly root: string,
    private readonly signal: AbortSignal | undefined,
  ) {}

  async folder(folder: string, level: number): Promise<void> {
    if (level > mostLevels) throw refusedEntry(folder, `more than ${mostLevels} levels of folders`);
    this.signal?.throwIfAborted();
    const location = join(this.root, folder);
    const names = await reading(location, () => readdir(location, { encoding: 'buffer' }));
    if (this.entries.length + names.length > mostEntries)
      throw refusedEntry(folder, `a tree of more than ${mostEntries} entries`);
    const paths = names.map((name) => requireSafePath(folder === '' ? text(name) : `${folder}/${text(name)}`)).sort();
    const entries = await Promise.all(paths.map((path) => this.#entry(path)));
    this.entries.push(...entries);
    for (const entry of entries) if (entry.kind === 'folder') await this.folder(entry.path, level + 1);
  }

  async #entry(path: string): Promise<SourceEntry> {
    const location = join(this.root, path);
    const status = await reading(location, () => lstat(location));
    const modified = Math.round(status.mtimeMs);
    if (status.isDirectory()) return { kind: 'folder', path, modified };
    if (status.isSymbolicLink()) {
      const target = await reading(location, () => readlink(location, { encoding: 'buffer' }));
      return { kind: 'symlink', path, modified, target: text(target) };
    }
    if (!status.isFile()) return { kind: 'special', path, modified };
    return { kind: 'file', path, modified, size: status.size, content: this.#seen(location, status) };
  }

  #seen(location: string, { dev, ino, size, mtimeMs }: Stats): string {
    const content = `${dev}:${ino}`;
    if (!this.files.has(content))
      this.files.set(content, { location, device: dev, inode: ino, size, modified: mtimeMs });
    return content;
  }
}

/** Linux takes any bytes for a name; what is served must be one that a URL can say. */
function text(name: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(name);
  } catch (cause) {
    throw refusedEntry(name.toString('latin1'), 'a name that is not UTF-8', cause);
  }
}

async function reading<T>(location: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    throw new DrydockError('FILE_UNREADABLE', { attempted: 'listing the source', subject: location, cause });
  }
}
