/** Where a pool stands on its way: the release of all its hosts, or the two of a pool that is half upgraded. */
import { pathReleaseOfHost, type PathRelease } from '../../releases/paths/path-release.js';
import { compareVersions } from '../../releases/versions.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { hostByUuid, type HostFacts, type PoolFacts } from '../facts/pool-facts.js';
import { describeVersions } from '../versions/match-target.js';

export interface StartOfPool {
  /** The oldest release of a host: where the way begins. */
  readonly oldest: PathRelease;
  /** That of the coordinator, which is the newest: first every host has to come there. */
  readonly coordinator: PathRelease;
  /** How the pool is half upgraded, in words; null where all hosts run one release. */
  readonly mixed: string | null;
}

/** @throws POOL_UNREADABLE where a host does not tell what it runs, or a member is newer than its coordinator */
export function startOfPool(pool: PoolFacts): StartOfPool {
  const coordinator = hostByUuid(pool, pool.coordinator);
  if (coordinator === undefined) throw unreadable(pool, 'a coordinator that is not among the hosts');
  const newest = releaseOf(pool, coordinator);
  const behind = pool.hosts.filter((host) => releaseOf(pool, host).id !== newest.id);
  const [oldest = newest] = behind
    .map((host) => releaseOf(pool, host))
    .sort((a, b) => compareVersions(a.product, b.product));
  if (behind.length === 0) return { oldest: newest, coordinator: newest, mixed: null };
  const names = behind.map((host) => `${host.name} (${describeVersions(host.versions)})`).join(', ');
  const mixed = `The coordinator runs ${newest.name}; ${behind.length} of ${pool.hosts.length} hosts do not yet: ${names}.`;
  return { oldest, coordinator: newest, mixed };
}

function releaseOf(pool: PoolFacts, host: HostFacts): PathRelease {
  const release = pathReleaseOfHost(host.versions);
  if (release === undefined) throw unreadable(pool, `${host.name} does not tell its product version`);
  return release;
}

function unreadable(pool: PoolFacts, found: string): DrydockError {
  return new DrydockError('POOL_UNREADABLE', { attempted: `finding out which release ${pool.name} runs`, found });
}
