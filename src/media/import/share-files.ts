/**
 * Stores identical files once: a staged file that another medium holds already becomes a second name of that one, which is
 * hashed again first; and of several identical files of this medium all become names of one.
 */
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isIntact } from '../check/compare-tree.js';
import type { Manifest, ManifestFile } from '../manifest.js';
import { tryLink } from '../store/link-file.js';
import { treeName, type MediaStore } from '../store/media-store.js';
import { contentKey, storedCopies, type StoredCopy } from '../store/stored-copies.js';
import { syncTree } from './sync-tree.js';

export interface SharedFiles {
  /** Files that take no room of their own, and their bytes. */
  readonly files: number;
  readonly bytes: number;
  /** Stored copies that could not be used since they are damaged, as `Packages/a.rpm of xcp-ng-8.2.1`. */
  readonly damaged: readonly string[];
}

export const nothingShared: SharedFiles = { files: 0, bytes: 0, damaged: [] };

export interface ShareOptions {
  readonly store: MediaStore;
  /** Holds the folder `tree`, staged and synced. */
  readonly staged: string;
  readonly manifest: Manifest;
  readonly signal: AbortSignal | undefined;
}

/** What it changes is durable when it returns. @throws DISK_FULL, FILE_WRITE_FAILED, the signal's reason */
export async function shareFiles(options: ShareOptions): Promise<SharedFiles> {
  const sharing = new Sharing(options);
  return sharing.run(await storedCopies(options.store, options.manifest.files));
}

/** A file that others may become names of. */
interface Candidate {
  readonly location: string;
  /** Undefined for one of our own, which was hashed as it was written. */
  readonly stored: StoredCopy | undefined;
}

class Sharing {
  readonly #tree: string;
  readonly #linked: string[] = [];
  readonly #damaged: string[] = [];
  #files = 0;
  #bytes = 0;

  constructor(private readonly options: ShareOptions) {
    this.#tree = join(options.staged, treeName);
  }

  async run(copies: ReadonlyMap<string, readonly StoredCopy[]>): Promise<SharedFiles> {
    for (const [key, files] of byContent(this.options.manifest.files)) {
      const [first] = files;
      const stored = copies.get(key) ?? [];
      if (first === undefined || files.length + stored.length === 1) continue;
      await this.#shareAll(files, [
        ...stored.map(fromStore),
        { location: join(this.#tree, first.path), stored: undefined },
      ]);
    }
    const folders = new Set(this.#linked.map((path) => dirname(path)));
    if (folders.size > 0)
      await syncTree(this.options.store.files, this.#tree, [...this.#linked, ...folders], this.options.signal);
    return { files: this.#files, bytes: this.#bytes, damaged: this.#damaged };
  }

  /** Each of the files becomes a name of the first candidate that is sound and can have one more. */
  async #shareAll(files: readonly ManifestFile[], candidates: Candidate[]): Promise<void> {
    for (const file of files) {
      this.options.signal?.throwIfAborted();
      for (let [first] = candidates; first !== undefined; [first] = candidates) {
        if (await this.#become(file, first)) break;
        candidates.shift();
      }
    }
  }

  /** False when the candidate is of no use. */
  async #become(file: ManifestFile, candidate: Candidate): Promise<boolean> {
    const path = join(this.#tree, file.path);
    if (candidate.location === path) return true;
    if (!(await this.#isSound(file, candidate))) return false;
    if (!(await isSameFile(candidate.location, path))) {
      // Renaming one name of a file to another name of the same file does nothing (rename(2)), hence the question above.
      const temporary = join(this.options.staged, 'link');
      if (!(await tryLink(this.options.store.files, candidate.location, temporary))) return false;
      await this.options.store.files.rename(temporary, path);
      this.#linked.push(file.path);
    }
    this.#files += 1;
    this.#bytes += file.size;
    return true;
  }

  readonly #sound = new Set<Candidate>();

  async #isSound(file: ManifestFile, candidate: Candidate): Promise<boolean> {
    const { stored, location } = candidate;
    if (stored === undefined || this.#sound.has(candidate)) return true;
    if (!(await isIntact(location, file, this.options))) {
      this.#damaged.push(`${stored.path} of ${stored.id}`);
      return false;
    }
    this.#sound.add(candidate);
    return true;
  }
}

function fromStore(stored: StoredCopy): Candidate {
  return { location: stored.location, stored };
}

/** Empty files take no room. */
function byContent(files: readonly ManifestFile[]): ReadonlyMap<string, ManifestFile[]> {
  const groups = new Map<string, ManifestFile[]>();
  for (const file of files) {
    if (file.size === 0) continue;
    const group = groups.get(contentKey(file));
    if (group === undefined) groups.set(contentKey(file), [file]);
    else group.push(file);
  }
  return groups;
}

async function isSameFile(left: string, right: string): Promise<boolean> {
  const [one, other] = await Promise.all([stat(left).catch(() => undefined), stat(right)]);
  return one !== undefined && one.dev === other.dev && one.ino === other.ino;
}
