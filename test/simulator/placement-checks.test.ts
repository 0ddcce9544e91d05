import { expect } from 'chai';
import type { ReleaseId } from '../../src/releases/release-facts.js';
import type { HostOptions, NetworkOptions, VmOptions } from '../../src/simulator/state/pool-options.js';
import { usualCpu } from '../../src/simulator/state/hardware.js';
import { isStruct } from '../../src/simulator/wire/wire-value.js';
import { poolForTest } from '../support/simulator-pool.js';

interface Case {
  readonly target?: Partial<HostOptions>;
  readonly vm?: VmOptions;
  readonly networks?: readonly NetworkOptions[];
}

/** The planner's reason for one guest of host 0 with host 1 as its only target. */
async function reasonFor(
  release: ReleaseId,
  { target = {}, vm = {}, networks = [] }: Case,
): Promise<readonly string[]> {
  const test = await poolForTest({
    release,
    hosts: [{}, target],
    vms: [{ host: 0, name: 'one', ...vm }],
    networks,
  });
  const found = await test.call('host.get_vms_which_prevent_evacuation', test.hostRef(0));
  const names = new Map([
    [test.vmRef('one'), 'VM'],
    [test.hostRef(1), 'TARGET'],
    ...[...test.pool.world.state.networks.values()].map(({ ref, name }) => [ref, name] as const),
    ...[...test.pool.world.state.srs.values()].map(({ ref, name }) => [ref, name] as const),
  ]);
  const reason = (isStruct(found) ? found[test.vmRef('one')] : undefined) as readonly string[] | undefined;
  return (reason ?? ['none']).map((part) => [...names].reduce((text, [ref, name]) => text.replace(ref, name), part));
}

const lesser = { vendor: 'GenuineIntel', features: usualCpu.features.replace('fffa3223', '7ffa3223') };
const gpuVm: VmOptions = { vgpus: [{ group: 'G', migratable: true, passthrough: false }] };

