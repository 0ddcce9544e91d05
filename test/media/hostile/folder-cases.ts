/** Folders that hold more than files: links that lead out, pipes, names that no medium has. */
import { execFileSync } from 'node:child_process';
import { link, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { treeinfoTree } from '../../support/media-synthetic-tree.js';
import { writeTree } from '../../support/media-sources.js';
import type { Outcome } from './changed-media.js';
import { canaryName, type HostileCase } from './hostile-case.js';

function folder(name: string, outcome: Outcome, change: (tree: string) => Promise<unknown>): HostileCase {
  return {
    name: `folder: ${name}`,
    outcome,
    make: async (parent) => {
      const tree = join(parent, 'tree');
      await writeTree(tree, await treeinfoTree());
      await change(tree);
      return tree;
    },
  };
}

const linked = (name: string, target: string, outcome: Outcome = 'MEDIA_ENTRY_REFUSED'): HostileCase =>
  folder(`a link ${name}`, outcome, (tree) => symlink(target, join(tree, 'Packages', 'link')));

const named = (name: string | Buffer, what: string, outcome: Outcome = 'MEDIA_ENTRY_REFUSED'): HostileCase =>
  folder(`a file named ${what}`, outcome, (tree) =>
    writeFile(Buffer.concat([Buffer.from(`${tree}/`), Buffer.from(name as string)]), 'x'),
  );

export const folderCases: readonly HostileCase[] = [
  linked('to an absolute path', '/etc/passwd'),
  linked('out of the tree', `../../../${canaryName}`),
  linked('to a folder', '../boot'),
  linked('to itself', 'link'),
  linked('to nothing', 'missing', 'accepted'),
  folder('a link in place of .treeinfo, out of the tree', 'MEDIA_ENTRY_REFUSED', async (tree) => {
    await writeFile(join(tree, '..', 'elsewhere'), '[platform]\n');
    execFileSync('rm', [join(tree, '.treeinfo')]);
    await symlink('../elsewhere', join(tree, '.treeinfo'));
  }),
  folder('a folder that is a link out of the tree', 'MEDIA_ENTRY_REFUSED', async (tree) => {
    await mkdir(join(tree, '..', 'outside'));
    await symlink('../outside', join(tree, 'inside'));
  }),
  folder('a hard link to a file outside', 'accepted', async (tree) => {
    await writeFile(join(tree, '..', 'outside'), 'outside');
    await link(join(tree, '..', 'outside'), join(tree, 'inside'));
  }),
  folder('a pipe, which nobody writes to', 'MEDIA_ENTRY_REFUSED', (tree) => {
    execFileSync('mkfifo', [join(tree, 'pipe')]);
    return Promise.resolve();
  }),
  folder('a file with every permission and suid', 'accepted', (tree) =>
    writeFile(join(tree, 'suid'), 'x', { mode: 0o7777 }),
  ),
  named('..\\canary', 'with a backslash'),
  named(Buffer.from([0x61, 0xff]), 'in other bytes than UTF-8'),
  named('a\nb', 'with a line feed'),
  folder('seventy levels', 'MEDIA_ENTRY_REFUSED', async (tree) => {
    const path = Array.from({ length: 70 }, (_, index) => `d${index}`).join('/');
    await mkdir(join(tree, path), { recursive: true });
  }),
];
