/** `upgrade path` in a process of its own: reads the pool and the store, changes nothing, needs no daemon. */
import type { PathDocument } from '../../contract/upgrade-path.js';
import type { StoredMedia } from '../../controller/hops/chains.js';
import type { SeenPool } from '../../controller/hops/concerns.js';
import { planPath } from '../../controller/hops/plan-path.js';
import { startOfPool } from '../../controller/hops/start-of-pool.js';
import { mediaReleaseOf } from '../../media/media-release-of.js';
import { openCatalogue } from '../../media/store/open-catalogue.js';
import { findPathRelease, nearestRelease, pathReleaseOf, type PathRelease } from '../../releases/paths/path-release.js';
import type { Clock } from '../../shared/clock.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Secret } from '../../shared/secret.js';
import type { Settings } from '../config/schema.js';
import type { PoolPort } from '../../controller/pool/pool-port.js';
import { openPool } from '../pools/connect-pool.js';
import type { PoolRecord } from '../pools/pool-record.js';
import { openPoolStore } from '../pools/pool-store.js';
import { stateLayout } from '../state-layout.js';

export interface PathRequest {
  /** A pool, or a release to begin with. */
  readonly start: { readonly pool: string } | { readonly release: string };
  readonly to?: string | undefined;
}

export interface PathSurroundings {
  readonly settings: Settings;
  readonly clock: Clock;
  password(record: PoolRecord): Promise<Secret>;
}

/** @throws RELEASE_UNKNOWN, POOL_UNKNOWN, POOL_UNREADABLE */
export async function upgradePath(request: PathRequest, surroundings: PathSurroundings): Promise<PathDocument> {
  const to = request.to === undefined ? undefined : releaseNamed(request.to);
  const stored = await storedMedia(surroundings.settings.media.cache);
  if ('release' in request.start) {
    const oldest = releaseNamed(request.start.release);
    const start = { oldest, coordinator: oldest, mixed: null };
    return planPath({ pool: null, start, to, stored, seen: undefined });
  }
  const { pool } = request.start;
  const seen = await seePool(pool, surroundings);
  return planPath({ pool, start: startOfPool(seen.pool), to, stored, seen });
}

async function seePool(name: string, surroundings: PathSurroundings): Promise<SeenPool> {
  const { settings, clock } = surroundings;
  const record = await openPoolStore(stateLayout(settings.state).pools).get(name);
  const port = openPool(record, await surroundings.password(record), clock);
  try {
    const { pool, unreachable = [] } = await port.observe();
    if (!pool.known) {
      const answers = unreachable.map(({ address, answer }) => `${address}: ${answer}`);
      const found = [pool.reason, ...answers].join('; ');
      throw new DrydockError('POOL_UNREADABLE', {
        attempted: 'finding out which release a pool runs',
        subject: name,
        found,
      });
    }
    return { pool: pool.value, survey: await surveyOf(port) };
  } finally {
    await port.close();
  }
}

/** What a hop takes away is shown all the same where the rest of the pool cannot be read. */
async function surveyOf(port: PoolPort): Promise<SeenPool['survey']> {
  try {
    return await port.survey();
  } catch (error) {
    if (error instanceof DrydockError) return undefined;
    throw error;
  }
}

async function storedMedia(mediaCache: string): Promise<StoredMedia> {
  const catalogue = openCatalogue(mediaCache);
  const stored = new Map<string, string[]>();
  for (const id of await catalogue.list()) {
    const medium = await catalogue.open(id);
    const described = medium === undefined ? undefined : mediaReleaseOf(medium.manifest);
    if (described === undefined) continue;
    const release = pathReleaseOf(described).id;
    stored.set(release, [...(stored.get(release) ?? []), id]);
  }
  return stored;
}

/** @throws RELEASE_UNKNOWN */
function releaseNamed(text: string): PathRelease {
  const release = findPathRelease(text);
  if (release !== undefined) return release;
  const near = nearestRelease(text);
  throw new DrydockError('RELEASE_UNKNOWN', {
    attempted: 'looking up a release',
    subject: text,
    ...(near === undefined ? {} : { expected: `perhaps ${near}` }),
  });
}
