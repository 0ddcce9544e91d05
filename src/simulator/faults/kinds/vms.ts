/** VMs that are not the easy kind (xapi.md 6.5, VMs): each changes one guest, at the start unless told otherwise. */
import { addVdi } from '../../state/build-storage.js';
import { nullRef, type Host, type Vm } from '../../state/objects.js';
import type { World } from '../../world.js';
import type { Happening, StepFault } from '../definition.js';
import { guestsMeant } from '../guests-meant.js';
import { atStep, text } from '../parameters.js';
import { replace } from '../replace.js';
import type { Step } from '../steps.js';

const parameters = atStep({ vm: text.optional() });

export type VmFault = StepFault<typeof parameters>;

type Change = (vm: Vm, world: World, happening: Happening) => (() => void) | undefined;

function vmFault(name: string, summary: string, change: Change, at: Step = 'start'): VmFault {
  return {
    area: 'VMs',
    strikes: 'step',
    at,
    summary,
    parameters,
    example: `${name} vm=vm-1`,
    happen: (happening, { vm }) => {
      const ends = guestsMeant(happening, vm).map((guest) => change(guest, happening.world, happening));
      return ends.some((end) => end !== undefined) ? () => ends.forEach((end) => end?.()) : undefined;
    },
  };
}

/** Gives what puts the old values back. */
function set(vm: Vm, change: Partial<Vm>): () => void {
  const before = { ...vm };
  replace(vm, change);
  const old = Object.fromEntries(Object.keys(change).map((name) => [name, before[name as keyof Vm]])) as Partial<Vm>;
  return () => replace(vm, old);
}

export const vmOnLocalDisk = vmFault('vm-on-local-disk', "a disk of the VM is on its host's own SR", (vm, world) => {
  const host = homeOf(vm, world);
  const sr = world.state.pbdsOf(host).map((pbd) => world.state.srs.get(pbd.sr));
  const local = sr.find((found) => found?.shared === false && found.contentType !== 'iso');
  const disk = world.state.disksOf(vm).find(({ type }) => type === 'Disk');
  if (local === undefined || disk === undefined) return undefined;
  const before = disk.vdi;
  disk.vdi = addVdi(world.state, `${vm.name} local disk`, local, 20 * 1024 ** 3).ref;
  return () => (disk.vdi = before);
});

export const vmWithLocalCd = vmFault(
  'vm-with-local-cd',
  "a CD of its host's own ISO library is in the drive",
  (vm, world) => {
    const host = homeOf(vm, world);
    const library = world.state.pbdsOf(host).map((pbd) => world.state.srs.get(pbd.sr));
    const local = library.find((sr) => sr?.shared === false && sr.contentType === 'iso');
    const drive = [...world.state.vbds.values()].find((vbd) => vbd.vm === vm.ref && vbd.type === 'CD');
    if (local === undefined || drive === undefined) return undefined;
    drive.vdi = addVdi(world.state, 'installation.iso', local, 700 * 1024 ** 2).ref;
    return () => (drive.vdi = nullRef);
  },
);

export const vmWithPci = vmFault('vm-with-pci', 'a PCI device is passed through to it', (vm) =>
  set(vm, { hardware: { ...vm.hardware, attachedPcis: 1 } }),
);
export const vmWithVgpu = vmFault('vm-with-vgpu', 'it has a virtual GPU', (vm) =>
  set(vm, { hardware: { ...vm.hardware, vgpus: [{ group: 'Group of GPUs', migratable: false, passthrough: false }] } }),
);
export const vmWithVusb = vmFault('vm-with-vusb', 'a USB device is passed through to it', (vm) =>
  set(vm, { hardware: { ...vm.hardware, usbHosts: [vm.residentOn] } }),
);
export const vmPaused = vmFault('vm-paused', 'it is paused', (vm) => set(vm, { powerState: 'Paused' }));
export const vmSuspended = vmFault('vm-suspended', 'it is suspended', (vm) =>
  set(vm, { powerState: 'Suspended', residentOn: nullRef }),
);
export const vmWithoutTools = vmFault('vm-without-tools', 'it has no guest tools', (vm) =>
  set(vm, { hasGuestTools: false }),
);
export const vmBlocked = vmFault('vm-blocked', 'an administrator has blocked its migration', (vm) =>
  set(vm, { blockedOperations: { ...vm.blockedOperations, pool_migrate: 'true' } }),
);
export const vmImmobile = vmFault('vm-immobile', 'its platform says nomigrate', (vm) => set(vm, { immobile: true }));
export const vmHaProtected = vmFault('vm-ha-protected', 'HA restarts it', (vm) =>
  set(vm, { haRestartPriority: 'restart' }),
);

export const vmAutoStarts = vmFault(
  'vm-auto-starts',
  'it is halted and flagged auto_poweron, and so is the pool: it starts after each boot of a host',
  (vm, { state }) => {
    state.pool.otherConfig = { ...state.pool.otherConfig, auto_poweron: 'true' };
    return set(vm, {
      powerState: 'Halted',
      residentOn: nullRef,
      otherConfig: { ...vm.otherConfig, auto_poweron: 'true' },
    });
  },
);

/** In a half-upgraded pool a snapshot is refused before it begins (xapi.md 2.3). */
export const vmSnapshotTaken = vmFault(
  'vm-snapshot-taken',
  'a backup tool takes a snapshot of it, unless the pool is half upgraded: the VM is busy until the fault is over',
  (vm, world) => {
    if (world.flag.isSet) return undefined;
    const { ref } = world.state.newEntity();
    return set(vm, { currentOperations: { ...vm.currentOperations, [ref]: 'snapshot' } });
  },
);

function homeOf(vm: Vm, world: World): Host {
  return world.state.hosts.get(vm.residentOn) ?? world.state.coordinator;
}
