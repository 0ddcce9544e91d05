/** Everything that somebody else is seen doing to the pool, and which of it is in the way of one host's turn. */
import type { PoolFacts } from '../facts/pool-facts.js';
import { minutes } from '../effects/effect.js';
import { workOfTasks } from './task-work.js';
import { workOnHosts, workOnStorage, workOnVms } from './object-work.js';
import type { Work } from './work.js';

/** How long work that ends by itself is waited for, where the configuration does not say. */
export const usualPatience = 60 * minutes;

export function othersAtWork(pool: PoolFacts, own: ReadonlySet<string>): readonly Work[] {
  return [...workOnHosts(pool), ...workOnVms(pool), ...workOfTasks(pool, own), ...workOnStorage(pool)];
}

/**
 * A transfer dies with the host it runs on, and with the coordinator, which keeps every task: a backup is waited for where it
 * would be broken off, and elsewhere let alone.
 */
export function isInTheWay(work: Work, host: string, pool: PoolFacts): boolean {
  if (work.weight === 'notice') return false;
  if (work.weight === 'blocks') return true;
  // Where it runs is not told of every task: then it may be here.
  return work.host === host || (work.about.kind === 'pool' && (work.host === null || host === pool.coordinator));
}
