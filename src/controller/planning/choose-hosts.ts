/** Which hosts a run is about: all, or the ones a person named, without those that are at the target already. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { HostFacts, PoolFacts } from '../facts/pool-facts.js';
import { isAtTarget } from '../versions/match-target.js';
import type { Medium } from './medium.js';
import type { SkippedHost } from './plan.js';

export interface ChosenHosts {
  readonly chosen: readonly HostFacts[];
  readonly skipped: readonly SkippedHost[];
}

/**
 * @param only hosts by name or uuid; empty: all
 * @throws PLAN_HOST_UNKNOWN, PLAN_COORDINATOR_LEFT_OUT, PLAN_EMPTY
 */
export function chooseHosts(
  pool: PoolFacts,
  medium: Medium,
  only: readonly string[],
  exclude: readonly string[],
): ChosenHosts {
  const wanted = only.length === 0 ? pool.hosts : only.map((name) => findHost(pool, name));
  const unwanted = exclude.map((name) => findHost(pool, name));
  const chosen: HostFacts[] = [];
  const skipped: SkippedHost[] = [];
  for (const host of pool.hosts) {
    if (isAtTarget(medium.target, host.versions)) skipped.push({ uuid: host.uuid, name: host.name, why: 'at-target' });
    else if (!wanted.includes(host) || unwanted.includes(host))
      skipped.push({ uuid: host.uuid, name: host.name, why: 'excluded' });
    else chosen.push(host);
  }
  refuseWithoutCoordinator(pool, chosen, skipped);
  if (chosen.length > 0) return { chosen, skipped };
  throw new DrydockError('PLAN_EMPTY', {
    attempted: `planning the upgrade of ${pool.name} to ${medium.name}`,
    subject: pool.name,
    found: skipped
      .map((host) => `${host.name}: ${host.why === 'at-target' ? 'at the target already' : 'left out'}`)
      .join('; '),
  });
}

/** @throws PLAN_HOST_UNKNOWN when no host, or more than one, has that name or uuid */
export function findHost(pool: PoolFacts, nameOrUuid: string): HostFacts {
  const byUuid = pool.hosts.find((host) => host.uuid === nameOrUuid);
  if (byUuid !== undefined) return byUuid;
  const [host, another] = pool.hosts.filter((candidate) => candidate.name === nameOrUuid);
  if (host !== undefined && another === undefined) return host;
  throw new DrydockError('PLAN_HOST_UNKNOWN', {
    attempted: `looking for the host ${nameOrUuid} in the pool ${pool.name}`,
    subject: nameOrUuid,
    expected: pool.hosts.map((candidate) => candidate.name).join(', '),
    found: host === undefined ? 'no host of that name or uuid' : 'more than one host of that name: use the uuid',
  });
}

/** A member that is newer than its coordinator cannot join it again (xapi.md 2.4), so leaving it out is no plan. */
function refuseWithoutCoordinator(
  pool: PoolFacts,
  chosen: readonly HostFacts[],
  skipped: readonly SkippedHost[],
): void {
  const leftOut = skipped.find((host) => host.uuid === pool.coordinator && host.why === 'excluded');
  if (leftOut === undefined || chosen.length === 0) return;
  throw new DrydockError('PLAN_COORDINATOR_LEFT_OUT', {
    attempted: 'choosing the hosts to upgrade',
    subject: leftOut.name,
    expected: 'the coordinator among the hosts to upgrade, or at the target already',
    found: chosen.map((host) => host.name).join(', '),
  });
}
