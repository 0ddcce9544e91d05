/** What a practice pool is like beyond its size: the things that stand in the way of real upgrades, to practise with. */
import type { ReleaseId } from '../../releases/release-facts.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { HostOptions, PoolOptions, VmOptions } from '../../simulator/state/pool-options.js';

export interface PracticeShape {
  /** Bytes of each host, and of each VM. */
  readonly memory: number;
  readonly vmMemory: number;
  /** How many of the VMs have their disk on the SR of their own host, a CD of it in the drive, no guest tools, or are suspended. */
  readonly localDisks: number;
  readonly localCds: number;
  readonly withoutTools: number;
  readonly suspended: number;
  readonly wlbEnabled: boolean;
  /** What the coordinator runs already: a pool that was left half upgraded. */
  readonly coordinatorRelease?: ReleaseId;
}

const gibibyte = 1024 ** 3;

export const usualShape: PracticeShape = {
  memory: 64 * gibibyte,
  vmMemory: 2 * gibibyte,
  localDisks: 0,
  localCds: 0,
  withoutTools: 0,
  suspended: 0,
  wlbEnabled: false,
};

/** @throws USAGE when more VMs are asked to be special than there are */
export function shapedPool(
  hosts: number,
  vms: number,
  shape: PracticeShape,
): Pick<PoolOptions, 'hosts' | 'vms' | 'wlb'> {
  return {
    hosts: Array.from({ length: hosts }, (_, index) => hostOf(index, shape)),
    vms: shapedVms(hosts, vms, shape),
    ...(shape.wlbEnabled ? { wlb: { enabled: true, url: 'wlb.practice.example' } } : {}),
  };
}

function hostOf(index: number, { memory, coordinatorRelease }: PracticeShape): HostOptions {
  return index > 0 || coordinatorRelease === undefined ? { memory } : { memory, release: coordinatorRelease };
}

/** Spread over the hosts; special ones bear in their name what they are. */
function shapedVms(hosts: number, count: number, shape: PracticeShape): readonly VmOptions[] {
  const special: readonly VmOptions[] = [
    ...several(shape.localDisks, 'local-disk', { disk: 'local' }),
    ...several(shape.localCds, 'local-cd', { localCd: true }),
    ...several(shape.withoutTools, 'no-tools', { guestTools: false }),
    ...several(shape.suspended, 'suspended', { powerState: 'Suspended' }),
  ];
  if (special.length > count) {
    throw new DrydockError('USAGE', {
      attempted: 'making a practice pool',
      expected: 'no more special VMs than --vms says',
      found: `${special.length} special ones of ${count}`,
    });
  }
  const plain = several(count - special.length, 'vm', {});
  return [...special, ...plain].map((vm, index) => ({ ...vm, host: index % hosts, memory: shape.vmMemory }));
}

function several(count: number, name: string, options: VmOptions): readonly VmOptions[] {
  return Array.from({ length: count }, (_, index) => ({ ...options, name: `${name}-${index + 1}` }));
}
