/**
 * Passwords of pools that Drydock keeps itself, typed into the dashboard or at `pool password`: each in a file of the state folder
 * that its owner alone may read. A pool that was added at the terminal may name a file, variable or credential of its own, which
 * is nobody's here to change or to remove.
 */
import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { makeFolderDurably, syncFolder, writeFileDurably } from '../../shared/durable-files.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { randomHex, systemRandomBytes } from '../../shared/random-bytes.js';
import type { Secret } from '../../shared/secret.js';
import type { CredentialSource, PoolRecord } from './pool-record.js';
import type { PoolStore } from './pool-store.js';

type Credential = Pick<PoolRecord, 'credential'>;

/** @returns where it is read from. @throws DISK_FULL, FILE_WRITE_FAILED */
export async function storePassword(folder: string, pool: string, password: Secret): Promise<CredentialSource> {
  await makeFolderDurably(folder, 0o700);
  // A name of its own: the old password stays where it is until the pool refers to the new one.
  const path = resolve(folder, `${pool}-${randomHex(systemRandomBytes, 6)}.password`);
  await writeFileDurably(path, `${password.reveal()}\n`, 0o600);
  return { kind: 'file', path };
}

/** Leaves alone what `storePassword` has not written. */
export async function dropPassword(folder: string, { credential }: Credential): Promise<void> {
  if (credential.kind !== 'file' || dirname(credential.path) !== resolve(folder)) return;
  await rm(credential.path, { force: true });
  await syncFolder(dirname(credential.path));
}

/** Where a password is that somebody else looks after, in words; null: it is Drydock's to change. */
export function keptElsewhere(folder: string, { credential }: Credential): string | null {
  switch (credential.kind) {
    case 'file':
      return dirname(credential.path) === resolve(folder) ? null : `the file ${credential.path}`;
    case 'environment':
      return `the variable ${credential.name} of the environment`;
    case 'systemd':
      return `the systemd credential ${credential.name}`;
    case 'prompt':
      return null;
  }
}

/** @throws POOL_PASSWORD_ELSEWHERE */
export function requireOwnPassword(folder: string, record: PoolRecord): void {
  const found = keptElsewhere(folder, record);
  if (found === null) return;
  throw new DrydockError('POOL_PASSWORD_ELSEWHERE', {
    attempted: 'changing the password of a pool',
    subject: record.name,
    found,
  });
}

/** Adds a pool with its password, both or neither. @throws POOL_NAME_TAKEN, DISK_FULL, FILE_WRITE_FAILED */
export async function addWithPassword(
  pools: PoolStore,
  folder: string,
  record: PoolRecord,
  password: Secret,
): Promise<PoolRecord> {
  let whole = record;
  await withoutTrace(
    () =>
      pools.add(record, async (given) => {
        whole = { ...given, credential: await storePassword(folder, given.name, password) };
        return whole;
      }),
    () => dropUnlessReferred(pools, folder, whole),
  );
  return whole;
}

/**
 * The new one is written and durable before the pool refers to it, and the old one is removed only after that: whoever logs in
 * at any moment finds one of the two. The caller has tried it.
 * @throws POOL_UNKNOWN, POOL_PASSWORD_ELSEWHERE, DISK_FULL, FILE_WRITE_FAILED
 */
export async function changePassword(pools: PoolStore, folder: string, name: string, password: Secret): Promise<void> {
  let after: Credential = { credential: { kind: 'prompt' } };
  const before = await withoutTrace(
    () =>
      pools.update(name, async (now) => {
        requireOwnPassword(folder, now);
        const changed = { ...now, credential: await storePassword(folder, name, password) };
        after = changed;
        return changed;
      }),
    () => dropUnlessReferred(pools, folder, after),
  );
  await dropPassword(folder, before);
}

/** From now on it is read from a place of somebody's own; what was kept for it is removed. @throws POOL_UNKNOWN */
export async function readFrom(
  pools: PoolStore,
  folder: string,
  name: string,
  credential: CredentialSource,
): Promise<void> {
  await dropPassword(folder, await pools.update(name, (now) => Promise.resolve({ ...now, credential })));
}

/** The pool and the password that was kept for it. @throws POOL_UNKNOWN */
export async function forgetPool(pools: PoolStore, folder: string, name: string): Promise<void> {
  const record = await pools.get(name);
  await pools.remove(name);
  await dropPassword(folder, record);
}

/** As `storePassword` names them, and what a crash leaves of one that was being written. */
const ownNames = /^(?:[A-Za-z0-9][A-Za-z0-9._-]{0,62}-[0-9a-f]{12}\.password|\.[0-9a-f]{12}\.tmp)$/;

/**
 * Removes passwords that no pool refers to: a crash left them between the writing of a file and the pool's record. Nobody can be at
 * it meanwhile, in this process or another, since the pools are held. Files are known by their names, so that a state folder
 * that was moved, or is reached by another path, loses nothing.
 * @returns how many. @throws LOCK_HELD, STATE_CORRUPT: then nothing is removed
 */
export async function removeOrphanedPasswords(pools: PoolStore, folder: string): Promise<number> {
  let removed = 0;
  await pools.hold(async (known) => {
    // Without a list of pools nothing tells what is an orphan.
    if (known === undefined) return;
    const referred = new Set(
      known.map(({ credential }) => (credential.kind === 'file' ? basename(credential.path) : '')),
    );
    for (const name of await filesIn(folder)) {
      if (!ownNames.test(name) || referred.has(name)) continue;
      await rm(join(folder, name), { force: true });
      removed += 1;
    }
    if (removed > 0) await syncFolder(folder);
  });
  return removed;
}

async function filesIn(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** A disk that fails late fails after the pool refers to it: then it must stay. What is not known is left for the next start. */
async function dropUnlessReferred(pools: PoolStore, folder: string, { credential }: Credential): Promise<void> {
  const known = await pools.list().catch(() => undefined);
  if (known === undefined || known.some((pool) => isDeepStrictEqual(pool.credential, credential))) return;
  await dropPassword(folder, { credential });
}

async function withoutTrace<T>(work: () => Promise<T>, undo: () => Promise<void>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await undo();
    throw error;
  }
}
