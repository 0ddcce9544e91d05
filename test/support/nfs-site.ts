/** A media server with NFS beside it: real processes over a store written by hand, and what libnfs sees of them. */
import { execFile } from 'node:child_process';
import { nfsSettingsSchema, type NfsSettings } from '../../src/daemon/config/nfs-settings.js';
import { guardSettingsSchema, type GuardSettings } from '../../src/daemon/config/guard-settings.js';
import { keeperRuns, readNfsStatus, type NfsStatus } from '../../src/daemon/nfs/nfs-status.js';
import { nfsEndpoint } from '../../src/daemon/nfs/nfs-endpoint.js';
import type { KeeperSettings } from '../../src/daemon/nfs/process-settings.js';
import { startNfs } from '../../src/daemon/nfs/start-nfs.js';
import { stopNfs } from '../../src/daemon/nfs/stop-nfs.js';
import { freePort } from './nfs-free-port.js';
import type { StubFile } from './servers-media.js';
import { startTestProcesses, type TestProcesses } from './servers-process.js';

export interface NfsSite {
  readonly processes: TestProcesses;
  readonly port: number;
  readonly keeper: KeeperSettings;
  status(): Promise<NfsStatus>;
  /** Waits until the keeper tells what is wanted. */
  until(probe: (status: NfsStatus) => boolean, what: string): Promise<NfsStatus>;
  cat(path: string): Promise<Buffer>;
  /** How an attempt to read ends: `read`, or what NFS said. */
  outcome(path: string): Promise<string>;
  remove(): Promise<void>;
}

export async function startNfsSite(
  files: readonly StubFile[],
  settings: Partial<NfsSettings> = {},
  guards: Partial<GuardSettings> = {},
): Promise<NfsSite> {
  const port = await freePort();
  const nfs = nfsSettingsSchema.parse({ mode: 'ganesha', port, ...settings });
  const processes = await startTestProcesses(files, {
    nfs: nfsEndpoint(nfs),
    guards: guardSettingsSchema.parse(guards),
  });
  const { stateFolder, mediaCache } = processes;
  const keeper: KeeperSettings = { stateFolder, mediaCache, nfs, logLevel: 'info' };
  await startNfs(keeper);
  const status = async (): Promise<NfsStatus> => (await readNfsStatus(stateFolder))!;
  const cat = (path: string): Promise<Buffer> => nfsCat(path, port);
  return {
    ...{ processes, port, keeper, status, cat },
    until: async (probe, what) => {
      for (let tries = 0; tries < 400; tries++) {
        const now = await readNfsStatus(stateFolder);
        if (now !== undefined && probe(now)) return now;
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      throw new Error(`${what}: ${JSON.stringify(await status())}`);
    },
    outcome: (path) =>
      cat(path).then(
        () => 'read',
        (error: unknown) => /NFS\d?ERR_[A-Z]+/.exec(String(error))?.[0] ?? String(error),
      ),
    remove: async () => {
      await processes.client.stopByForce('the test is over').catch(() => undefined);
      if (keeperRuns(stateFolder)) await stopNfs(stateFolder, true);
      await processes.remove();
    },
  };
}

/** The bytes of a file by way of libnfs over NFSv4. It decodes nothing (4.0): a name is given as it is, and cannot have a `?`. */
export function nfsCat(path: string, port: number): Promise<Buffer> {
  const url = `nfs://127.0.0.1${path}?version=4&nfsport=${port}`;
  return new Promise((resolve, reject) => {
    const options = { encoding: 'buffer' as const, maxBuffer: 64 * 1024 * 1024, timeout: 20_000 };
    execFile('nfs-cat', [url], options, (error, stdout, stderr) => {
      // It says 0 for a file that it could not open.
      const said = stderr.toString().trim();
      if (error === null && said === '') resolve(stdout);
      else reject(new Error(said === '' ? error?.message : said));
    });
  });
}
