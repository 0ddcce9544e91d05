/** The files of the HTTP bench behind the real media server processes: a store written by hand, since importing 1 GiB is another bench. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { mediaServerClient } from '../../src/contract/media-server-client.js';
import { readProcessFile } from '../../src/daemon/media-server/process-file.js';
import type { startMediaServer } from '../../src/daemon/media-server/start-media-server.js';
import { stateLayout } from '../../src/daemon/state-layout.js';
import type { ManifestFile } from '../../src/media/manifest.js';
import { systemClock } from '../../src/shared/clock.js';
import { waitUntil } from '../../src/shared/wait-until.js';
import { stubManifest } from '../support/servers-media.js';
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
  const stateFolder = join(folder, 'state');
  const medium = join(mediaCache, 'v1', 'media', 'sample');
  const tree = join(medium, 'tree');
  const files: ManifestFile[] = [];
  for (const kind of Object.keys(fileKinds) as FileKind[]) {
    for (const path of paths(kind)) files.push(await writeSampleFile(tree, path, fileKinds[kind].size));
  }
  await writeFile(join(medium, 'manifest.json'), JSON.stringify(stubManifest('sample', 'treeinfo', files)));
  const http = [{ address: '127.0.0.1', port: 0 }];
  const startMediaServer = await builtStart();
  const { status } = await startMediaServer({ stateFolder, mediaCache, http, ftp: [], log: 'warn' });
  const { supervisor, worker } = await runningProcesses(stateFolder);
  return {
    port: portOf(status.endpoints, 'http'),
    base: '/media/sample/',
    tree,
    paths,
    processes: [supervisor, worker],
    worker,
    stop: () => mediaServerClient({ socketPath: stateLayout(stateFolder).mediaServerSocket }).stop(),
  };
}

/**
 * As it was built, since that is what runs in earnest: under the loader of the tests every function costs more. The
 * processes are started with the arguments of this one, which are the loader's.
 */
async function builtStart(): Promise<typeof startMediaServer> {
  process.execArgv.length = 0;
  const built = new URL('../../dist/daemon/media-server/start-media-server.js', import.meta.url).href;
  return ((await import(built)) as { startMediaServer: typeof startMediaServer }).startMediaServer;
}

/** The file that names them is written just after the server first answers. */
function runningProcesses(stateFolder: string): Promise<{ supervisor: number; worker: number }> {
  const look = async (): Promise<{ supervisor: number; worker: number } | undefined> => {
    const { supervisor, worker } = (await readProcessFile(stateFolder)) ?? {};
    return supervisor === undefined || worker === undefined || worker === null ? undefined : { supervisor, worker };
  };
  return waitUntil(look, { clock: systemClock, deadline: 10_000, every: 20, waitingFor: 'the serving process' });
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
