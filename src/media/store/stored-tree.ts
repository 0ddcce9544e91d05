/** The tree of a published medium, read as the tree of a source is: for those who look into its metadata again. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Manifest } from '../manifest.js';
import { sourceTree, type SourceTree } from '../source/source-tree.js';

export function storedTree(manifest: Manifest, treeFolder: string): SourceTree {
  const files = new Map(
    manifest.files.map(({ path, size, sha256, modified }) => [
      path,
      { kind: 'file' as const, path, size, content: sha256, modified },
    ]),
  );
  const plan = { files, folders: new Set(manifest.emptyFolders), warnings: manifest.warnings };
  return sourceTree(plan, `the medium ${manifest.id}`, async ({ path }) => {
    try {
      return await readFile(join(treeFolder, path));
    } catch (cause) {
      throw new DrydockError('FILE_UNREADABLE', { attempted: 'reading a file of a medium', subject: path, cause });
    }
  });
}
