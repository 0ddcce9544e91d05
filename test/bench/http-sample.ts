/** The files of the HTTP bench behind the real media server processes: a store written by hand, since importing 1 GiB is another bench. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ManifestFile } from '../../src/media/manifest.js';
import { stubManifest } from '../support/servers-media.js';
import { startBuiltMediaServer } from './built-media-server.js';
import { portOf } from './served-sample.js';

const kibibyte = 1024;
const mebibyte = 1024 * kibibyte;

/** Name, bytes and number of each kind of file. */
export const fileKinds = {
  large: { size: 1024 * mebibyte, count: 1 },
  image: { size: 2 * mebibyte, count: 64 },
  package: { size: 64 * kibibyte, count: 600 },
  small: { size: 9 * kibibyte, count: 5000 },
} as const;

export type FileKind = keyof typeof fileKinds;

export interface HttpSample {
  readonly port: number;
  /** Before every path of our server. */
  readonly base: string;
  /** The same files as a folder. */
  readonly tree: string;
  paths(kind: FileKind): readonly string[];
  /** The ids of the media server's processes. */
  readonly processes: readonly number[];
  /** The one that serves. */
  readonly worker: number;
  stop(): Promise<void>;
}

export async function serveHttpSample(folder: string): Promise<HttpSample> {
  const mediaCache = join(folder, 'cache');
  const medium = join(mediaCache, 'v1', 'media', 'sample');
  const tree = join(medium, 'tree');
  const files: ManifestFile[] = [];
  for (const kind of Object.keys(fileKinds) as FileKind[]) {
    for (const path of paths(kind)) files.push(await writeSampleFile(tree, path, fileKinds[kind].size));
  }
  await writeFile(join(medium, 'manifest.json'), JSON.stringify(stubManifest('sample', 'treeinfo', files)));
  const { endpoints, supervisor, worker, stop } = await startBuiltMediaServer(folder, mediaCache, ['http']);
  return {
    port: portOf(endpoints, 'http'),
    base: '/media/sample/',
    tree,
    paths,
    processes: [supervisor, worker],
    worker,
    stop,
  };
}

function paths(kind: FileKind): readonly string[] {
  return Array.from({ length: fileKinds[kind].count }, (_, number) => `${kind}/${number}.rpm`);
}

async function writeSampleFile(tree: string, path: string, size: number): Promise<ManifestFile> {
  const location = join(tree, path);
  await mkdir(dirname(location), { recursive: true });
  const block = randomBytes(Math.min(size, mebibyte));
  const digest = createHash('sha256');
  const file = await open(location, 'w');
  for (let written = 0; written < size; written += block.length) {
    await file.write(block);
    digest.update(block);
  }
  await file.close();
  return {
    ...{ path, size, sha256: digest.digest('hex'), role: 'package', verifiedBy: 'none', signature: null },
    modified: Date.UTC(2026, 0, 5),
  };
}
