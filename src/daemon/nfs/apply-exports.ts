/** Brings an NFS server to what is wanted: its file replaced as a whole, read back first, and put back when it is refused. */
import { readFile, rm } from 'node:fs/promises';
import { nextFile } from '../../servers/nfs/next-file.js';
import type { NfsExport } from '../../servers/nfs/nfs-export.js';
import { makeFolderDurably, syncFolder, writeFileDurably } from '../../shared/durable-files.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { dirname } from 'node:path';
import type { NfsServer } from './nfs-server.js';

/** The addresses in it have tokens in them. */
const mode = 0o600;

/**
 * Doing it twice changes nothing the second time.
 * @returns whether anything was changed
 * @throws NFS_FILE_FOREIGN, NFS_EXPORTS_INVALID, NFS_PATH_UNFIT, FILE_WRITE_FAILED: nothing was changed. NFS_APPLY_FAILED: put back
 */
export async function applyExports(server: NfsServer, exports: readonly NfsExport[]): Promise<boolean> {
  const current = await contentOf(server.file);
  const content = decided(server, current, exports);
  if (content === undefined) return false;
  await makeFolderDurably(dirname(server.file));
  await writeFileDurably(server.file, content, mode);
  if (!server.isAlive()) return true;
  try {
    await server.reload();
    return true;
  } catch (error) {
    await putBack(server, current);
    throw error;
  }
}

/** undefined: there is no such file. */
export async function contentOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function decided(server: NfsServer, current: string | undefined, exports: readonly NfsExport[]): string | undefined {
  const next = nextFile(server.form, current, exports);
  if (next.kind === 'same') return undefined;
  if (next.kind === 'write') return next.content;
  throw new DrydockError(next.why === 'foreign' ? 'NFS_FILE_FOREIGN' : 'NFS_EXPORTS_INVALID', {
    attempted: 'changing the NFS exports',
    subject: server.file,
    found: next.problems.join('; '),
  });
}

async function putBack(server: NfsServer, before: string | undefined): Promise<void> {
  if (before === undefined) {
    await rm(server.file, { force: true });
    await syncFolder(dirname(server.file));
  } else await writeFileDurably(server.file, before, mode);
  // Where this fails as well, the first failure tells more.
  await server.reload().catch(() => undefined);
}
