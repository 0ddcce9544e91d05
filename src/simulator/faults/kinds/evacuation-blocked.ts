/** A VM that the planner finds a reason against, with each of the reasons there are (xapi.md 1.4). */
import { nullRef, type Vm } from '../../state/objects.js';
import type { World } from '../../world.js';
import type { StepFault } from '../definition.js';
import { guestsMeant } from '../guests-meant.js';
import { atStep, text, xapiError } from '../parameters.js';

const parameters = atStep({ vm: text.optional(), error: xapiError.default(['HOST_NOT_ENOUGH_FREE_MEMORY']) });

export const evacuationBlocked: StepFault<typeof parameters> = {
  area: 'Evacuation',
  strikes: 'step',
  at: 'start',
  summary: 'a guest cannot be evacuated: `error` is the reason that is given (default HOST_NOT_ENOUGH_FREE_MEMORY)',
  parameters,
  example: 'evacuation-blocked vm=vm-1 error=VM_REQUIRES_NETWORK lasts=1h',
  happen: (happening, { vm, error: [code, ...params] }) => {
    const { world } = happening;
    const { blockedEvacuations } = world.state.conditions;
    const guests = guestsMeant(happening, vm);
    for (const guest of guests) {
      const reason = params.length > 0 ? params : (reasonCodes[code]?.(world, guest) ?? [guest.ref]);
      blockedEvacuations.set(guest.ref, [code, ...reason]);
    }
    return () => guests.forEach(({ ref }) => blockedEvacuations.delete(ref));
  },
};

type Parameters = (world: World, vm: Vm) => readonly string[];

const alone: Parameters = (_world, vm) => [vm.ref];
const host = (world: World, vm: Vm): string =>
  world.state.hostList.find(({ ref }) => ref !== vm.residentOn)?.ref ?? nullRef;
const network = (world: World): string => [...world.state.networks.keys()][0] ?? nullRef;

/** The codes, each with its parameters in xapi's order. */
export const reasonCodes: Readonly<Record<string, Parameters>> = {
  NO_HOSTS_AVAILABLE: alone,
  HOST_NOT_ENOUGH_FREE_MEMORY: alone,
  HOST_EVACUATE_VM_NOT_HA_PROTECTED: alone,
  VM_REQUIRES_SR: (world, vm) => [vm.ref, world.state.srsOf(vm)[0]?.ref ?? nullRef],
  VM_REQUIRES_NETWORK: (world, vm) => [vm.ref, network(world)],
  HOST_CANNOT_ATTACH_NETWORK: (world, vm) => [host(world, vm), network(world)],
  VM_HAS_PCI_ATTACHED: alone,
  VM_HAS_VGPU: alone,
  VM_HAS_VUSBS: alone,
  VM_HAS_SRIOV_VIF: alone,
  VM_LACKS_FEATURE: alone,
  VM_LACKS_FEATURE_SUSPEND: alone,
  VM_MISSING_PV_DRIVERS: alone,
  VM_OLD_PV_DRIVERS: (_world, vm) => [vm.ref, '5', '0'],
  VM_NON_SUSPENDABLE: (_world, vm) => [vm.ref, 'the guest says so'],
  VM_IS_IMMOBILE: alone,
  VM_INCOMPATIBLE_WITH_THIS_HOST: (world, vm) => [vm.ref, host(world, vm), 'the CPU has fewer features'],
  VM_BAD_POWER_STATE: (_world, vm) => [vm.ref, 'running', 'paused'],
  OTHER_OPERATION_IN_PROGRESS: (_world, vm) => ['VM', vm.ref, 'snapshot', nullRef],
  OPERATION_BLOCKED: (_world, vm) => [vm.ref, 'blocked by an administrator'],
  HOST_NOT_LIVE: () => [],
  HOST_NOT_ENOUGH_PCPUS: (world, vm) => [host(world, vm), '64', '32'],
  VM_HVM_REQUIRED: alone,
  VM_REQUIRES_GPU: (_world, vm) => [vm.ref, nullRef],
  VM_REQUIRES_VGPU: (_world, vm) => [vm.ref, nullRef, nullRef],
  VM_REQUIRES_IOMMU: (world, vm) => [host(world, vm)],
  VM_HOST_INCOMPATIBLE_VIRTUAL_HARDWARE_PLATFORM_VERSION: (world, vm) => [host(world, vm), '1', vm.ref, '2'],
  NETWORK_SRIOV_INSUFFICIENT_CAPACITY: (world) => [network(world)],
  VDI_ON_BOOT_MODE_INCOMPATIBLE_WITH_OPERATION: () => [],
  OPERATION_NOT_ALLOWED: (_world, vm) => [`the VM ${vm.name} may not be migrated`],
};
