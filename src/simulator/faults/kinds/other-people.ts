/** What other people and the pool itself do to a run: memory that is gone, VMs that turn up on an emptied host. */
import { nullRef, type Host, type Vm } from '../../state/objects.js';
import type { World } from '../../world.js';
import type { StepFault } from '../definition.js';
import { atStep, positive, text } from '../parameters.js';
import { replace } from '../replace.js';

const capacity = atStep({ factor: positive.default(1) });
const start = atStep({ vm: text.optional() });

export const capacityLost: StepFault<typeof capacity> = {
  area: 'Evacuation',
  strikes: 'step',
  at: 'host-enabled',
  summary: 'a host has less memory than before: `factor` of what its guests leave free is gone (default 1, all of it)',
  parameters: capacity,
  example: 'capacity-lost host=member-2 of=member-1 at=host-enabled factor=0.5',
  happen: ({ world, hosts }, { factor }) => {
    const before = hosts.map((host) => [host, host.memoryTotal] as const);
    for (const host of hosts) {
      replace(host, { memoryTotal: host.memoryTotal - Math.floor(world.state.memoryFree(host) * Math.min(1, factor)) });
    }
    return () => before.forEach(([host, memoryTotal]) => replace(host, { memoryTotal }));
  },
};

export const vmStartedBySomebody: StepFault<typeof start> = {
  area: 'Evacuation',
  strikes: 'step',
  at: 'evacuation-ended',
  summary: 'somebody starts a VM on the emptied host: `vm`, the first halted one, or a new one',
  parameters: start,
  example: 'vm-started-by-somebody host=coordinator vm=spare',
  happen: ({ world, hosts }, { vm: wanted }) => {
    for (const host of hosts) startOn(world, host, wanted);
    return undefined;
  },
};

function startOn(world: World, host: Host, wanted: string | undefined): void {
  const guests = [...world.state.vms.values()].filter(({ kind }) => kind === 'guest');
  const named = guests.find((vm) => vm.name === wanted || vm.uuid === wanted);
  const vm = named ?? guests.find(({ powerState }) => powerState === 'Halted') ?? newGuest(world);
  vm.powerState = 'Running';
  vm.residentOn = host.ref;
  world.history.record('vm-started', host.uuid, { vm: vm.uuid, why: 'somebody' });
}

/** Like another VM of the pool, so that it has whatever a VM has here. */
function newGuest(world: World): Vm {
  const [like] = world.state.vms.values();
  if (like === undefined) throw new RangeError('a pool without a control domain');
  const guest = { kind: 'guest', name: 'started-by-somebody', otherConfig: {}, currentOperations: {} } as const;
  const vm: Vm = { ...like, ...world.state.newEntity(), ...guest, scheduledOn: nullRef };
  world.state.vms.set(vm.ref, vm);
  return vm;
}
