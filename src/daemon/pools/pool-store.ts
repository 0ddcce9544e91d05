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
  add(record: PoolRecord, complete?: CompleteRecord): Promise<void>;
  /** Under the same name. @throws POOL_UNKNOWN */
  replace(record: PoolRecord): Promise<void>;
  /** What it is now is given to `complete`. @returns what it was. @throws POOL_UNKNOWN */
  update(name: string, complete: CompleteRecord): Promise<PoolRecord>;
  /** @throws POOL_UNKNOWN */
  remove(name: string): Promise<void>;
  /** While nobody changes them, in this process or another; undefined: there is no file of pools. @throws LOCK_HELD */
  hold(work: (pools: readonly PoolRecord[] | undefined) => Promise<void>): Promise<void>;
}

/**
 * Writes what belongs to a pool beside the file, such as its password: while nobody else changes the pools, so that whoever looks
 * for what no pool refers to never sees a half of it.
 */
export type CompleteRecord = (record: PoolRecord) => Promise<PoolRecord>;

export function openPoolStore(file: string): PoolStore {
  const list = async (): Promise<readonly PoolRecord[]> => (await readPools(file)) ?? [];
  const get = async (name: string): Promise<PoolRecord> => findPool(await list(), name);
  const change = (edit: EditPools): Promise<void> => changePools(file, edit);
  return {
    list,
    get,
    add: (record, complete = (given) => Promise.resolve(given)) =>
      change(async (pools) => {
        if (pools.some((pool) => pool.name === record.name)) {
          throw new DrydockError('POOL_NAME_TAKEN', { attempted: 'adding a pool', subject: record.name });
        }
        return [...pools, await complete(record)];
      }),
    replace: (record) =>
      change((pools) => {
        findPool(pools, record.name);
        return pools.map((pool) => (pool.name === record.name ? record : pool));
      }),
    update: async (name, complete) => {
      let before = await get(name);
      await change(async (pools) => {
        before = findPool(pools, name);
        const after = await complete(before);
        return pools.map((pool) => (pool.name === name ? after : pool));
      });
      return before;
    },
    remove: async (name) => {
      // Looked up before the folder of the state is made for it.
      await get(name);
      await change((pools) => pools.filter((pool) => pool.name !== name));
    },
    hold: (work) => locked(file, async () => work(await readPools(file))),
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

/** Undefined where there is no such file. */
async function readPools(file: string): Promise<readonly PoolRecord[] | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
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

type EditPools = (pools: readonly PoolRecord[]) => readonly PoolRecord[] | Promise<readonly PoolRecord[]>;

function changePools(file: string, edit: EditPools): Promise<void> {
  return locked(file, async () => {
    const pools = await edit((await readPools(file)) ?? []);
    await writeFileDurably(file, `${JSON.stringify({ format: 1, pools }, null, 2)}\n`, 0o600);
  });
}

async function locked(file: string, work: () => Promise<void>): Promise<void> {
  await makeFolderDurably(dirname(file), 0o700);
  const lock = takeProcessLock(`${file}.lock`, 'changing the known pools');
  try {
    await work();
  } finally {
    lock.release();
  }
}
