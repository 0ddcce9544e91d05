/** Builds a whole medium: tree and image. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildTreeinfoTree } from './build-treeinfo-tree.js';
import { buildXsRepositoryTree } from './build-xs-repository-tree.js';
import { makeIso } from './make-iso.js';
import type { MediumSpec } from './medium-options.js';

export type BuiltLayout = 'treeinfo' | 'xs-repository';

const builders = { treeinfo: buildTreeinfoTree, 'xs-repository': buildXsRepositoryTree };

/** Fills a folder with the tree. @param tree a folder that does not exist yet */
export async function buildTree(layout: BuiltLayout, spec: MediumSpec, tree: string): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'drydock-build-'));
  try {
    await mkdir(tree, { recursive: true });
    await builders[layout](spec, tree, work);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Writes the image. `change` may spoil the tree before. */
export async function buildMedium(
  layout: BuiltLayout,
  spec: MediumSpec,
  image: string,
  change: (tree: string) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'drydock-tree-'));
  try {
    const tree = join(folder, 'tree');
    await buildTree(layout, spec, tree);
    await change(tree);
    await makeIso(tree, image, { label: spec.volumeLabel, bootable: true });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
