/** A real media server: supervisor and serving process in a state folder of their own, over a store written by hand. */
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mediaServerClient } from '../../src/contract/media-server-client.js';
import type { MediaServerControl } from '../../src/contract/media-server.js';
import { readProcessFile } from '../../src/daemon/media-server/process-file.js';
import {
  startMediaServer,
  type RunningMediaServer,
  type StartMediaServerOptions,
} from '../../src/daemon/media-server/start-media-server.js';
import { stateLayout } from '../../src/daemon/state-layout.js';
import { DrydockError } from '../../src/shared/errors/drydock-error.js';
import { stubCatalogue, type StubCatalogue, type StubFile } from './servers-media.js';

export interface TestProcesses {
  readonly stateFolder: string;
  readonly mediaCache: string;
  readonly catalogue: StubCatalogue;
  readonly client: MediaServerControl;
  readonly running: RunningMediaServer;
  readonly httpPort: number;
  readonly ftpPort: number;
  /** The pid of the process that serves now, once there is one other than `except`. */
  worker(except?: number): Promise<number>;
  remove(): Promise<void>;
}

/** A store with one medium, `synth`, and a state folder beside it. */
export interface TestStore {
  readonly folder: string;
  readonly stateFolder: string;
  readonly mediaCache: string;
  readonly catalogue: StubCatalogue;
  readonly remove: () => Promise<void>;
}

export async function testStore(files: readonly StubFile[]): Promise<TestStore> {
  const folder = await mkdtemp(join(tmpdir(), 'drydock-ms-'));
  // A server that runs as another user must get in.
  await chmod(folder, 0o711);
  const stateFolder = join(folder, 'state');
  const mediaCache = join(folder, 'cache');
  const catalogue = await stubCatalogue({ synth: { files } });
  await mkdir(join(mediaCache, 'v1', 'media', 'synth'), { recursive: true });
  const medium = await catalogue.open('synth');
  await rename(join(catalogue.folder, 'synth'), join(mediaCache, 'v1', 'media', 'synth', 'tree'));
  await writeFile(join(mediaCache, 'v1', 'media', 'synth', 'manifest.json'), JSON.stringify(medium!.manifest));
  const remove = async (): Promise<void> => {
    await catalogue.remove();
    await rm(folder, { recursive: true });
  };
  return { folder, stateFolder, mediaCache, catalogue, remove };
}

export async function startTestProcesses(
  files: readonly StubFile[],
  options: Partial<StartMediaServerOptions> = {},
): Promise<TestProcesses> {
  const { stateFolder, mediaCache, catalogue, remove } = await testStore(files);
  const listen = { address: '127.0.0.1', port: 0 };
  const running = await startMediaServer({ stateFolder, mediaCache, http: [listen], ftp: [listen], ...options });
  const client = mediaServerClient({ socketPath: stateLayout(stateFolder).mediaServerSocket });
  const port = (protocol: string): number => running.status.endpoints.find((one) => one.protocol === protocol)!.port;
  return {
    ...{ stateFolder, mediaCache, catalogue, client, running },
    httpPort: port('http'),
    ftpPort: port('ftp'),
    worker: (except) => workerPid(stateFolder, except),
    remove: async () => {
      await client.stopByForce('the test is over').catch(ignoreAbsent);
      await waitForEnd(running.pid);
      await remove();
    },
  };
}

async function workerPid(stateFolder: string, except: number | undefined): Promise<number> {
  for (let tries = 0; tries < 1000; tries++) {
    const worker = (await readProcessFile(stateFolder))?.worker;
    if (worker !== undefined && worker !== null && worker !== except) return worker;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('no serving process came up');
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

export async function waitForEnd(pid: number): Promise<void> {
  for (let tries = 0; isRunning(pid); tries++) {
    if (tries > 1000) throw new Error(`process ${pid} does not end`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function ignoreAbsent(error: unknown): void {
  if (!(error instanceof DrydockError && error.code === 'MEDIA_SERVER_UNREACHABLE')) throw error;
}
