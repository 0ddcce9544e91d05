/** What the keeper of the exports tells: a file, so that it can be read whatever else runs or has died. */
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { writeFileDurably } from '../../shared/durable-files.js';
import { takeProcessLock } from '../../shared/process-lock.js';
import { stateLayout } from '../state-layout.js';

const problemSchema = z.strictObject({ code: z.string(), message: z.string(), remedy: z.string() });

export type NfsProblem = z.infer<typeof problemSchema>;

const nfsStatusSchema = z.strictObject({
  /** The keeper's. */
  pid: z.number().int(),
  mode: z.enum(['ganesha', 'kernel']),
  /** Whether the NFS server runs and has the exports that are told here. */
  serving: z.boolean(),
  /** Ids of grants, and `medium <id>`, that can be mounted now. */
  exports: z.array(z.string()),
  /** How many bytes of the log of the grants this is true of; a keeper of up to 0.5.0 does not say. */
  grantsRead: z.number().int().optional(),
  /** Why it is not as it should be; null when it is. */
  problem: problemSchema.nullable(),
  /** How often the NFS server was started. */
  starts: z.number().int(),
});

export type NfsStatus = z.infer<typeof nfsStatusSchema>;

export function problemOf(error: DrydockError): NfsProblem {
  return { code: error.code, message: error.message, remedy: error.remedy };
}

const statusPath = (stateFolder: string): string => stateLayout(stateFolder).nfsStatus;

/** For servers.runAs as well. Nothing in it is secret: exports go by their ids. */
const mode = 0o644;

/** Dies with the keeper: whether there is one is asked of this, never of a process number. */
export const keeperLockPath = (stateFolder: string): string => join(stateLayout(stateFolder).nfs, 'keeper.lock');

export async function writeNfsStatus(stateFolder: string, status: NfsStatus): Promise<void> {
  await writeFileDurably(statusPath(stateFolder), `${JSON.stringify(status, null, 2)}\n`, mode);
}

/** The last that was told, maybe by a keeper that has died since; undefined when nothing was. */
export async function readNfsStatus(stateFolder: string): Promise<NfsStatus | undefined> {
  try {
    return nfsStatusSchema.parse(JSON.parse(await readFile(statusPath(stateFolder), 'utf8')));
  } catch {
    return undefined;
  }
}

export async function removeNfsStatus(stateFolder: string): Promise<void> {
  await rm(statusPath(stateFolder), { force: true });
}

export function keeperRuns(stateFolder: string): boolean {
  const path = keeperLockPath(stateFolder);
  // Asking leaves nothing behind where none has ever run.
  if (!existsSync(path)) return false;
  try {
    takeProcessLock(path, 'looking for the keeper of the NFS exports').release();
    return false;
  } catch (error) {
    if (error instanceof DrydockError && error.code === 'LOCK_HELD') return true;
    throw error;
  }
}
