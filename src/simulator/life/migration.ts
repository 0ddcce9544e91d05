/** Moving a running VM within the pool: the checks of `VM.pool_migrate` in xapi's order, then the time it takes (xapi.md 6.2). */
import { reasonAgainstMigration } from '../planner/migration-check.js';
import { mayMove } from '../planner/version-order.js';
import { nullRef, type Host, type Ref, type Vm } from '../state/objects.js';
import { without } from '../state/text-map.js';
import type { World } from '../world.js';
import { XapiFailure } from '../xapi-failure.js';
import type { Call } from '../dispatch/call.js';

export async function migrateOnCall(world: World, vm: Vm, to: Host, call: Call): Promise<void> {
  const force = call.map('options')['force'] === 'true';
  const reason = reasonAgainstMigration(vm, world.state.coordinator.running, force);
  if (reason !== undefined) throw new XapiFailure(reason);
  assertVersionRule(world, vm, to);
  await migrate(world, vm, to, call.operationRef, call.signal);
}

/** Only with the flag set; the error says nothing of versions. */
function assertVersionRule(world: World, vm: Vm, to: Host): void {
  const { state, flag } = world;
  const from = state.host(vm.residentOn);
  if (!flag.isSet || mayMove(from.recordedVersion, to.recordedVersion, state.coordinator.running)) return;
  throw XapiFailure.of('NOT_SUPPORTED_DURING_UPGRADE');
}

/** The migration itself, also for evacuations; the VM is on the target only at the end. @throws XapiFailure */
export async function migrate(world: World, vm: Vm, to: Host, operation: Ref, signal: AbortSignal): Promise<void> {
  const from = world.state.host(vm.residentOn);
  assertRoom(world, vm, to);
  vm.currentOperations = { ...vm.currentOperations, [operation]: 'pool_migrate' };
  vm.scheduledOn = to.ref;
  try {
    await world.sleep(duration(world, vm, from), signal);
  } finally {
    vm.scheduledOn = nullRef;
    vm.currentOperations = without(vm.currentOperations, operation);
  }
  if (vm.residentOn !== from.ref || to.power !== 'on') {
    throw XapiFailure.of('VM_MIGRATE_FAILED', vm.ref, from.ref, to.ref, 'the host has gone down');
  }
  vm.residentOn = to.ref;
  world.history.record('vm-moved', to.uuid, { vm: vm.uuid, from: from.uuid, to: to.uuid, why: 'call' });
}

/** Bytes needed and available: other parameters than the planner's error of the same name. */
function assertRoom(world: World, vm: Vm, to: Host): void {
  if (!to.live) throw XapiFailure.of('HOST_NOT_LIVE');
  if (!to.enabled) throw XapiFailure.of('HOST_DISABLED', to.ref);
  const unseen = world.state.srsOf(vm).find((sr) => !world.state.sees(to, sr));
  if (unseen !== undefined) throw XapiFailure.of('VM_REQUIRES_SR', vm.ref, unseen.ref);
  const free = world.state.memoryFree(to);
  if (free < vm.memory) throw XapiFailure.of('HOST_NOT_ENOUGH_FREE_MEMORY', String(vm.memory), String(free));
}

function duration(world: World, vm: Vm, from: Host): number {
  const usual = Math.max(world.times.migrationLeast, (vm.memory / world.times.migrationRate) * 1000);
  const fault = world.strikes('migration-slow', { host: from, vm });
  return usual * (fault?.factor ?? 1);
}
