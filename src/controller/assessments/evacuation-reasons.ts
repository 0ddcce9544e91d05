/** Why a guest cannot leave its host, in words, for every code that xapi gives (xapi.md 1.4, xencenter-rpu.md 2.2). */
import type { EvacuationBlocker, PoolFacts } from '../facts/pool-facts.js';

export interface EvacuationReason {
  readonly reason: string;
  readonly remedy: string;
}

type Explain = (
  vm: string,
  detail: {
    readonly storage: string;
    readonly kind: 'library' | 'local' | 'shared' | 'unknown';
    readonly text: string;
  },
) => EvacuationReason;

const shutDown = (vm: string): string =>
  `Let Drydock shut ${vm} down for its host’s turn and start it after it (--stop-vms, or --vm "${vm}=stop"), or move it off the host by hand.`;

const device =
  (what: string): Explain =>
  (vm) => ({ reason: `${vm} uses ${what}, which is bound to its host.`, remedy: shutDown(vm) });

const tools: Explain = (vm) => ({
  reason: `${vm} cannot be migrated: the guest tools are missing or out of date in it.`,
  remedy: `Install the guest tools in ${vm}. Otherwise: ${shutDown(vm)}`,
});

const network: Explain = (vm) => ({
  reason: `${vm} uses a network that is not on every other host.`,
  remedy: `Give the other hosts that network, or disconnect ${vm} from it. Otherwise: ${shutDown(vm)}`,
});

const noGpu: Explain = (vm) => ({
  reason: `No other host has a free GPU of the kind ${vm} needs.`,
  remedy: shutDown(vm),
});

/** XenCenter tells these apart as well, and leaves detached shared storage to its check of the connections. */
function requiresStorage(vm: string, storage: string, kind: string): EvacuationReason {
  switch (kind) {
    case 'library':
      return {
        reason: `${vm} has an image of ${storage} in its drive, which some other host cannot reach.`,
        remedy: 'Eject the image ("xe vm-cd-eject").',
      };
    case 'local':
      return {
        reason: `${vm} has a disk on ${storage}, which no other host has.`,
        remedy: `Move the disk to shared storage. Otherwise: ${shutDown(vm)}`,
      };
    case 'shared':
      return {
        reason: `${vm} uses ${storage}, which is shared, and detached on some other host.`,
        remedy: `Attach the storage on the other hosts ("xe pbd-plug"). Otherwise: ${shutDown(vm)}`,
      };
    default:
      return {
        reason: `${vm} uses ${storage}, which some other host cannot reach: a local disk, an image from a local library in its drive, or storage that is detached there.`,
        remedy: `Eject the image ("xe vm-cd-eject"), move the disk to shared storage, or attach the storage on the other hosts. Otherwise: ${shutDown(vm)}`,
      };
  }
}

