/**
 * What of a folder survives a cut of the power: contents that were synced, and names whose folder was synced since. All
 * else may be there, in part, or not; which of it is drawn from a seed. Stricter than any one file system.
 */
import { copyFile, link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

class FileNode {
  durable: Buffer = Buffer.alloc(0);

  constructor(public content: Buffer) {}
}

class FolderNode {
  /** As they were when the model began. */
  readonly first = new Map<string, Node>();
  readonly names = new Map<string, Node>();
}

type Node = FileNode | FolderNode;

/** One operation on names; a rename is one, whatever folders it touches. */
interface NameChange {
  /** Whose sync makes it durable. */
  readonly home: FolderNode;
  readonly steps: readonly { readonly folder: FolderNode; readonly name: string; readonly node: Node | undefined }[];
  durable: boolean;
}

/** All that lies in the folder is durable when the model begins. */
export async function durableModel(root: string): Promise<DurableModel> {
  const top = new FolderNode();
  await readInto(top, root);
  return new DurableModel(root, top);
}

export class DurableModel {
  readonly #changes: NameChange[] = [];

  constructor(
    private readonly root: string,
    private readonly top: FolderNode,
  ) {}

  makeFolder(path: string): void {
    const folder = this.#folder(dirname(path));
    if (folder.names.has(basename(path))) return;
    this.#change(folder, [{ folder, name: basename(path), node: new FolderNode() }]);
  }

  create(path: string): void {
    const folder = this.#folder(dirname(path));
    this.#change(folder, [{ folder, name: basename(path), node: new FileNode(Buffer.alloc(0)) }]);
  }

  write(path: string, data: Uint8Array, position: number): void {
    const node = this.#find(path);
    if (!(node instanceof FileNode)) return;
    const content = Buffer.alloc(Math.max(node.content.length, position + data.length));
    node.content.copy(content);
    content.set(data, position);
    node.content = content;
  }

  link(existing: string, path: string): void {
    const folder = this.#folder(dirname(path));
    this.#change(folder, [{ folder, name: basename(path), node: this.#find(existing) }]);
  }

  rename(from: string, to: string): void {
    const source = this.#folder(dirname(from));
    const target = this.#folder(dirname(to));
    this.#change(target, [
      { folder: target, name: basename(to), node: this.#find(from) },
      { folder: source, name: basename(from), node: undefined },
    ]);
  }

  remove(path: string): void {
    const folder = this.#folder(dirname(path));
    if (!folder.names.has(basename(path))) return;
    this.#change(folder, [{ folder, name: basename(path), node: undefined }]);
  }

  sync(path: string): void {
    const node = path === this.root ? this.top : this.#find(path);
    if (node instanceof FileNode) node.durable = node.content;
    else for (const change of this.#changes) if (change.home === node) change.durable = true;
  }

  /** Makes the disk what a cut of the power would have left. Files that the model does not know stay or go. */
  async cutPower(random: () => number): Promise<void> {
    const after = join(dirname(this.root), `${basename(this.root)}.after`);
    const kept = this.#keptChanges(random);
    const written = new Map<FileNode, string>();
    const put = async (folder: FolderNode, path: string): Promise<void> => {
      await mkdir(path);
      for (const [name, node] of namesAfter(folder, kept)) {
        const place = join(path, name);
        if (node instanceof FolderNode) await put(node, place);
        else await putFile(node, place, written, random);
      }
    };
    await put(this.top, after);
    await this.#keepUnknown(after, random);
    await rm(this.root, { recursive: true });
    await rename(after, this.root);
  }

  /** A third of the cuts keeps all names, a third only the synced ones, a third some. */
  #keptChanges(random: () => number): readonly NameChange[] {
    const kind = Math.floor(random() * 3);
    const keeps = (): boolean => (kind === 2 ? random() < 0.5 : kind === 0);
    return this.#changes.filter((change) => change.durable || keeps());
  }

  /** Locks are made behind the back of the store's disk. */
  async #keepUnknown(after: string, random: () => number): Promise<void> {
    for (const entry of await readdir(this.root, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (!entry.isFile() || this.#find(path) !== undefined || random() < 0.5) continue;
      const place = join(after, relative(this.root, path));
      await copyFile(path, place).catch(() => undefined);
    }
  }

  #change(home: FolderNode, steps: NameChange['steps']): void {
    for (const { folder, name, node } of steps) put(folder.names, name, node);
    this.#changes.push({ home, steps, durable: false });
  }

  #find(path: string): Node | undefined {
    let node: Node | undefined = this.top;
    for (const name of relative(this.root, path).split('/')) {
      if (!(node instanceof FolderNode)) return undefined;
      node = node.names.get(name);
    }
    return node;
  }

  /** A folder that was made behind the disk's back (by a lock) counts as durable. */
  #folder(path: string): FolderNode {
    if (path === this.root) return this.top;
    const parent = this.#folder(dirname(path));
    const found = parent.names.get(basename(path));
    if (found instanceof FolderNode) return found;
    const made = new FolderNode();
    parent.names.set(basename(path), made);
    parent.first.set(basename(path), made);
    return made;
  }
}

function namesAfter(folder: FolderNode, changes: readonly NameChange[]): ReadonlyMap<string, Node> {
  const names = new Map(folder.first);
  for (const change of changes)
    for (const step of change.steps) if (step.folder === folder) put(names, step.name, step.node);
  return names;
}

function put(names: Map<string, Node>, name: string, node: Node | undefined): void {
  if (node === undefined) names.delete(name);
  else names.set(name, node);
}

/** What was not synced since it was written is there to some byte. */
async function putFile(
  node: FileNode,
  path: string,
  written: Map<FileNode, string>,
  random: () => number,
): Promise<void> {
  const before = written.get(node);
  if (before !== undefined) return link(before, path);
  written.set(node, path);
  const { content, durable } = node;
  const isDurable = durable === content;
  const part = random() < 0.5 ? 0 : Math.floor(random() * content.length);
  await writeFile(path, isDurable ? content : content.subarray(0, part));
}

async function readInto(folder: FolderNode, path: string): Promise<void> {
  for (const entry of await readdir(path, { withFileTypes: true })) {
    let node: Node;
    if (entry.isDirectory()) {
      node = new FolderNode();
      await readInto(node, join(path, entry.name));
    } else {
      node = new FileNode(await readFile(join(path, entry.name)));
      node.durable = node.content;
    }
    folder.first.set(entry.name, node);
    folder.names.set(entry.name, node);
  }
}
