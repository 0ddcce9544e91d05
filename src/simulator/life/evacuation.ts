/**
 * `host.evacuate`: plan, then migrate, up to a batch at a time and the next one as soon as one has ended; a failing migration
 * ends it, and what has moved stays moved (xapi.md 1.4; `evacuate` in xapi_host.ml).
 */
import { apiBehaviour } from '../../releases/api-behaviour.js';
import type { EvacuationPlan } from '../planner/evacuation-plan.js';
import type { Host, Vm } from '../state/objects.js';
import type { World } from '../world.js';
import { XapiFailure } from '../xapi-failure.js';
import { withHostOperation } from './host-operation.js';
import { migrate, type Migration } from './migration.js';
import { planWithWlb } from './wlb.js';

export interface Evacuation extends Pick<Migration, 'operation' | 'why' | 'signal'> {
  /** Zero: as the release does it. */
  readonly batch: number;
  /** Called with the part that is done. */
  readonly progress: (done: number) => void;
}

export function evacuateHost(world: World, host: Host, evacuation: Evacuation): Promise<void> {
  return withHostOperation(world, host, 'evacuate', evacuation.operation, async () => {
    const plan = planWithWlb(world, host);
    const [reason] = plan.reasons.values();
    if (reason !== undefined) throw new XapiFailure(reason);
    await carryOut(world, host, plan, evacuation);
  });
}

async function carryOut(world: World, host: Host, plan: EvacuationPlan, evacuation: Evacuation): Promise<void> {
  const guests = world.state.guestsOn(host);
  world.history.record('evacuation-began', host.uuid, { guests: guests.map((vm) => vm.uuid) });
  try {
    await moveAll(world, host, guests, (vm) => plan.destinations.get(vm.ref), evacuation);
    assertEmpty(world, host);
    world.history.record('evacuation-ended', host.uuid, { error: [] });
  } catch (error) {
    if (error instanceof XapiFailure) world.history.record('evacuation-ended', host.uuid, { error: error.description });
    throw error;
  }
}

/** After a failure nothing more is begun; migrations under way go on to their end by themselves. */
async function moveAll(
  world: World,
  host: Host,
  guests: readonly Vm[],
  destination: (vm: Vm) => Host | undefined,
  evacuation: Evacuation,
): Promise<void> {
  const waiting = [...guests];
  let done = 0;
  let failed = false;
  const work = async (): Promise<void> => {
    for (let vm = waiting.shift(); vm !== undefined && !failed; vm = waiting.shift()) {
      try {
        await moveOne(world, host, vm, destination(vm), evacuation);
      } catch (error) {
        failed = true;
        throw error;
      }
      done++;
      evacuation.progress(Math.min(0.99, done / guests.length));
    }
  };
  const batch = evacuation.batch > 0 ? evacuation.batch : apiBehaviour(world.state.coordinator.running).evacuationBatch;
  const workers = Array.from({ length: Math.min(batch, guests.length) }, work);
  for (const worker of workers) world.spawn(() => worker.catch(() => undefined));
  await Promise.all(workers);
}

/** Each migration is a task of its own. A VM that stopped meanwhile is skipped. */
async function moveOne(
  world: World,
  host: Host,
  vm: Vm,
  to: Host | undefined,
  { why, signal }: Evacuation,
): Promise<void> {
  if (to === undefined || vm.residentOn !== host.ref) return;
  if (world.strikes('vm-left-behind', { host, vm }) !== undefined) return;
  const fault = world.strikes('evacuation-fails', { host, vm });
  if (fault !== undefined)
    throw new XapiFailure(fault.error ?? ['VM_MIGRATE_FAILED', vm.ref, host.ref, to.ref, 'scripted']);
  try {
    await migrate(world, vm, to, { force: false, operation: world.state.newEntity().ref, why, signal });
  } catch (error) {
    if (!(error instanceof XapiFailure) || error.description[0] !== 'VM_BAD_POWER_STATE') throw error;
  }
}

function assertEmpty(world: World, host: Host): void {
  const left = world.state.guestsOn(host).length;
  if (left > 0) throw XapiFailure.of('INTERNAL_ERROR', `evacuate: ${left} VMs are still resident on ${host.ref}`);
}
