/** The composition root of `rehearse`: the records of a known pool or of a file, the real medium, and the rehearsal of both. */
import type { PlanRequest } from '../../contract/control.js';
import type { Rehearsal } from '../../contract/rehearsal.js';
import type { MediaAccess } from '../../controller/media-access.js';
import { findMedium } from '../../controller/medium-of.js';
import { findPack } from '../../controller/packs/find-pack.js';
import type { Medium } from '../../media/catalogue.js';
import type { Clock } from '../../shared/clock.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Secret } from '../../shared/secret.js';
import type { PoolRecords } from '../../simulator/twin/pool-records.js';
import type { Settings } from '../config/schema.js';
import { mediaAccess } from '../media-access.js';
import { openConnection } from '../pools/connect-pool.js';
import type { PoolRecord } from '../pools/pool-record.js';
import { openPoolStore } from '../pools/pool-store.js';
import type { ChosenFault } from '../practice/chosen-faults.js';
import { stateLayout } from '../state-layout.js';
import type { RehearsedPacks } from './pack-of-twin.js';
import { readPoolRecords } from './read-pool-records.js';
import { loadRecords, saveRecords } from './records-file.js';
import { rehearse } from './rehearse.js';

export interface RehearsePoolOptions {
  readonly settings: Settings;
  readonly request: PlanRequest;
  /** Records that were saved before, in place of the pool. */
  readonly from?: string;
  /** Where the records go that are read now. */
  readonly save: string;
  readonly faults: readonly ChosenFault[];
  readonly runs: number;
  readonly seed: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  password(record: PoolRecord): Promise<Secret>;
  onStep?(what: string): void;
}

/** @throws POOL_UNKNOWN, MEDIA_NOT_FOUND_FOR_RUN, MEDIA_NOT_A_PACK, POOL_RECORDS_INVALID, TWIN_RELEASE_UNKNOWN, and what planning throws */
export async function rehearsePool(options: RehearsePoolOptions): Promise<Rehearsal> {
  const { settings, request, faults, runs, seed, signal } = options;
  const media = mediaAccess(settings.media.cache);
  // Before anybody is asked for a password: the medium is there, and is one that hosts are upgraded from.
  await findMedium(media, request.media);
  const medium = await media.open(request.media);
  if (medium === undefined)
    throw new DrydockError('MEDIA_NOT_FOUND_FOR_RUN', { attempted: 'opening the medium', subject: request.media });
  const packs = await openPacks(media, request.packs ?? []);
  const recordsFile = options.from ?? options.save;
  const records = options.from === undefined ? await readAndSave(options) : await loadRecords(options.from);
  return rehearse({
    ...{ records, recordsFile, medium, packs, request, faults, runs, seed, signal },
    vmPolicies: settings.vmPolicies,
    hardware: (id) => media.hardware(id),
    onRun: (what) => options.onStep?.(what),
  });
}

/** @throws MEDIA_NOT_FOUND_FOR_RUN, MEDIA_NOT_A_PACK */
async function openPacks(media: Pick<MediaAccess, 'open'>, names: readonly string[]): Promise<RehearsedPacks> {
  const packs = new Map<string, Medium>();
  for (const name of names) {
    // Looked up as a plan does, so that a misspelt one stops here.
    const { id } = await findPack(media, name);
    const pack = await media.open(id);
    if (pack !== undefined) packs.set(name, pack);
  }
  return packs;
}

async function readAndSave(options: RehearsePoolOptions): Promise<PoolRecords> {
  const { settings, request, clock, signal, save } = options;
  const pool = await openPoolStore(stateLayout(settings.state).pools).get(request.pool);
  const connection = openConnection(pool, await options.password(pool), clock);
  options.onStep?.(`reading the records of ${pool.name}`);
  try {
    const records = await readPoolRecords(connection, clock, signal);
    await saveRecords(save, records);
    return records;
  } finally {
    await connection.close();
  }
}
