/** The memory of one evacuation: what has to leave a host, and what is free where it may go. */
import type { Host } from '../state/objects.js';
import type { PoolState } from '../state/pool-state.js';
import { memoryWithBallooning, plannedMemory } from './memory.js';
import { mayMove } from './version-order.js';

export interface EvacuationRoom {
  readonly needed: number;
  readonly free: number;
}

export function evacuationRoom(state: PoolState, host: Host): EvacuationRoom {
  const judge = state.coordinator.running;
  const targets = state.hostList.filter(
    (other) =>
      other !== host && other.enabled && other.live && mayMove(host.recordedVersion, other.recordedVersion, judge),
  );
  return {
    needed: state.guestsOn(host).reduce((sum, vm) => sum + plannedMemory(vm), 0),
    free: targets.reduce((sum, target) => sum + memoryWithBallooning(state, target), 0),
  };
}
