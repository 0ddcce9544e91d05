/** `host.evacuate`: plan, then migrate in batches; a failing migration ends it, and what has moved stays moved (xapi.md 1.4). */
import { apiBehaviour } from '../../releases/api-behaviour.js';
import { planEvacuation } from '../planner/evacuation-plan.js';
import type { Host, Vm } from '../state/objects.js';
import { without } from '../state/text-map.js';
import type { World } from '../world.js';
import { XapiFailure } from '../xapi-failure.js';
import type { Call } from '../dispatch/call.js';
import { migrate } from './migration.js';

export async function evacuateHost(world: World, host: Host, call: Call): Promise<void> {
  const guests = world.state.guestsOn(host);
  const { destinations, reasons } = planEvacuation(world.state, host);
  const [reason] = reasons.values();
  if (reason !== undefined) throw new XapiFailure(reason);
  world.history.record('evacuation-began', host.uuid, { guests: guests.map((vm) => vm.uuid) });
  host.currentOperations = { ...host.currentOperations, [call.operationRef]: 'evacuate' };
  try {
    await moveInBatches(world, host, guests, (vm) => destinations.get(vm.ref), call);
    assertEmpty(world, host);
    world.history.record('evacuation-ended', host.uuid, { error: [] });
  } catch (error) {
    if (error instanceof XapiFailure) world.history.record('evacuation-ended', host.uuid, { error: error.description });
    throw error;
  } finally {
    host.currentOperations = without(host.currentOperations, call.operationRef);
  }
}

async function moveInBatches(
  world: World,
  host: Host,
  guests: readonly Vm[],
  destination: (vm: Vm) => Host | undefined,
  call: Call,
): Promise<void> {
  const size = batchSize(world, call);
  for (let start = 0; start < guests.length; start += size) {
    const batch = guests.slice(start, start + size);
    const outcomes = await Promise.allSettled(batch.map((vm) => moveOne(world, host, vm, destination(vm), call)));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    if (call.task !== null) call.task.progress = Math.min(0.99, (start + batch.length) / guests.length);
  }
}

/** A VM that stopped meanwhile is skipped. */
async function moveOne(world: World, host: Host, vm: Vm, to: Host | undefined, call: Call): Promise<void> {
  if (to === undefined || vm.residentOn !== host.ref) return;
  if (world.strikes('vm-left-behind', { host, vm }) !== undefined) return;
  const fault = world.strikes('evacuation-fails', { host, vm });
  if (fault !== undefined)
    throw new XapiFailure(fault.error ?? ['VM_MIGRATE_FAILED', vm.ref, host.ref, to.ref, 'scripted']);
  await migrate(world, vm, to, call.operationRef, call.signal);
}

function batchSize(world: World, call: Call): number {
  const wanted = call.has('evacuate_batch_size') ? call.number('evacuate_batch_size') : 0;
  return wanted > 0 ? wanted : apiBehaviour(world.state.coordinator.running).evacuationBatch;
}

function assertEmpty(world: World, host: Host): void {
  const left = world.state.guestsOn(host).length;
  if (left > 0) throw XapiFailure.of('INTERNAL_ERROR', `evacuate: ${left} VMs are still resident on ${host.ref}`);
}
