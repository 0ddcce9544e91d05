/**
 * Packing that keeps the VMs of an anti-affinity group apart (`compute_anti_aff_evac_plan` in xapi_ha_vm_failover.ml): first
 * a plan that spreads each group evenly, then one that leaves each group on two hosts at least, then one that ignores groups.
 */
import type { Host, Ref, Vm } from '../state/objects.js';
import type { PoolState } from '../state/pool-state.js';
import { packByMemory, roomAfter, type Placement, type Room } from './binpack.js';
import { plannedMemory } from './memory.js';

/** A pool of fewer hosts has one target at most, so there is nothing to spread over. */
const leastHosts = 3;

export function packApart(state: PoolState, vms: readonly Vm[], room: Room): Placement {
  if (state.hosts.size < leastHosts) return packByMemory(vms, room);
  const grouped = vms
    .filter((vm) => vm.hardware.antiAffinityGroup !== null)
    .sort((a, b) => plannedMemory(a) - plannedMemory(b));
  const others = vms.filter((vm) => vm.hardware.antiAffinityGroup === null);
  const even = spreadEvenly(state, grouped, room);
  const plan = even === undefined ? undefined : completed(even, grouped, others, room);
  if (plan !== undefined) return plan;
  const apart = spreadOverTwo(state, grouped, room);
  const rest = [...others, ...grouped.filter((vm) => !apart.has(vm.ref))];
  return completed(apart, grouped, rest, room) ?? packByMemory(vms, room);
}

/** The others packed into what is left, or nothing when not all of them fit. An empty plan counts as none. */
function completed(plan: Placement, planned: readonly Vm[], rest: readonly Vm[], room: Room): Placement | undefined {
  if (plan.size === 0) return undefined;
  const packed = packByMemory(rest, roomAfter(room, planned, plan));
  return packed.size === rest.length ? new Map([...plan, ...packed]) : undefined;
}

/** On the host with fewest of the group, of these the one with least memory that is enough; nothing when one does not fit. */
function spreadEvenly(state: PoolState, vms: readonly Vm[], room: Room): Placement | undefined {
  const plan = new Map<Ref, Host>();
  for (const vm of vms) {
    const left = roomAfter(room, vms, plan);
    const [best] = [...left]
      .filter(([, free]) => free >= plannedMemory(vm))
      .map(([host, free]) => ({ host, free, count: membersOn(state, vm, host, plan) }))
      .sort((a, b) => a.count - b.count || a.free - b.free);
    if (best === undefined) return undefined;
    plan.set(vm.ref, best.host);
  }
  return plan;
}

/** Only as many as it takes to have each group on two hosts. */
function spreadOverTwo(state: PoolState, vms: readonly Vm[], room: Room): Placement {
  const plan = new Map<Ref, Host>();
  for (const vm of vms) {
    const counts = [...roomAfter(room, vms, plan)].map(([host, free]) => ({
      host,
      free,
      count: membersOn(state, vm, host, plan),
    }));
    if (counts.filter(({ count }) => count > 0).length >= 2) continue;
    const [best] = counts
      .filter(({ count, free }) => count === 0 && free >= plannedMemory(vm))
      .sort((a, b) => a.free - b.free);
    if (best !== undefined) plan.set(vm.ref, best.host);
  }
  return plan;
}

/** Running VMs of the group that are there or on their way there, and those that are planned to be. */
function membersOn(state: PoolState, { hardware: { antiAffinityGroup } }: Vm, host: Host, plan: Placement): number {
  return [...state.vms.values()].filter((vm) => {
    if (vm.hardware.antiAffinityGroup !== antiAffinityGroup || vm.powerState !== 'Running') return false;
    const planned = plan.get(vm.ref);
    if (planned !== undefined) return planned === host;
    return vm.scheduledOn === host.ref || vm.residentOn === host.ref;
  }).length;
}