const explanations: Readonly<Record<string, Explain>> = {
  NO_HOSTS_AVAILABLE: (vm) => ({
    reason: `No other host is enabled and of the same or a newer version, so ${vm} has nowhere to go.`,
    remedy: `Enable another host. Otherwise: ${shutDown(vm)}`,
  }),
  HOST_NOT_ENOUGH_FREE_MEMORY: (vm) => ({
    reason: `The other hosts have not enough free memory for ${vm}.`,
    remedy: `Free memory on the other hosts: shut VMs down, or lower their dynamic minimum. Otherwise: ${shutDown(vm)}`,
  }),
  HOST_EVACUATE_VM_NOT_HA_PROTECTED: (vm) => ({
    reason: `High availability is on and does not protect ${vm}, so the pool will not move it.`,
    remedy: 'Turn high availability off; the question is asked again then.',
  }),
  VM_REQUIRES_SR: (vm, { storage, kind }) => requiresStorage(vm, storage, kind),
  VM_REQUIRES_NETWORK: network,
  HOST_CANNOT_ATTACH_NETWORK: network,
  VM_HAS_PCI_ATTACHED: device('a PCI device'),
  VM_HAS_VGPU: device('a virtual GPU'),
  VM_HAS_VUSBS: device('a USB device'),
  VM_HAS_SRIOV_VIF: device('an SR-IOV network interface'),
  VM_LACKS_FEATURE: tools,
  VM_LACKS_FEATURE_SUSPEND: tools,
  VM_MISSING_PV_DRIVERS: tools,
  VM_OLD_PV_DRIVERS: tools,
  VM_NON_SUSPENDABLE: (vm) => ({
    reason: `${vm} says of itself that it cannot be suspended now.`,
    remedy: shutDown(vm),
  }),
  VM_IS_IMMOBILE: (vm) => ({
    reason: `${vm} is marked as not movable, or runs guests of its own (nested virtualisation).`,
    remedy: shutDown(vm),
  }),
  VM_INCOMPATIBLE_WITH_THIS_HOST: (vm) => ({
    reason: `${vm} was started with CPU features that another host lacks.`,
    remedy: `Restart ${vm}, so that it takes only features that all hosts have. Otherwise: ${shutDown(vm)}`,
  }),
  VM_BAD_POWER_STATE: (vm) => ({
    reason: `${vm} is paused.`,
    remedy: `Unpause ${vm} ("xe vm-unpause"). Otherwise: ${shutDown(vm)}`,
  }),
  OTHER_OPERATION_IN_PROGRESS: (vm) => ({
    reason: `Another operation is under way on ${vm} (a backup or snapshot, for instance).`,
    remedy: 'Wait until it has ended, then check again.',
  }),
  OPERATION_BLOCKED: (vm, { text }) => ({
    reason: `An administrator has blocked the migration of ${vm}${text === '' ? '' : ` (${text})`}.`,
    remedy: `Remove the block (blocked-operations: pool_migrate) if its reason is gone. Otherwise: ${shutDown(vm)}`,
  }),
  HOST_NOT_LIVE: (vm) => ({
    reason: `A host that should take ${vm} is dead although the pool counts it as enabled.`,
    remedy: 'Disable the dead host ("xe host-disable") or bring it back.',
  }),
  HOST_NOT_ENOUGH_PCPUS: (vm) => ({ reason: `Another host has fewer CPUs than ${vm} needs.`, remedy: shutDown(vm) }),
  VM_HVM_REQUIRED: (vm) => ({
    reason: `Another host cannot run hardware-virtualised guests as ${vm}.`,
    remedy: shutDown(vm),
  }),
  VM_REQUIRES_GPU: noGpu,
  VM_REQUIRES_VGPU: noGpu,
  VM_REQUIRES_IOMMU: (vm) => ({ reason: `Another host lacks the IOMMU that ${vm} needs.`, remedy: shutDown(vm) }),
  VM_HOST_INCOMPATIBLE_VIRTUAL_HARDWARE_PLATFORM_VERSION: (vm) => ({
    reason: `Another host does not offer the virtual hardware version of ${vm}.`,
    remedy: shutDown(vm),
  }),
  NETWORK_SRIOV_INSUFFICIENT_CAPACITY: (vm) => ({
    reason: `The other hosts have no free SR-IOV function for ${vm}.`,
    remedy: shutDown(vm),
  }),
  VDI_ON_BOOT_MODE_INCOMPATIBLE_WITH_OPERATION: (vm) => ({
    reason: `${vm} has a disk that is reset at each boot, which forbids migration.`,
    remedy: shutDown(vm),
  }),
  OPERATION_NOT_ALLOWED: (vm, { text }) => ({
    reason: `The pool does not allow to migrate ${vm}${text === '' ? '' : ` (${text})`}.`,
    remedy: shutDown(vm),
  }),
};

export const explainedCodes: readonly string[] = Object.keys(explanations);

/** An unknown code is shown as it came, with its parameters: better than no reason. */
export function explainBlocker(pool: PoolFacts, vm: string, blocker: EvacuationBlocker): EvacuationReason {
  const explain = explanations[blocker.code];
  const sr = pool.srs.find((candidate) => blocker.params.includes(candidate.uuid));
  if (explain !== undefined) {
    return explain(vm, {
      storage: sr === undefined ? 'a storage repository' : `the storage "${sr.name}"`,
      kind: sr === undefined ? 'unknown' : sr.type === 'iso' ? 'library' : sr.shared ? 'shared' : 'local',
      text: blocker.params.slice(1).join(', '),
    });
  }
  return {
    reason: `${vm} cannot leave its host: ${[blocker.code, ...blocker.params].join(' ')}.`,
    remedy: shutDown(vm),
  };
}