describe('The checks of one target (assert_can_boot_here in xapi_vm_helpers.ml)', () => {
  const cases: readonly [string, ReleaseId, Case, readonly string[]][] = [
    [
      'the virtual hardware platform',
      'xcp-ng-8.2',
      { target: { hardware: { hardwarePlatforms: [0, 1] } }, vm: { hardware: { hardwarePlatform: 2 } } },
      ['VM_HOST_INCOMPATIBLE_VIRTUAL_HARDWARE_PLATFORM_VERSION', 'TARGET', '[0; 1]', 'VM', '2'],
    ],
    [
      'CPU features that the target has not',
      'xcp-ng-8.2',
      { target: { hardware: { cpu: lesser } }, vm: { bootedCpu: usualCpu } },
      [
        'VM_INCOMPATIBLE_WITH_THIS_HOST',
        'VM',
        'TARGET',
        "VM last booted on a CPU with features this host's CPU does not have.",
      ],
    ],
    [
      'no CPU of the planner before 8.1 (xen-api 1.212)',
      'xenserver-7.6',
      { target: { hardware: { cpu: lesser } }, vm: { bootedCpu: usualCpu } },
      ['none'],
    ],
    [
      'levelled CPUs: a guest sees what both hosts have',
      'xcp-ng-8.2',
      { target: { hardware: { cpu: lesser } } },
      ['none'],
    ],
    [
      'another CPU vendor',
      'xcp-ng-8.2',
      { vm: { bootedCpu: { ...usualCpu, vendor: 'AuthenticAMD' } } },
      [
        'VM_INCOMPATIBLE_WITH_THIS_HOST',
        'VM',
        'TARGET',
        'VM last booted on a host which had a CPU from a different vendor.',
      ],
    ],
    [
      'a network without a PIF there',
      'xcp-ng-8.2',
      { vm: { networks: ['storage'] }, networks: [{ name: 'storage', hosts: [0] }] },
      ['VM_REQUIRES_NETWORK', 'VM', 'storage'],
    ],
    [
      'an internal network, which ties a running VM to its host',
      'xcp-ng-8.2',
      { vm: { networks: ['inside'] }, networks: [{ name: 'inside', hosts: [] }] },
      ['VM_REQUIRES_NETWORK', 'VM', 'inside'],
    ],
    ['a GPU that the target has not', 'xcp-ng-8.2', { vm: gpuVm }, ['VM_REQUIRES_VGPU', 'VM', 'G', 'G']],
    ['a GPU that the target has', 'xcp-ng-8.2', { vm: gpuVm, target: { hardware: { gpus: { G: 1 } } } }, ['none']],
    [
      'a GPU of its own',
      'xcp-ng-8.2',
      { vm: { vgpus: [{ group: 'G', migratable: true, passthrough: true }] } },
      ['VM_REQUIRES_GPU', 'VM', 'G'],
    ],
    [
      'an IOMMU',
      'xcp-ng-8.2',
      {
        vm: { vgpus: [{ group: 'G', migratable: true, passthrough: true }] },
        target: { hardware: { iommu: false } },
      },
      ['VM_REQUIRES_IOMMU', 'TARGET'],
    ],
    [
      'idle functions of an SR-IOV network',
      'xcp-ng-8.2',
      { vm: { networks: ['fast'] }, networks: [{ name: 'fast', virtualFunctions: 0 }] },
      ['NETWORK_SRIOV_INSUFFICIENT_CAPACITY', 'fast'],
    ],
    [
      'idle functions that are there',
      'xcp-ng-8.2',
      { vm: { networks: ['fast'] }, networks: [{ name: 'fast', virtualFunctions: 1 }] },
      ['none'],
    ],
    ['HVM', 'xcp-ng-8.2', { target: { hardware: { hvm: false } } }, ['VM_HVM_REQUIRED', 'VM']],
    [
      'no HVM for a PV guest',
      'xcp-ng-8.2',
      { target: { hardware: { hvm: false } }, vm: { hardware: { domainType: 'pv' } } },
      ['none'],
    ],
    [
      'enough CPUs',
      'xcp-ng-8.2',
      { target: { hardware: { cpuCount: 4 } }, vm: { hardware: { vcpus: 8 } } },
      ['HOST_NOT_ENOUGH_PCPUS', '8', '4'],
    ],
    [
      'storage before networks, and both before HVM',
      'xcp-ng-8.2',
      {
        target: { hardware: { hvm: false } },
        vm: { disk: 'local', networks: ['storage'] },
        networks: [{ name: 'storage', hosts: [0] }],
      },
      ['VM_REQUIRES_SR', 'VM', 'Local storage of xs-1'],
    ],
  ];
  for (const [what, release, wanted, reason] of cases) {
    it(`look at ${what}`, async () => {
      expect(await reasonFor(release, wanted)).to.deep.equal(reason);
    });
  }

  it('count memory with every guest ballooned down, and a PVH guest whole (memory_check.ml, xapi_ha_vm_failover.ml)', async () => {
    const gibibyte = 1024 ** 3;
    const target = { memory: 8 * gibibyte };
    const ballooned: VmOptions = { memory: 20 * gibibyte, hardware: { memoryDynamicMin: 4 * gibibyte } };
    expect(await reasonFor('xcp-ng-8.2', { target, vm: ballooned })).to.deep.equal(['none']);
    const whole: VmOptions = { ...ballooned, hardware: { ...ballooned.hardware, domainType: 'pvh' } };
    expect(await reasonFor('xcp-ng-8.2', { target, vm: whole })).to.deep.equal(['HOST_NOT_ENOUGH_FREE_MEMORY', 'VM']);
    const heavy: VmOptions = { ...ballooned, hardware: { ...ballooned.hardware, memoryOverhead: 3 * gibibyte } };
    expect(await reasonFor('xcp-ng-8.2', { target, vm: heavy })).to.deep.equal(['HOST_NOT_ENOUGH_FREE_MEMORY', 'VM']);
  });

  it('let VM.get_possible_hosts know nothing of CPUs, and VM.assert_can_boot_here all of it (xapi_vm_helpers.ml)', async () => {
    const test = await poolForTest({
      hosts: [{}, { hardware: { cpu: lesser } }, { hardware: { hvm: false } }],
      vms: [{ host: 0, name: 'one', bootedCpu: usualCpu }],
    });
    const vm = test.vmRef('one');
    expect(await test.call('VM.get_possible_hosts', vm)).to.deep.equal([test.hostRef(0), test.hostRef(1)]);
    expect((await test.failure('VM.assert_can_boot_here', vm, test.hostRef(1)))[0]).to.equal(
      'VM_INCOMPATIBLE_WITH_THIS_HOST',
    );
    expect(await test.failure('VM.assert_can_boot_here', vm, test.hostRef(2))).to.deep.equal(['VM_HVM_REQUIRED', vm]);
    await test.call('host.disable', test.hostRef(2));
    expect(await test.failure('VM.assert_can_boot_here', vm, test.hostRef(2))).to.deep.equal([
      'HOST_DISABLED',
      test.hostRef(2),
    ]);
  });

  it('have a stricter sister for HA, where SR-IOV counts (agility.ml)', async () => {
    const test = await poolForTest({
      vms: [
        { host: 0, name: 'plain' },
        { host: 0, name: 'local', disk: 'local' },
        { host: 0, name: 'fast', networks: ['fast'] },
        { host: 0, name: 'gpu', boundBy: 'VM_HAS_VGPU' },
      ],
      networks: [{ name: 'fast', virtualFunctions: 8 }],
    });
    expect(await test.call('VM.assert_agile', test.vmRef('plain'))).to.equal('');
    expect((await test.failure('VM.assert_agile', test.vmRef('local')))[0]).to.equal(
      'HA_CONSTRAINT_VIOLATION_SR_NOT_SHARED',
    );
    expect(await test.failure('VM.assert_agile', test.vmRef('fast'))).to.deep.equal([
      'VM_HAS_SRIOV_VIF',
      test.vmRef('fast'),
    ]);
    expect((await test.failure('VM.assert_agile', test.vmRef('gpu')))[0]).to.equal('VM_HAS_VGPU');
  });
});

