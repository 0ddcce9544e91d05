/**
 * Guests that are left on a host when it goes down. From 7.5 its own service empties it (`ensure_no_vms` in vm_evacuation.ml): those
 * that cannot move are shut down, the others evacuated, and whoever is left then is shut down too. Older hosts just take them down.
 */
import { planEvacuation } from '../planner/evacuation-plan.js';
import { reasonAgainstOperation } from '../planner/vm-operation.js';
import { nullRef, type Host, type Vm } from '../state/objects.js';
import type { World } from '../world.js';
import { evacuateHost } from './evacuation.js';
import { halt } from './vm-stop.js';

/** A guest that switches itself off, in its own time. */
const selfManaged = 'auto_poweroff';

export async function emptyHost(world: World, host: Host): Promise<void> {
  if (world.state.guestsOn(host).length === 0) return;
  const { reasons } = planEvacuation(world.state, host);
  const stuck = world.state.guestsOn(host).filter((vm) => reasons.has(vm.ref) && !(selfManaged in vm.otherConfig));
  await shutDownAll(world, host, stuck);
  await tryToEvacuate(world, host);
  await shutDownAll(world, host, runningGuests(world, host));
}

function runningGuests(world: World, host: Host): readonly Vm[] {
  return world.state.guestsOn(host).filter((vm) => vm.powerState === 'Running' && !(selfManaged in vm.otherConfig));
}

/** No failure of it keeps a host from going down. */
async function tryToEvacuate(world: World, host: Host): Promise<void> {
  if (world.state.guestsOn(host).length === 0 || world.state.coordinator.agent !== 'coordinator') return;
  try {
    await evacuateHost(world, host, {
      operation: world.state.newEntity().ref,
      why: 'shutdown',
      signal: world.coordinatorLife,
      batch: 0,
      progress: () => undefined,
    });
  } catch {
    world.throwIfStopped();
  }
}

/** Together: in order where the guest's tools allow it, hard where they do not. */
async function shutDownAll(world: World, host: Host, vms: readonly Vm[]): Promise<void> {
  const inOrder = vms.filter((vm) => reasonAgainstOperation(world.state, vm, 'clean_shutdown') === undefined);
  if (inOrder.length > 0) await world.sleep(world.times.guestShutdown);
  for (const vm of vms) {
    if (vm.residentOn !== host.ref) continue;
    halt(vm);
    world.history.record('vm-stopped', host.uuid, { vm: vm.uuid, why: 'host-shutdown' });
  }
}

/** Gone at once; the database goes on calling them running until the host is back. */
export function loseGuests(world: World, host: Host): void {
  const guests = world.state.guestsOn(host);
  if (guests.length === 0) return;
  for (const vm of guests) vm.scheduledOn = nullRef;
  world.history.record('guests-lost', host.uuid, { vms: guests.map((vm) => vm.uuid) });
}

/** A host that has booted runs no guest: what the database still has there is halted (`resynchronise` in xapi_xenops.ml). */
export function resynchroniseGuests(world: World, host: Host): void {
  for (const vm of world.state.guestsOn(host)) halt(vm);
}
