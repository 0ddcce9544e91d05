/** A host going down in order: guests, storage, the farewell, and what dies with the coordinator (xapi.md 2.7). */
import { apiBehaviour } from '../../releases/api-behaviour.js';
import { nullRef, type Host, type Vm } from '../state/objects.js';
import { planEvacuation } from '../planner/evacuation-plan.js';
import type { World } from '../world.js';

export async function shutDownHost(world: World, host: Host, why: 'reboot' | 'shutdown'): Promise<void> {
  await parkGuests(world, host);
  for (const pbd of world.state.pbdsOf(host)) pbd.attached = false;
  markDisabled(world, host);
  host.live = false;
  switchOff(world, host, why);
}

/** Without a farewell: `live` stays true until the heartbeats are missed, guests are gone at once. */
export function losePower(world: World, host: Host): void {
  killGuests(world, world.state.guestsOn(host));
  host.silentSince = world.now();
  switchOff(world, host, 'power-loss');
}

function switchOff(world: World, host: Host, why: 'reboot' | 'shutdown' | 'power-loss'): void {
  stopAgent(world, host);
  host.power = 'off';
  world.history.record('host-down', host.uuid, { why });
}

/** What lives in the memory of a host's xapi goes with it. */
export function stopAgent(world: World, host: Host): void {
  const wasCoordinator = host.agent === 'coordinator';
  world.setAgent(host, 'off');
  host.disableMark = false;
  host.currentOperations = {};
  if (wasCoordinator) loseCoordinatorMemory(world, host);
}

function loseCoordinatorMemory(world: World, host: Host): void {
  const { sessions, tasks } = world.state;
  world.history.record('sessions-lost', host.uuid, { sessions: sessions.size, tasks: tasks.size });
  sessions.clear();
  tasks.clear();
  world.endCoordinatorLife();
}

function markDisabled(world: World, host: Host): void {
  if (!host.enabled) return;
  host.enabled = false;
  world.history.record('host-disabled', host.uuid, { by: 'shutdown' });
}

/**
 * From 7.5 the shutdown of a host moves the guests that can move and shuts down the others; older
 * hosts just take them down.
 */
async function parkGuests(world: World, host: Host): Promise<void> {
  const guests = world.state.guestsOn(host);
  if (guests.length === 0) return;
  if (apiBehaviour(host.running).guestsLeftAtReboot === 'killed') {
    killGuests(world, guests);
    return;
  }
  const { destinations } = planEvacuation(world.state, host);
  for (const vm of guests) {
    const destination = destinations.get(vm.ref);
    await world.sleep(world.times.guestShutdown);
    if (destination === undefined) stopGuest(world, vm);
    else moveGuest(world, vm, host, destination);
  }
}

function moveGuest(world: World, vm: Vm, from: Host, to: Host): void {
  vm.residentOn = to.ref;
  world.history.record('vm-moved', to.uuid, { vm: vm.uuid, from: from.uuid, to: to.uuid, why: 'shutdown' });
}

function stopGuest(world: World, vm: Vm): void {
  const host = world.state.host(vm.residentOn);
  halt(vm);
  world.history.record('vm-stopped', host.uuid, { vm: vm.uuid, why: 'host-shutdown' });
}

function killGuests(world: World, guests: readonly Vm[]): void {
  const [first] = guests;
  if (first === undefined) return;
  const host = world.state.host(first.residentOn);
  for (const vm of guests) halt(vm);
  world.history.record('guests-lost', host.uuid, { vms: guests.map((vm) => vm.uuid) });
}

function halt(vm: Vm): void {
  vm.powerState = 'Halted';
  vm.residentOn = nullRef;
}
