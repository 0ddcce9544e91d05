/** What has changed in a pool since its plan was frozen, as far as it matters; where guests run does not. */
import type { HostFacts, PoolFacts } from '../facts/pool-facts.js';
import { describeVersions, isAtTarget } from '../versions/match-target.js';
import type { Baseline } from './baseline.js';
import type { Plan } from './plan.js';

export const driftKinds = [
  'another-pool',
  'host-added',
  'host-removed',
  'coordinator-changed',
  'versions-changed',
  'address-changed',
  'certificate-changed',
  'ha-turned-on',
  'wlb-turned-on',
] as const;

export interface Drift {
  readonly kind: (typeof driftKinds)[number];
  /** Name of the host or pool. */
  readonly subject: string;
  readonly expected: string;
  readonly found: string;
}

/**
 * Empty when the plan still fits. A host at the medium's target is no drift: the run, or somebody who finished it by
 * hand, has upgraded it, and it will be passed as done.
 */
export function planDrift(plan: Plan, pool: PoolFacts): readonly Drift[] {
  if (pool.uuid !== plan.pool.uuid) {
    return [{ kind: 'another-pool', subject: pool.name, expected: plan.pool.uuid, found: pool.uuid }];
  }
  return [
    ...membership(plan.baseline, pool),
    ...coordinator(plan, pool),
    ...hostChanges(plan, pool),
    ...poolChanges(plan, pool),
  ];
}

function membership(baseline: Baseline, pool: PoolFacts): readonly Drift[] {
  const known = new Set(baseline.hosts.map((host) => host.uuid));
  const present = new Set(pool.hosts.map((host) => host.uuid));
  const added = pool.hosts.filter((host) => !known.has(host.uuid));
  const removed = baseline.hosts.filter((host) => !present.has(host.uuid));
  return [
    ...added.map((host): Drift => ({
      kind: 'host-added',
      subject: host.name,
      expected: 'not in the pool',
      found: 'in the pool',
    })),
    ...removed.map((host): Drift => ({
      kind: 'host-removed',
      subject: host.name,
      expected: 'in the pool',
      found: 'not in the pool',
    })),
  ];
}

function coordinator(plan: Plan, pool: PoolFacts): readonly Drift[] {
  if (pool.coordinator === plan.pool.coordinator) return [];
  const nameOf = (uuid: string): string => pool.hosts.find((host) => host.uuid === uuid)?.name ?? uuid;
  return [
    {
      kind: 'coordinator-changed',
      subject: pool.name,
      expected: nameOf(plan.pool.coordinator),
      found: nameOf(pool.coordinator),
    },
  ];
}

function hostChanges(plan: Plan, pool: PoolFacts): readonly Drift[] {
  return pool.hosts.flatMap((host) => {
    const before = plan.baseline.hosts.find((candidate) => candidate.uuid === host.uuid);
    return before === undefined ? [] : changesOf(plan, host, before);
  });
}

function changesOf(plan: Plan, host: HostFacts, before: Baseline['hosts'][number]): readonly Drift[] {
  const drifts: Drift[] = [];
  const was = describeVersions(before.versions);
  const is = describeVersions(host.versions);
  const changed = (Object.keys(before.versions) as (keyof typeof before.versions)[]).some(
    (key) => before.versions[key] !== host.versions[key],
  );
  if (changed && !isAtTarget(plan.medium.target, host.versions)) {
    drifts.push({ kind: 'versions-changed', subject: host.name, expected: was, found: is });
  }
  if (host.address !== before.address) {
    drifts.push({ kind: 'address-changed', subject: host.name, expected: before.address, found: host.address });
  }
  const [expected, found] = [before.certificateFingerprint, host.certificateFingerprint];
  if (expected !== null && found !== null && expected !== found) {
    drifts.push({ kind: 'certificate-changed', subject: host.name, expected, found });
  }
  return drifts;
}

/** Turned on since, and the plan knows nothing of turning it off: it would not be put back either. */
function poolChanges(plan: Plan, pool: PoolFacts): readonly Drift[] {
  const drifts: Drift[] = [];
  if (pool.haEnabled && !plan.baseline.ha.enabled) {
    drifts.push({ kind: 'ha-turned-on', subject: pool.name, expected: 'off', found: 'on' });
  }
  if (pool.wlbEnabled && !plan.baseline.wlbEnabled) {
    drifts.push({ kind: 'wlb-turned-on', subject: pool.name, expected: 'off', found: 'on' });
  }
  return drifts;
}
