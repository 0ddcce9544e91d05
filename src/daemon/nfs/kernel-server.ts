/** The kernel's NFS server: it runs by itself, and is told of exports by a file of ours and exportfs(8). */
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { kernelForm } from '../../servers/nfs/next-file.js';
import { describeCause, DrydockError } from '../../shared/errors/drydock-error.js';
import { contentOf } from './apply-exports.js';
import type { NfsServer } from './nfs-server.js';
import { programPath } from './program-path.js';

const reloadDeadline = 30_000;

/** @param exportfs the program; tests put one of their own in its place */
export function kernelServer(file: string, exportfs = programPath('exportfs') ?? 'exportfs'): NfsServer {
  const reload = (): Promise<void> => exportAll(exportfs);
  return {
    file,
    form: kernelForm,
    isAlive: () => true,
    // Never needed: it counts as running, and says so itself when it does not.
    start: () => Promise.resolve(),
    reload,
    stop: async () => {
      if ((await contentOf(file)) === undefined) return;
      await rm(file);
      await reload();
    },
  };
}

/** It tells mistakes on standard error, and says 0 for some of them. */
function exportAll(program: string): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(program, ['-ra'], { timeout: reloadDeadline }, (cause, _stdout, stderr) => {
      const said = stderr.trim();
      if (cause === null && said === '') resolve();
      else {
        const found = said === '' ? describeCause(cause) : said;
        reject(
          new DrydockError('NFS_APPLY_FAILED', { attempted: 'exporting to the kernel’s NFS server', found, cause }),
        );
      }
    });
  });
}
