/**
 * Moving a running VM within the pool: the checks of `VM.pool_migrate` in xapi's order (message_forwarding.ml), then the time
 * it takes (xapi.md 6.2, 6.4). An evacuation calls the very same.
 */
import { placementBehaviour } from '../../releases/placement-behaviour.js';
import { cpuCheck } from '../planner/cpu-check.js';
import { reasonAgainstPlacement, type Reason } from '../planner/placement-check.js';
import { reasonAgainstHostOperation } from '../planner/host-operation.js';
import { mayMove } from '../planner/version-order.js';
import { reasonAgainstOperation } from '../planner/vm-operation.js';
import { nullRef, type Host, type Ref, type Vm } from '../state/objects.js';
import { without } from '../state/text-map.js';
import type { World } from '../world.js';
import { XapiFailure } from '../xapi-failure.js';
import { assertReachable } from '../calls/host-reach.js';
import type { Call } from '../dispatch/call.js';

export interface Migration {
  /** Skips the CPU check and the strictness about guest tools, not the rules on memory and versions. */
  readonly force: boolean;
  /** The key under which current_operations lists it. */
  readonly operation: Ref;
  readonly why: 'call' | 'shutdown';
  readonly signal: AbortSignal;
}

export async function migrateOnCall(world: World, vm: Vm, to: Host, call: Call): Promise<void> {
  const force = call.map('options')['force'] === 'true';
  await migrate(world, vm, to, { force, operation: call.operationRef, why: 'call', signal: call.signal });
}

/** The VM is on the target only at the end. @throws XapiFailure */
export async function migrate(world: World, vm: Vm, to: Host, migration: Migration): Promise<void> {
  const reason = reasonAgainstMigration(world, vm, to, migration.force);
  if (reason !== undefined) throw new XapiFailure(reason);
  const from = world.state.host(vm.residentOn);
  assertReachable(from);
  begin(vm, to, migration.operation);
  try {
    await world.sleep(duration(world, vm, from), migration.signal);
  } finally {
    end(vm, to, migration.operation);
  }
  if (vm.residentOn !== from.ref || from.power !== 'on' || to.power !== 'on') {
    throw XapiFailure.of('VM_MIGRATE_FAILED', vm.ref, from.ref, to.ref, 'the host has gone down');
  }
  vm.residentOn = to.ref;
  world.history.record('vm-moved', to.uuid, { vm: vm.uuid, from: from.uuid, to: to.uuid, why: migration.why });
}

/**
 * CPU (unless forced), operation, version rule, and the boot check of the target with memory but without CPU. Before 7.5 the
 * version rule came first.
 */
function reasonAgainstMigration(world: World, vm: Vm, to: Host, force: boolean): Reason | undefined {
  const { state } = world;
  const { versionRuleFirst } = placementBehaviour(state.coordinator.running);
  return (
    (versionRuleFirst ? versionRule(world, vm, to) : undefined) ??
    (force ? undefined : cpuCheck(vm, to)) ??
    reasonAgainstOperation(state, vm, 'pool_migrate', !force) ??
    versionRule(world, vm, to) ??
    reasonAgainstPlacement(state, vm, to, { cpu: false, memory: true }) ??
    reasonAgainstHostOperation(to, 'vm_migrate')
  );
}

/** Only with the flag set; the error says nothing of versions. */
function versionRule(world: World, vm: Vm, to: Host): Reason | undefined {
  const { state } = world;
  const from = state.hosts.get(vm.residentOn);
  if (!state.upgrading || from === undefined) return undefined;
  const allowed = mayMove(from.recordedVersion, to.recordedVersion, state.coordinator.running);
  return allowed ? undefined : ['NOT_SUPPORTED_DURING_UPGRADE'];
}

function begin(vm: Vm, to: Host, operation: Ref): void {
  vm.currentOperations = { ...vm.currentOperations, [operation]: 'pool_migrate' };
  to.currentOperations = { ...to.currentOperations, [operation]: 'vm_migrate' };
  vm.scheduledOn = to.ref;
}

function end(vm: Vm, to: Host, operation: Ref): void {
  vm.scheduledOn = nullRef;
  vm.currentOperations = without(vm.currentOperations, operation);
  to.currentOperations = without(to.currentOperations, operation);
}

function duration(world: World, vm: Vm, from: Host): number {
  const usual = Math.max(world.times.migrationLeast, (vm.memory / world.times.migrationRate) * 1000);
  const fault = world.strikes('migration-slow', { host: from, vm });
  return usual * (fault?.factor ?? 1);
}
