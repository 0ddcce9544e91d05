/**
 * Other people and programs at work on the pool, as records show them: Xen Orchestra's and XenCenter's marks, the names that
 * xapi gives to tasks, operations on hosts, VMs and storage, and somebody who takes the claim of a run.
 */
import { z } from 'zod';
import { createTask } from '../../dispatch/tasks.js';
import type { Host, Task, Vm } from '../../state/objects.js';
import { without } from '../../state/text-map.js';
import type { World } from '../../world.js';
import type { StepFault } from '../definition.js';
import { guestsMeant } from '../guests-meant.js';
import { atStep, text } from '../parameters.js';

export const works = [
  'xo-backup',
  'xo-patch',
  'xencenter-upgrade',
  'export',
  'snapshot',
  'migration',
  'evacuation',
  'update',
  'import',
  'storage-scan',
  'storage-copy',
] as const;
type WorkName = (typeof works)[number];

const work = atStep({
  does: z.enum(works, `must be one of ${works.join(', ')}`),
  vm: text.optional(),
});

/** Gives what ends it. */
type Begin = (world: World, host: Host, vm: Vm | undefined) => () => void;

const beginnings: Readonly<Record<WorkName, Begin>> = {
  'xo-backup': (world, host, vm) => {
    const task = begin(world, host, `[XO] Exporting content of VDI ${vm?.name ?? 'a disk'} as vhd stream`);
    const reason = 'VM migration is blocked during backup';
    if (vm !== undefined)
      vm.blockedOperations = { ...vm.blockedOperations, pool_migrate: reason, migrate_send: reason };
    return () => {
      if (vm !== undefined)
        vm.blockedOperations = without(without(vm.blockedOperations, 'pool_migrate'), 'migrate_send');
      end(world, task);
    };
  },
  'xo-patch': (world, host) => taskAlone(world, host, '[XO] Patch upload'),
  'xencenter-upgrade': (world, host) => {
    const task = begin(world, host, 'host.call_plugin');
    task.otherConfig = { XenCenterUUID: '7c8ab9c0-0000-4000-8000-0000000000d0', applies_to: host.ref };
    return () => end(world, task);
  },
  export: (world, host, vm) => onVm(world, host, vm, 'export', 'VM.export'),
  snapshot: (world, host, vm) => onVm(world, host, vm, 'snapshot', 'Async.VM.snapshot'),
  migration: (world, host, vm) => onVm(world, host, vm, 'pool_migrate', 'Async.VM.pool_migrate'),
  evacuation: (world, host) => onHost(world, host, 'evacuate', 'Async.host.evacuate'),
  update: (world, host) => onHost(world, host, 'apply_updates', 'Async.pool_update.apply'),
  import: (world, host) => taskAlone(world, host, 'VM.import'),
  'storage-scan': (world, host) => taskAlone(world, host, 'SR.scan'),
  'storage-copy': (world, host) => taskAlone(world, host, 'Async.VDI.copy'),
};

export const somebodyAtWork: StepFault<typeof work> = {
  area: 'Other people',
  strikes: 'step',
  at: 'start',
  summary: `somebody else is at work on the host (or on \`vm\`, else its first guest) for as long as \`lasts\`; \`does\` is one of ${works.join(', ')}`,
  parameters: work,
  example: 'somebody-at-work does=xo-backup vm=vm-1 lasts=20min',
  happen: (happening, { does, vm: wanted }) => {
    const { world, hosts } = happening;
    const [host = world.state.coordinator] = hosts;
    const [named] = wanted === undefined ? world.state.guestsOn(host) : guestsMeant(happening, wanted);
    const where = named === undefined ? host : (world.state.hosts.get(named.residentOn) ?? host);
    return beginnings[does](world, where, named);
  },
};

const claim = atStep({ run: text.optional() });

export const claimTaken: StepFault<typeof claim> = {
  area: 'Other people',
  strikes: 'step',
  at: 'host-disabled',
  summary: 'somebody takes the claim of a run off the pool and, with `run`, claims it for another',
  parameters: claim,
  example: 'claim-taken at=host-enabled of=coordinator run=run-of-bob',
  happen: ({ world }, { run }) => {
    const { pool } = world.state;
    pool.otherConfig = without(pool.otherConfig, 'drydock_run');
    world.history.record('pool-key-removed', null, { key: 'drydock_run' });
    if (run === undefined) return undefined;
    pool.otherConfig = { ...pool.otherConfig, drydock_run: run };
    world.history.record('pool-key-added', null, { key: 'drydock_run', value: run });
    return undefined;
  },
};

function begin(world: World, host: Host, name: string): Task {
  return createTask(world, host, null, name);
}

/** A coordinator that went down has taken the task with it. */
function end(world: World, task: Task): void {
  if (world.state.tasks.get(task.ref) !== task) return;
  task.status = 'success';
  task.progress = 1;
  task.finishedAt = world.now();
}

function taskAlone(world: World, host: Host, name: string): () => void {
  const task = begin(world, host, name);
  return () => end(world, task);
}

function onVm(world: World, host: Host, vm: Vm | undefined, operation: string, name: string): () => void {
  const task = begin(world, host, name);
  if (vm !== undefined) vm.currentOperations = { ...vm.currentOperations, [task.ref]: operation };
  return () => {
    if (vm !== undefined) vm.currentOperations = without(vm.currentOperations, task.ref);
    end(world, task);
  };
}

function onHost(world: World, host: Host, operation: string, name: string): () => void {
  const task = begin(world, host, name);
  host.currentOperations = { ...host.currentOperations, [task.ref]: operation };
  return () => {
    host.currentOperations = without(host.currentOperations, task.ref);
    end(world, task);
  };
}
