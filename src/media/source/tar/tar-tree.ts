/** The entries of a tar archive as those of a source: safe, each once, hard links resolved, and told as they come. */
import { refusedEntry, requireSafePath } from '../safe-path.js';
import type { FileEntry, SourceEntry } from '../source-entry.js';
import type { TarEntry } from './tar-reader.js';

export class TarTree {
  readonly #entries: SourceEntry[] = [];
  readonly #files = new Map<string, FileEntry>();
  /** With the folders that are not in the archive, but something in them is. */
  readonly #kinds = new Map<string, SourceEntry['kind']>();

  /** In the order of the archive. */
  get entries(): readonly SourceEntry[] {
    return this.#entries;
  }

  /**
   * What is refused here would otherwise be refused once all is unpacked, or could not be unpacked at all.
   * @returns null for the root of the tree
   * @throws MEDIA_ENTRY_REFUSED
   */
  add(entry: TarEntry): SourceEntry | null {
    if (entry.kind === 'folder' && /^\.\/*$/.test(entry.path)) return null;
    const made = this.#sourceEntry(entry, requireSafePath(entry.path));
    this.#requirePlace(made);
    this.#entries.push(made);
    if (made.kind === 'file') this.#files.set(made.path, made);
    return made;
  }

  #sourceEntry({ kind, target, size, modified }: TarEntry, path: string): SourceEntry {
    if (kind === 'file') return { kind, path, modified, size, content: path };
    if (kind === 'symlink') return { kind, path, modified, target };
    if (kind === 'folder' || kind === 'special') return { kind, path, modified };
    const linked = this.#files.get(requireSafeTarget(target, path));
    if (linked === undefined)
      throw refusedEntry(path, `a hard link to ${target}, which is no file that the archive held before it`);
    return { ...linked, path, modified };
  }

  #requirePlace({ path, kind }: SourceEntry): void {
    const before = this.#kinds.get(path);
    if (before !== undefined && (before !== 'folder' || kind !== 'folder'))
      throw refusedEntry(path, 'the same name twice');
    this.#kinds.set(path, kind);
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const above = path.slice(0, end);
      const found = this.#kinds.get(above);
      if (found !== undefined && found !== 'folder')
        throw refusedEntry(path, `an entry below ${above}, which is a ${found}`);
      this.#kinds.set(above, 'folder');
    }
  }
}

function requireSafeTarget(target: string, path: string): string {
  try {
    return requireSafePath(target);
  } catch (cause) {
    throw refusedEntry(path, `a hard link to ${JSON.stringify(target)}, which is no path in the tree`, cause);
  }
}
