/** In a half-upgraded pool VMs start and resume on the newest hosts only (xapi.md 2.2). */
import type { Host } from '../state/objects.js';
import type { PoolState } from '../state/pool-state.js';
import { mayMove } from './version-order.js';

export function newestHosts(state: PoolState): readonly Host[] {
  const judge = state.coordinator.running;
  return state.hostList.filter((host) =>
    state.hostList.every((other) => mayMove(other.recordedVersion, host.recordedVersion, judge)),
  );
}
