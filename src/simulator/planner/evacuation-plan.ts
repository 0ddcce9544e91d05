/**
 * Where the guests of a host can go, as xapi computes it (xapi.md 6.3). Each step writes a result for each VM and a later
 * step overwrites an earlier one: that decides which of several reasons a user sees.
 */
import { apiBehaviour } from '../../releases/api-behaviour.js';
import type { Host, Ref, Vm } from '../state/objects.js';
import type { PoolState } from '../state/pool-state.js';
import { reasonAgainstMigration } from './migration-check.js';
import { reasonAgainstPlacement, type Reason } from './placement-check.js';
import { mayMove } from './version-order.js';

export interface EvacuationPlan {
  readonly destinations: ReadonlyMap<Ref, Host>;
  readonly reasons: ReadonlyMap<Ref, Reason>;
}

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
  const placed = packByMemory(state, startable, targets);
  for (const vm of startable) {
    if (!placed.has(vm.ref)) reasons.set(vm.ref, ['HOST_NOT_ENOUGH_FREE_MEMORY', vm.ref]);
  }
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

/** Step 2: with HA on, unprotected guests do not move; 8.2 and older call it a lack of memory (xen-api issue 4323). */
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
    const reason = reasonAgainstPlacement(state, vm, target);
    if (reason === undefined) continue;
    reasons.set(vm.ref, reason);
    return false;
  }
  return true;
}

/** Step 4, for every guest: replaces what step 3 said. */
function refuseUnmovable(state: PoolState, guests: readonly Vm[], reasons: Map<Ref, Reason>): void {
  for (const vm of guests) {
    const reason = reasonAgainstMigration(vm, state.coordinator.running);
    if (reason !== undefined) reasons.set(vm.ref, reason);
  }
}

/** Step 5: largest first, each on the target with most room left. */
function packByMemory(state: PoolState, guests: readonly Vm[], targets: readonly Host[]): ReadonlyMap<Ref, Host> {
  const room = new Map(targets.map((target) => [target, state.memoryFree(target)]));
  const placed = new Map<Ref, Host>();
  for (const vm of [...guests].sort((a, b) => b.memory - a.memory)) {
    const [roomiest] = [...room].sort(([, a], [, b]) => b - a);
    if (roomiest === undefined || roomiest[1] < vm.memory) continue;
    placed.set(vm.ref, roomiest[0]);
    room.set(roomiest[0], roomiest[1] - vm.memory);
  }
  return placed;
}
