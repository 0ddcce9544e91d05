/**
 * Where the guests of a host can go, as xapi computes it (xapi.md 6.3; `compute_evacuation_plan_no_wlb` in xapi_host.ml). Each
 * step writes a result for each VM and a later step overwrites an earlier one: that decides which of several reasons a user sees.
 */
import { apiBehaviour } from '../../releases/api-behaviour.js';
import { placementBehaviour } from '../../releases/placement-behaviour.js';
import type { Host, Ref, Vm } from '../state/objects.js';
import type { PoolState } from '../state/pool-state.js';
import { packApart } from './anti-affinity.js';
import { packByMemory, type Placement } from './binpack.js';
import { memoryWithBallooning } from './memory.js';
import { reasonAgainstPlacement, type Reason } from './placement-check.js';
import { mayMove } from './version-order.js';
import { reasonAgainstOperation } from './vm-operation.js';

export interface EvacuationPlan {
  readonly destinations: ReadonlyMap<Ref, Host>;
  readonly reasons: ReadonlyMap<Ref, Reason>;
}

/** Memory is left to the packing of step 5. */
const withoutMemory = { cpu: true, memory: false };

export function planEvacuation(state: PoolState, host: Host): EvacuationPlan {
  const guests = state.guestsOn(host);
  const targets = candidateTargets(state, host);
  if (targets.length === 0) {
    return { destinations: new Map(), reasons: new Map(guests.map((vm) => [vm.ref, ['NO_HOSTS_AVAILABLE', vm.ref]])) };
  }
  const reasons = new Map<Ref, Reason>();
  const protectedGuests = refuseUnprotected(state, guests, reasons);
  const startable = protectedGuests.filter((vm) => isStartableEverywhere(state, vm, targets, reasons));
  refuseUnmovable(state, guests, reasons);
  const placed = pack(state, startable, targets);
  for (const vm of startable) {
    if (!placed.has(vm.ref)) reasons.set(vm.ref, ['HOST_NOT_ENOUGH_FREE_MEMORY', vm.ref]);
  }
  checkPlaced(state, startable, placed, reasons);
  for (const vm of guests) {
    const scripted = state.conditions.blockedEvacuations.get(vm.ref);
    if (scripted !== undefined) reasons.set(vm.ref, scripted);
  }
  const destinations = new Map([...placed].filter(([vm]) => !reasons.has(vm)));
  return { destinations, reasons };
}

/** Step 1: enabled, another host, the same or a newer version. Liveness is looked at in step 3 only. */
function candidateTargets(state: PoolState, host: Host): readonly Host[] {
  const judge = state.coordinator.running;
  return state.hostList.filter(
    (other) => other !== host && other.enabled && mayMove(host.recordedVersion, other.recordedVersion, judge),
  );
}

/** Step 2: with HA on, unprotected guests do not move; before 26.1 that was called a lack of memory (xen-api issue 4323). */
function refuseUnprotected(state: PoolState, guests: readonly Vm[], reasons: Map<Ref, Reason>): readonly Vm[] {
  if (!state.pool.haEnabled) return guests;
  const code = apiBehaviour(state.coordinator.running).unprotectedGuestError;
  const unprotected = guests.filter((vm) => vm.haRestartPriority !== 'restart');
  for (const vm of unprotected) reasons.set(vm.ref, [code, vm.ref]);
  return guests.filter((vm) => !unprotected.includes(vm));
}

/** Step 3: on every target, although one would do. One bad target spoils the plan. */
function isStartableEverywhere(state: PoolState, vm: Vm, targets: readonly Host[], reasons: Map<Ref, Reason>): boolean {
  for (const target of targets) {
    const reason = reasonAgainstPlacement(state, vm, target, withoutMemory);
    if (reason === undefined) continue;
    reasons.set(vm.ref, reason);
    return false;
  }
  return true;
}

/** Step 4, for every guest, strictly: replaces what step 3 said. */
function refuseUnmovable(state: PoolState, guests: readonly Vm[], reasons: Map<Ref, Reason>): void {
  for (const vm of guests) {
    const reason = reasonAgainstOperation(state, vm, 'pool_migrate');
    if (reason !== undefined) reasons.set(vm.ref, reason);
  }
}

/** Step 5: also those that step 4 has refused. */
function pack(state: PoolState, guests: readonly Vm[], targets: readonly Host[]): Placement {
  const room = new Map(targets.map((target) => [target, memoryWithBallooning(state, target)]));
  const { antiAffinity } = placementBehaviour(state.coordinator.running);
  return antiAffinity ? packApart(state, guests, room) : packByMemory(guests, room);
}

/** Step 6: once more, on the host that each was given. */
function checkPlaced(state: PoolState, guests: readonly Vm[], placed: Placement, reasons: Map<Ref, Reason>): void {
  for (const vm of guests) {
    const host = placed.get(vm.ref);
    const reason = host === undefined ? undefined : reasonAgainstPlacement(state, vm, host, withoutMemory);
    if (reason !== undefined) reasons.set(vm.ref, reason);
  }
}
