/** The medium that the simulated installers install: a quarter of the packages of a real one, a fortieth of its bytes. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ReleaseFacts } from '../../src/releases/release-facts.js';
import { releases } from '../../src/releases/find-release.js';
import { treeinfoTree, type SyntheticPackage } from '../support/media-synthetic-tree.js';

/** Bytes and how many: most packages are small, a few hold most of the bytes. */
const sizes: readonly (readonly [number, number])[] = [
  [9_000, 60],
  [64 * 1024, 25],
  [400_000, 6],
  [2 * 1024 * 1024, 2],
];

/** Its installer takes the packages of two groups. */
export function installedRelease(): ReleaseFacts {
  return releases['xenserver-8'];
}

/** Writes the tree; gives the bytes of its packages, which every installation reads. */
export async function writeInstallerMedium(folder: string): Promise<number> {
  const packages: SyntheticPackage[] = ['xapi-core', 'xen-hypervisor', 'kernel'].map((name) => ({ name }));
  for (const [size, count] of sizes) {
    for (let number = 0; number < count; number++) {
      packages.push({ name: `p${size}-${number}`, content: `${number} `.padEnd(size, 'x') });
    }
  }
  const names = packages.map(({ name }) => name);
  const tree = await treeinfoTree({ packages, groups: { xenserver_base: names.slice(3), xenserver_dom0: names } });
  let bytes = 0;
  for (const [path, content] of tree) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
    if (path.startsWith('Packages/')) bytes += content.length;
  }
  return bytes;
}
