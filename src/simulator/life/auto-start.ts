/** VMs flagged auto_poweron, started after each host boot anywhere in the pool, if the pool's flag is set (xapi.md 1.5). */
import type { World } from '../world.js';
import { newestHosts } from '../planner/newest-hosts.js';

export function autoStartGuests(world: World): void {
  const { state } = world;
  if (state.pool.otherConfig['auto_poweron'] !== 'true') return;
  for (const vm of state.vms.values()) {
    if (vm.powerState !== 'Halted' || vm.otherConfig['auto_poweron'] !== 'true') continue;
    const host = newestHosts(state).find(
      (other) => other.enabled && other.live && state.memoryFree(other) >= vm.memory,
    );
    if (host === undefined) continue;
    vm.powerState = 'Running';
    vm.residentOn = host.ref;
    world.history.record('vm-started', host.uuid, { vm: vm.uuid, why: 'auto-start' });
  }
}