describe('Anti-affinity groups in the planner (compute_anti_aff_evac_plan in xapi_ha_vm_failover.ml)', () => {
  const gibibyte = 1024 ** 3;
  const member = (name: string, host = 0): VmOptions => ({ host, name, hardware: { antiAffinityGroup: 'web' } });

  async function homes(
    release: ReleaseId,
    hosts: readonly HostOptions[],
    vms: readonly VmOptions[],
  ): Promise<string[]> {
    const test = await poolForTest({ release, hosts, vms });
    await test.call('host.disable', test.hostRef(0));
    await test.call('host.evacuate', test.hostRef(0));
    const { state } = test.pool.world;
    return vms.map((vm) => state.host(state.vms.get(test.vmRef(vm.name!))!.residentOn).name);
  }

  const unequal = [{}, { memory: 64 * gibibyte }, { memory: 16 * gibibyte }];

  it('are spread evenly from 24.19 on, on the host with least memory that is enough', async () => {
    const vms = [member('a'), member('b')];
    expect((await homes('xcp-ng-8.3', unequal, vms)).sort()).to.deep.equal(['xs-2', 'xs-3']);
    expect(await homes('xcp-ng-8.2', unequal, vms)).to.deep.equal(['xs-2', 'xs-2']);
  });

  it('count members that run on the targets already', async () => {
    expect(await homes('xcp-ng-8.3', unequal, [member('a'), member('b', 2)])).to.deep.equal(['xs-2', 'xs-3']);
  });

  it('are given up when they cannot be kept apart, rather than the evacuation', async () => {
    const tight = [{}, { memory: 64 * gibibyte }, { memory: 3 * gibibyte }];
    expect(await homes('xcp-ng-8.3', tight, [member('a'), member('b')])).to.deep.equal(['xs-2', 'xs-2']);
  });
});
