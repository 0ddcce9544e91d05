/** VMs flagged auto_poweron, started after each host boot anywhere in the pool, if the pool's flag is set (xapi.md 1.5). */
import { reasonAgainstOperation } from '../planner/vm-operation.js';
import type { Vm } from '../state/objects.js';
import type { World } from '../world.js';
import { XapiFailure } from '../xapi-failure.js';
import { chooseHost, startVm } from './vm-start.js';

export function autoStartGuests(world: World): void {
  const { state } = world;
  if (state.pool.otherConfig['auto_poweron'] !== 'true') return;
  for (const vm of state.vms.values()) {
    if (vm.powerState === 'Halted' && vm.otherConfig['auto_poweron'] === 'true') autoStart(world, vm);
  }
}

/** One that cannot start now is left alone. */
function autoStart(world: World, vm: Vm): void {
  if (reasonAgainstOperation(world.state, vm, 'start') !== undefined) return;
  try {
    startVm(world, vm, chooseHost(world.state, vm), false, 'auto-start');
  } catch (error) {
    if (!(error instanceof XapiFailure)) throw error;
  }
}
