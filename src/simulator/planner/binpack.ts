/** xapi's packing of VMs onto hosts by memory: largest first, each on the host with most room (binpack.ml). */
import type { Host, Ref, Vm } from '../state/objects.js';
import { plannedMemory } from './memory.js';

export type Room = ReadonlyMap<Host, number>;
export type Placement = ReadonlyMap<Ref, Host>;

/** Those that do not fit are left out. */
export function packByMemory(vms: readonly Vm[], room: Room): Placement {
  const left = new Map(room);
  const placed = new Map<Ref, Host>();
  for (const vm of [...vms].sort((a, b) => plannedMemory(b) - plannedMemory(a))) {
    const [roomiest] = [...left].sort(([, a], [, b]) => b - a);
    if (roomiest === undefined || roomiest[1] < plannedMemory(vm)) continue;
    placed.set(vm.ref, roomiest[0]);
    left.set(roomiest[0], roomiest[1] - plannedMemory(vm));
  }
  return placed;
}

/** What is left once these VMs have moved. */
export function roomAfter(room: Room, vms: readonly Vm[], placement: Placement): Room {
  const left = new Map(room);
  for (const vm of vms) {
    const host = placement.get(vm.ref);
    if (host !== undefined) left.set(host, (left.get(host) ?? 0) - plannedMemory(vm));
  }
  return left;
}
