/** Storage that is gone and interfaces that are not what they were: what hosts and guests of the plan stand on. */
import type { PifFacts } from '../../facts/pif-facts.js';
import type { PoolFacts } from '../../facts/pool-facts.js';
import type { BaselinePif } from '../baseline.js';
import type { Plan } from '../plan.js';
import { drift, type Drift } from './drift.js';

/** Detached storage is seen before each host; what nobody can attach again is a difference. */
export function storageChanges(plan: Plan, pool: PoolFacts): readonly Drift[] {
  const there = new Set(pool.pbds.map(({ uuid }) => uuid));
  const hosts = new Map(pool.hosts.map(({ uuid, name }) => [uuid, name]));
  const gone = plan.baseline.pbds.filter((pbd) => pbd.attached && !there.has(pbd.uuid) && hosts.has(pbd.host));
  return [...new Set(gone.map(({ sr }) => sr))].map((sr) => {
    const lost = gone.filter((pbd) => pbd.sr === sr);
    const where = lost.map(({ host }) => hosts.get(host) ?? host).join(', ');
    const forgotten = !pool.srs.some(({ uuid }) => uuid === sr);
    const now = forgotten ? 'not in the pool' : `not on ${where}`;
    return drift('storage-gone', lost[0]?.srName ?? sr, `on ${where}`, now);
  });
}

export function networkChanges(plan: Plan, pool: PoolFacts, pifs: readonly PifFacts[]): readonly Drift[] {
  return (plan.baseline.pifs ?? []).flatMap((before) => {
    const host = pool.hosts.find(({ uuid }) => uuid === before.host);
    if (host === undefined) return [];
    const now = pifs.find(({ uuid }) => uuid === before.uuid);
    const [expected, found] = [described({ ...before, attached: true }), now === undefined ? 'gone' : described(now)];
    return expected === found ? [] : [drift('network-changed', `${before.name} of ${host.name}`, expected, found)];
  });
}

/** An address that DHCP gives anew matters on the management interface only. */
function described(pif: Pick<BaselinePif, 'isManagement' | 'address'> & { readonly attached: boolean }): string {
  const words = [pif.attached ? 'attached' : 'detached'];
  if (pif.isManagement) words.push(`for management with ${pif.address === '' ? 'no address' : pif.address}`);
  return words.join(', ');
}
