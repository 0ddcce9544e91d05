/** The known pools, in one file of mode 0600 that is replaced as a whole under a lock. */
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolderDurably, writeFileDurably } from '../../shared/durable-files.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { parseJson } from '../../shared/json-text.js';
import { nearestWord } from '../../shared/nearest-word.js';
import { takeProcessLock } from '../../shared/process-lock.js';
import { poolFileSchema, type PoolRecord } from './pool-record.js';

export interface PoolStore {
  list(): Promise<readonly PoolRecord[]>;
  /** @throws POOL_UNKNOWN */
  get(name: string): Promise<PoolRecord>;
  /** @throws POOL_NAME_TAKEN */
  add(record: PoolRecord): Promise<void>;
  /** Under the same name. @throws POOL_UNKNOWN */
  replace(record: PoolRecord): Promise<void>;
  /** @throws POOL_UNKNOWN */
  remove(name: string): Promise<void>;
}

export function openPoolStore(file: string): PoolStore {
  const list = (): Promise<readonly PoolRecord[]> => readPools(file);
  const get = async (name: string): Promise<PoolRecord> => findPool(await list(), name);
  const change = (edit: (pools: readonly PoolRecord[]) => readonly PoolRecord[]): Promise<void> =>
    changePools(file, edit);
  return {
    list,
    get,
    add: (record) =>
      change((pools) => {
        if (pools.some((pool) => pool.name === record.name)) {
          throw new DrydockError('POOL_NAME_TAKEN', { attempted: 'adding a pool', subject: record.name });
        }
        return [...pools, record];
      }),
    replace: (record) =>
      change((pools) => {
        findPool(pools, record.name);
        return pools.map((pool) => (pool.name === record.name ? record : pool));
      }),
    remove: async (name) => {
      // Looked up before the folder of the state is made for it.
      await get(name);
      await change((pools) => pools.filter((pool) => pool.name !== name));
    },
  };
}

function findPool(pools: readonly PoolRecord[], name: string): PoolRecord {
  const found = pools.find((pool) => pool.name === name);
  if (found !== undefined) return found;
  const names = pools.map((pool) => pool.name);
  const meant = nearestWord(name, names);
  throw new DrydockError('POOL_UNKNOWN', {
    attempted: 'looking up a pool',
    subject: name,
    found:
      meant === undefined ? (names.length === 0 ? 'no pool at all' : names.join(', ')) : `${meant}, did you mean that?`,
  });
}

async function readPools(file: string): Promise<readonly PoolRecord[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return [];
    throw new DrydockError('FILE_UNREADABLE', { attempted: 'reading the known pools', subject: file, cause });
  }
  const parsed = poolFileSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data.pools;
  throw new DrydockError('STATE_CORRUPT', {
    attempted: 'reading the known pools',
    subject: file,
    cause: parsed.error.issues[0]?.message,
  });
}

async function changePools(file: string, edit: (pools: readonly PoolRecord[]) => readonly PoolRecord[]): Promise<void> {
  await makeFolderDurably(dirname(file), 0o700);
  const lock = takeProcessLock(`${file}.lock`, 'changing the known pools');
  try {
    const pools = edit(await readPools(file));
    await writeFileDurably(file, `${JSON.stringify({ format: 1, pools }, null, 2)}\n`, 0o600);
  } finally {
    lock.release();
  }
}
