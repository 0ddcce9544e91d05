/** What can be said of a host's xapi by its state: whether it answers at all, and whether it takes part in the pool. */
import type { Host } from './objects.js';

export function isInPool({ agent }: Pick<Host, 'agent'>): boolean {
  return agent === 'member' || agent === 'coordinator';
}

/** In emergency mode as well, whatever it then says. */
export function answersCalls(host: Pick<Host, 'agent'>): boolean {
  return isInPool(host) || host.agent === 'emergency';
}
