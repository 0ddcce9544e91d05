/**
 * Passwords of pools that were typed into the dashboard: each in a file of the state folder that its owner alone may read. A pool
 * that was added at the terminal names a file, variable or credential of its own, which is nobody's here to remove.
 */
import { rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { makeFolderDurably, syncFolder, writeFileDurably } from '../../shared/durable-files.js';
import { randomHex, systemRandomBytes } from '../../shared/random-bytes.js';
import type { Secret } from '../../shared/secret.js';
import type { CredentialSource, PoolRecord } from './pool-record.js';
import type { PoolStore } from './pool-store.js';

/** @returns where it is read from. @throws DISK_FULL, FILE_WRITE_FAILED */
export async function storePassword(folder: string, pool: string, password: Secret): Promise<CredentialSource> {
  await makeFolderDurably(folder, 0o700);
  // A name of its own: two who add a pool of one name at once must not write over each other's password.
  const path = resolve(folder, `${pool}-${randomHex(systemRandomBytes, 6)}.password`);
  await writeFileDurably(path, `${password.reveal()}\n`, 0o600);
  return { kind: 'file', path };
}

/** Leaves alone what `storePassword` has not written. */
export async function dropPassword(folder: string, { credential }: Pick<PoolRecord, 'credential'>): Promise<void> {
  if (credential.kind !== 'file' || dirname(credential.path) !== resolve(folder)) return;
  await rm(credential.path, { force: true });
  await syncFolder(dirname(credential.path));
}

/** The pool and the password that was kept for it. @throws POOL_UNKNOWN */
export async function forgetPool(pools: PoolStore, folder: string, name: string): Promise<void> {
  const record = await pools.get(name);
  await pools.remove(name);
  await dropPassword(folder, record);
}
