/** A rollout in words, a line each, for a person who has to say yes to it. */
import { describeWindow } from '../planning/window/window.js';
import type { RolloutPlan, RolloutPool } from './rollout-plan.js';

export function describeRollout(plan: RolloutPlan): readonly string[] {
  const pools = new Map(plan.pools.map((pool) => [pool.pool, pool]));
  const { limits } = plan;
  const hosts = plan.pools.reduce((sum, pool) => sum + pool.hosts, 0);
  return [
    `Rollout ${plan.name}: ${plan.pools.length} pools with ${hosts} hosts in ${plan.waves.length} waves.`,
    `At most ${limits.pools} pools at once${limits.hosts === null ? '' : `, and ${limits.hosts} hosts`}${limits.link === null ? '' : `; the link has room for ${limits.link} hosts of all runs`}.`,
    limits.failureBudget === 0
      ? 'The first failure stops it.'
      : `It goes on with up to ${limits.failureBudget} failed pools; a canary may not fail.`,
    ...plan.waves.flatMap((wave, index) => [
      `${index + 1}. ${wave.name}${between(plan, index)}:`,
      ...wave.pools.map((name) => `   ${describePool(name, pools.get(name))}`),
    ]),
  ];
}

function between(plan: RolloutPlan, index: number): string {
  if (index === 0) return '';
  const asks =
    plan.approval === 'each-wave' || (plan.approval === 'after-canary' && plan.waves[index - 1]?.canary === true);
  const soak = plan.soak === 0 ? [] : [`after ${minutes(plan.soak)} min of watching`];
  const when = [...soak, ...(asks ? ['with an approval'] : [])];
  return when.length === 0 ? '' : ` (${when.join(', ')})`;
}

function describePool(name: string, pool: RolloutPool | undefined): string {
  if (pool === undefined) return name;
  const { least, expected, most } = pool.duration;
  const time = `about ${minutes(expected)} min (${minutes(least)} to ${minutes(most)})`;
  const windows = pool.windows.length === 0 ? '' : `, ${pool.windows.map(describeWindow).join('; ')}`;
  return `${name}: ${pool.hosts} hosts to ${pool.media}, ${time}${windows}${describeOptions(pool.options)}`;
}

/** What a person must know of before saying yes: guests that go down, and what is installed besides. */
function describeOptions({ stopVms, vmPolicies = [], hardStop = [], packs = [] }: RolloutPool['options']): string {
  return [
    ...(stopVms === true ? ['VMs that cannot move are shut down for the turn of their host'] : []),
    ...(vmPolicies.length === 0 ? [] : [vmPolicies.join(', ')]),
    ...(hardStop.length === 0 ? [] : [`plug pulled if need be: ${hardStop.join(', ')}`]),
    ...(packs.length === 0 ? [] : [`packs: ${packs.join(', ')}`]),
  ]
    .map((text) => `; ${text}`)
    .join('');
}

function minutes(time: number): number {
  return Math.max(1, Math.round(time / 60_000));
}
