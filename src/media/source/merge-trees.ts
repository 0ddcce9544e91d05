/** The union of a medium's tree and some folders of others: whose each file is, and which names both have. */
import type { PlannedTree } from './plan-tree.js';
import type { FileEntry } from './source-entry.js';

export interface MergePart {
  readonly tree: PlannedTree;
  /** What is taken of it; everything else is left out. */
  readonly folders: readonly string[];
}

export interface MergedTree extends PlannedTree {
  /** Index of the part by path; the base's files are not among them. */
  readonly owners: ReadonlyMap<string, number>;
  /** Files that the base, or a part before, has as well: they must be the same bytes. */
  readonly twice: readonly { readonly path: string; readonly part: number; readonly owner: number | null }[];
}

export function mergeTrees(base: PlannedTree, parts: readonly MergePart[]): MergedTree {
  const files = new Map(base.files);
  const folders = new Set(base.folders);
  const owners = new Map<string, number>();
  const twice: { path: string; part: number; owner: number | null }[] = [];
  const warnings = [...base.warnings];
  for (const [part, { tree, folders: taken }] of parts.entries()) {
    const isTaken = (path: string): boolean => taken.some((folder) => path === folder || path.startsWith(`${folder}/`));
    for (const file of tree.files.values()) {
      if (!isTaken(file.path)) continue;
      if (files.has(file.path)) twice.push({ path: file.path, part, owner: owners.get(file.path) ?? null });
      else {
        files.set(file.path, { ...file, content: contentOf(part, file) });
        owners.set(file.path, part);
      }
    }
    for (const folder of tree.folders) if (isTaken(folder)) folders.add(folder);
    warnings.push(...tree.warnings, ...leftOut(tree, isTaken, taken));
  }
  return { files, folders, warnings, owners, twice };
}

/** Bytes of two sources must not be taken for each other's; no path holds a NUL. */
export function contentOf(part: number, file: FileEntry): string {
  return `\0${part}\0${file.content}`;
}

function leftOut(tree: PlannedTree, isTaken: (path: string) => boolean, taken: readonly string[]): string[] {
  const count = [...tree.files.keys()].filter((path) => !isTaken(path)).length;
  return count === 0
    ? []
    : [`Of the merged image only ${taken.join(', ')} was taken; ${count} of its files were left out.`];
}
