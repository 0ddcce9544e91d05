/** What has changed in a pool since its plan was frozen, as far as it matters; where guests run does not. */
import type { PifFacts } from '../../facts/pif-facts.js';
import type { HostFacts, PoolFacts } from '../../facts/pool-facts.js';
import { describeVersions, isAtTarget } from '../../versions/match-target.js';
import type { Baseline } from '../baseline.js';
import type { Plan } from '../plan.js';
import { drift, type Drift } from './drift.js';
import { lostPlaces } from './lost-places.js';
import { networkChanges, storageChanges } from './surroundings.js';

/**
 * Empty when the plan still fits. A host at the medium's target is no drift: the run, or somebody who finished it by
 * hand, has upgraded it, and it will be passed as done.
 * @param pifs as they are now; without them nothing is said of the network
 */
export function planDrift(plan: Plan, pool: PoolFacts, pifs?: readonly PifFacts[]): readonly Drift[] {
  if (pool.uuid !== plan.pool.uuid) return [drift('another-pool', pool.name, plan.pool.uuid, pool.uuid)];
  const members = membership(plan.baseline, pool);
  return [
    ...members,
    ...coordinator(plan, pool),
    ...hostChanges(plan, pool),
    ...poolChanges(plan, pool),
    ...storageChanges(plan, pool),
    ...(pifs === undefined ? [] : networkChanges(plan, pool, pifs)),
    // With other members there are other places: then the plan has to be made anew in any case.
    ...(members.length === 0 ? lostPlaces(plan, pool) : []),
  ];
}

function membership(baseline: Baseline, pool: PoolFacts): readonly Drift[] {
  const known = new Set(baseline.hosts.map((host) => host.uuid));
  const present = new Set(pool.hosts.map((host) => host.uuid));
  const added = pool.hosts.filter((host) => !known.has(host.uuid));
  const removed = baseline.hosts.filter((host) => !present.has(host.uuid));
  return [
    ...added.map((host) => drift('host-added', host.name, 'not in the pool', 'in the pool')),
    ...removed.map((host) => drift('host-removed', host.name, 'in the pool', 'not in the pool')),
  ];
}

function coordinator(plan: Plan, pool: PoolFacts): readonly Drift[] {
  if (pool.coordinator === plan.pool.coordinator) return [];
  const nameOf = (uuid: string): string => pool.hosts.find((host) => host.uuid === uuid)?.name ?? uuid;
  return [drift('coordinator-changed', pool.name, nameOf(plan.pool.coordinator), nameOf(pool.coordinator))];
}

function hostChanges(plan: Plan, pool: PoolFacts): readonly Drift[] {
  return pool.hosts.flatMap((host) => {
    const before = plan.baseline.hosts.find((candidate) => candidate.uuid === host.uuid);
    return before === undefined ? [] : changesOf(plan, host, before);
  });
}

function changesOf(plan: Plan, host: HostFacts, before: Baseline['hosts'][number]): readonly Drift[] {
  const drifts: Drift[] = [];
  const upgraded = isAtTarget(plan.medium.target, host.versions);
  const changed = (Object.keys(before.versions) as (keyof typeof before.versions)[]).some(
    (key) => before.versions[key] !== host.versions[key],
  );
  if (changed && !upgraded) {
    const [was, is] = [describeVersions(before.versions), describeVersions(host.versions)];
    drifts.push(drift('versions-changed', host.name, was, is));
  }
  const [then, now] = [before.updates ?? null, host.updates ?? null];
  if (then !== null && now !== null && then !== now && !upgraded)
    drifts.push(drift('updates-applied', host.name, `${then} updates`, `${now} updates`));
  if (host.address !== before.address) drifts.push(drift('address-changed', host.name, before.address, host.address));
  const [expected, found] = [before.certificateFingerprint, host.certificateFingerprint];
  if (expected !== null && found !== null && expected !== found)
    drifts.push(drift('certificate-changed', host.name, expected, found));
  return drifts;
}

/** Turned on since, and the plan knows nothing of turning it off: it would not be put back either. */
function poolChanges(plan: Plan, pool: PoolFacts): readonly Drift[] {
  const drifts: Drift[] = [];
  const { ha, wlbEnabled } = plan.baseline;
  if (pool.haEnabled && !ha.enabled) drifts.push(drift('ha-turned-on', pool.name, 'off', 'on'));
  if (ha.enabled) {
    const described = (enabled: boolean, failures: number, srs: readonly string[]): string =>
      enabled ? `on, for ${failures} failures, with the heartbeat on ${[...srs].sort().join(', ')}` : 'off';
    const then = described(true, ha.failuresToTolerate, ha.heartbeatSrs);
    const now = described(pool.haEnabled, pool.haFailuresToTolerate, pool.haStatefileSrs);
    if (then !== now) drifts.push(drift('ha-changed', pool.name, then, now));
  }
  if (pool.wlbEnabled && !wlbEnabled) drifts.push(drift('wlb-turned-on', pool.name, 'off', 'on'));
  return drifts;
}
