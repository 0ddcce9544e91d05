/**
 * Can the pool still stand the failures that HA must tolerate (`plan_for_n_failures` in xapi_ha_vm_failover.ml)? Every choice of
 * that many hosts is taken down in thought, and the protected VMs are packed onto the rest.
 */
import type { Host, Vm } from '../state/objects.js';
import { nullRef } from '../state/objects.js';
import type { PoolState } from '../state/pool-state.js';
import { reasonAgainstAgility } from './agility.js';
import { packByMemory, roomAfter, type Room } from './binpack.js';
import { memoryWithBallooning } from './memory.js';

/** Nothing is refused when there is no plan as it is: it cannot get worse. */
export function breaksFailoverPlan(state: PoolState, disabled: Host): boolean {
  const { haEnabled, haFailuresToTolerate } = state.pool;
  if (!haEnabled) return false;
  const hosts = state.hostList.filter((host) => host.enabled && host.live);
  return (
    planExists(state, hosts, haFailuresToTolerate) &&
    !planExists(
      state,
      hosts.filter((host) => host !== disabled),
      haFailuresToTolerate,
    )
  );
}

function planExists(state: PoolState, hosts: readonly Host[], failures: number): boolean {
  const vms = [...state.vms.values()].filter((vm) => vm.haRestartPriority === 'restart');
  if (vms.some((vm) => reasonAgainstAgility(state, vm) !== undefined)) return false;
  const room: Room = new Map(hosts.map((host) => [host, memoryWithBallooning(state, host)]));
  const homes = new Map(vms.map((vm) => [vm, hosts.find((host) => host.ref === vm.residentOn)]));
  const homeless = vms.filter((vm) => homes.get(vm) === undefined && vm.residentOn !== nullRef);
  const placed = packByMemory(homeless, room);
  if (placed.size < homeless.length) return false;
  for (const vm of homeless) homes.set(vm, placed.get(vm.ref));
  if (hosts.length < failures || (hosts.length === failures && vms.length > 0)) return false;
  return survivesAll({ hosts, homes, room: roomAfter(room, homeless, placed) }, failures);
}

interface Scene {
  readonly hosts: readonly Host[];
  readonly homes: ReadonlyMap<Vm, Host | undefined>;
  readonly room: Room;
}

function survivesAll(scene: Scene, failures: number): boolean {
  if (failures === 0) return true;
  return scene.hosts.every((host) => {
    const after = afterFailure(scene, host);
    return after !== undefined && survivesAll(after, failures - 1);
  });
}

function afterFailure({ hosts, homes, room }: Scene, dead: Host): Scene | undefined {
  const left = new Map([...room].filter(([host]) => host !== dead));
  const victims = [...homes].filter(([, home]) => home === dead).map(([vm]) => vm);
  const placed = packByMemory(victims, left);
  if (placed.size < victims.length) return undefined;
  return {
    hosts: hosts.filter((host) => host !== dead),
    homes: new Map([...homes].map(([vm, home]) => [vm, placed.get(vm.ref) ?? home])),
    room: roomAfter(left, victims, placed),
  };
}
