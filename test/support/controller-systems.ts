/** What a look into a host shows, in tests: everything known and well, and how to change one thing of it. */
import type { AssessmentInput } from '../../src/controller/assessments/assessment.js';
import type { SystemFacts } from '../../src/controller/facts/system/system-facts.js';
import type { PoolFacts } from '../../src/controller/facts/pool-facts.js';
import { makePool, readAt } from './controller-facts.js';

const gibibyte = 1024 ** 3;
const known = <T>(value: T) => ({ known: true, value }) as const;

export const unread = { known: false, reason: 'SSH_COMMAND_TIMED_OUT: it hung' } as const;

export function makeSystem(changes: Partial<SystemFacts> = {}): SystemFacts {
  return {
    at: readAt,
    firmware: known('uefi' as const),
    rootDisk: known({
      device: 'sda',
      disks: [{ device: 'sda', transport: 'local' as const, pciAddress: '0000:00:17.0' }],
      isMultipath: false,
      failedPaths: 0,
    }),
    rootHealth: known({ disks: [{ device: 'sda', verdict: 'healthy' as const, why: '' }], array: null }),
    multipathConfigured: known(false),
    partitions: known({
      kind: 'gpt' as const,
      partitions: [
        { number: 1, bytes: 18 * gibibyte, code: '0700' },
        { number: 2, bytes: 18 * gibibyte, code: '0700' },
        { number: 4, bytes: gibibyte / 2, code: 'EF00' },
      ],
      hasUtilityPartition: false,
    }),
    space: known([
      { mountedOn: '/', bytes: 18 * gibibyte, used: 3 * gibibyte, free: 15 * gibibyte },
      { mountedOn: '/var/log', bytes: 4 * gibibyte, used: gibibyte, free: 3 * gibibyte },
    ]),
    firstBootLeft: known([]),
    packages: known([{ name: 'xapi-core', version: '1.249.3-1', vendor: 'XCP-ng' }]),
    ownFiles: known({ edited: [], added: [] }),
    pci: known([
      { address: '0000:00:17.0', classCode: 0x0106, vendor: 0x8086, device: 0xa102, subvendor: null, subdevice: null },
    ]),
    memoryErrors: known(null),
    time: known({ program: 'chrony' as const, synchronised: true }),
    staged: known(null),
    ...changes,
  };
}

export function makeSystems(pool: PoolFacts = makePool()): ReadonlyMap<string, SystemFacts> {
  return new Map(pool.hosts.map(({ uuid }) => [uuid, makeSystem()]));
}

/** The input with one host looked into otherwise; host number N is `host-N`. */
export function systemSeen(input: AssessmentInput, number: number, changes: Partial<SystemFacts>): AssessmentInput {
  const { evidence } = input;
  if (evidence?.systems?.known !== true) throw new Error('the input has no systems');
  const systems = new Map(evidence.systems.value).set(`host-${number}`, makeSystem(changes));
  return { ...input, evidence: { ...evidence, systems: known(systems) } };
}

/** With everything that the assessments look for at once. */
export function troubledSystem(): SystemFacts {
  const small = { mountedOn: '/', bytes: 18 * gibibyte, used: 18 * gibibyte, free: 0 };
  return makeSystem({
    firmware: known('bios' as const),
    rootDisk: known({
      device: 'sda',
      disks: [{ device: 'sda', transport: 'fibre-channel' as const, pciAddress: '0000:05:00.0' }],
      isMultipath: false,
      failedPaths: 0,
    }),
    partitions: known({
      kind: 'dos' as const,
      partitions: [{ number: 2, bytes: 18 * gibibyte, code: '0700' }],
      hasUtilityPartition: true,
    }),
    rootHealth: known({ disks: [{ device: 'sda', verdict: 'failing' as const, why: '' }], array: null }),
    space: known([small]),
    firstBootLeft: known(['90-storage']),
    packages: known([{ name: 'srvadmin-base', version: '9.1-2', vendor: 'Dell Inc.' }]),
    ownFiles: known({ edited: ['/etc/hosts'], added: [] }),
    pci: known([
      { address: '0000:05:00.0', classCode: 0x0c04, vendor: 0x1077, device: 0x2532, subvendor: null, subdevice: null },
    ]),
    memoryErrors: known({ corrected: 12, uncorrected: 1 }),
    time: known({ program: 'none' as const, synchronised: false }),
    staged: known({ file: '/boot/grub/grub.cfg', boots: 'lasting' as const, hasFiles: true }),
  });
}
