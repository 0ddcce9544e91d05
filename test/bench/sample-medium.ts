/** The medium that is measured with: one large file, many small packages, some 140 MB. */
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { importMedia } from '../../src/media/import-media.js';
import type { Manifest } from '../../src/media/manifest.js';
import { makeIso } from '../media-builder/make-iso.js';
import { findProgram } from '../media-builder/programs.js';
import { writeIso } from '../support/media-iso-writer.js';
import { treeinfoTree, treeSpecs, type FileTree, type SyntheticPackage } from '../support/media-synthetic-tree.js';

export const largeSize = 100_000_000;
const smallSize = 64 * 1024;
const smallCount = 600;

export const largeFile = 'install.img';

export interface SampleMedium {
  readonly image: string;
  readonly bytes: number;
}

export async function writeSampleIso(folder: string): Promise<SampleMedium> {
  const packages: SyntheticPackage[] = ['xcp-ng-deps', 'xapi-core', 'xen-hypervisor', 'kernel'].map((name) => ({
    name,
    content: name,
  }));
  for (let number = 0; number < smallCount; number++) {
    packages.push({ name: `small-${number}`, content: `${number}`.padEnd(smallSize, 'x') });
  }
  const tree = await treeinfoTree({ packages });
  tree.set(largeFile, Buffer.alloc(largeSize, 'large'));
  const image = join(folder, 'sample.iso');
  // xorriso's images are read by every peer; without it there is no peer for an import that would read one anyway.
  if (findProgram('xorriso') === undefined) await writeFile(image, writeIso(treeSpecs(tree)).image);
  else await makeWithXorriso(tree, join(folder, 'tree'), image);
  return { image, bytes: (await stat(image)).size };
}

async function makeWithXorriso(tree: FileTree, folder: string, image: string): Promise<void> {
  for (const [path, content] of tree) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  await makeIso(folder, image, { label: 'SAMPLE', bootable: false });
  await rm(folder, { recursive: true });
}

export async function importSample(
  folder: string,
  cache: string,
): Promise<{ sample: SampleMedium; manifest: Manifest }> {
  const sample = await writeSampleIso(folder);
  const { manifest } = await importMedia({ source: sample.image, mediaCache: cache, id: 'sample' });
  return { sample, manifest };
}

export function smallFiles(manifest: Manifest): readonly string[] {
  return manifest.files.map((file) => file.path).filter((path) => path.includes('small-'));
}
