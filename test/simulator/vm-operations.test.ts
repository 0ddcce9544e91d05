import { expect } from 'chai';
import type { ReleaseId } from '../../src/releases/release-facts.js';
import { usualCpu } from '../../src/simulator/state/hardware.js';
import type { VmOptions } from '../../src/simulator/state/pool-options.js';
import { poolForTest, type PoolForTest } from '../support/simulator-pool.js';

const gibibyte = 1024 ** 3;
const lesser = { vendor: 'GenuineIntel', features: usualCpu.features.replace('fffa3223', '7ffa3223') };
const live = { live: 'true' };

/** What `pool_migrate` of one VM to host 1 answers. */
async function migrationError(test: PoolForTest, options: Record<string, string> = live): Promise<string | undefined> {
  return (await test.failure('VM.pool_migrate', test.vmRef('one'), test.hostRef(1), options))[0];
}

describe('The checks of an operation on a VM (check_operation_error in xapi_vm_lifecycle.ml)', () => {
  /** Everything that could be wrong at once; each row takes the one away that the row before has shown. */
  const all: VmOptions = {
    blockedOperations: { pool_migrate: 'no' },
    powerState: 'Paused',
    immobile: true,
    guestTools: false,
    resettingDisk: true,
    hardware: {
      attachedPcis: 1,
      usbHosts: ['OpaqueRef:elsewhere'],
      vgpus: [{ group: 'G', migratable: false, passthrough: false }],
    },
  };
  const order: readonly [string, VmOptions][] = [
    ['OPERATION_BLOCKED', {}],
    ['VM_BAD_POWER_STATE', { blockedOperations: {} }],
    ['VM_IS_IMMOBILE', { powerState: 'Running' }],
    ['VM_LACKS_FEATURE', { immobile: false }],
    ['VDI_ON_BOOT_MODE_INCOMPATIBLE_WITH_OPERATION', { guestTools: true }],
    ['VM_HAS_PCI_ATTACHED', { resettingDisk: false }],
    ['VM_HAS_VGPU', { hardware: { ...all.hardware, attachedPcis: 0 } }],
    ['VM_HAS_VUSBS', { hardware: { ...all.hardware, attachedPcis: 0, vgpus: [] } }],
  ];

  it('come in its order: each reason hides the ones after it', async () => {
    let vm = all;
    for (const [code, change] of order) {
      vm = { ...vm, ...change };
      const test = await poolForTest({ vms: [{ host: 0, name: 'one', ...vm }] });
      const ref = test.vmRef('one');
      expect((await test.failure('VM.assert_operation_valid', ref, 'pool_migrate'))[0], code).to.equal(code);
    }
  });

  it('name the states that would do, and the state that is, in lower case', async () => {
    const test = await poolForTest({ vms: [{ name: 'one', powerState: 'Halted' }] });
    const vm = test.vmRef('one');
    expect(await test.failure('VM.hard_shutdown', vm)).to.deep.equal([
      'VM_BAD_POWER_STATE',
      vm,
      'paused, suspended, running',
      'halted',
    ]);
  });

  it('name the operation that is under way with its task, and let hardly any run beside it', async () => {
    const test = await poolForTest({ vms: [{ host: 0, name: 'one', memory: 8 * gibibyte }] });
    const vm = test.vmRef('one');
    const task = await test.start('VM.pool_migrate', vm, test.hostRef(1), live);
    await test.clock.advance(1000);
    expect(await test.failure('VM.suspend', vm)).to.deep.equal([
      'OTHER_OPERATION_IN_PROGRESS',
      'VM',
      vm,
      'pool_migrate',
      task,
    ]);
    expect(await test.record('host', test.hostRef(1)))
      .to.have.property('current_operations')
      .deep.equal({ [task]: 'vm_migrate' });
    expect(await test.record('VM', vm)).to.have.property('scheduled_to_be_resident_on', test.hostRef(1));
  });

  const tools: readonly [ReleaseId, string, string][] = [
    ['xenserver-6.5', 'VM_MISSING_PV_DRIVERS', 'VM_MISSING_PV_DRIVERS'],
    ['xenserver-7.0', 'VM_LACKS_FEATURE_SUSPEND', 'VM_LACKS_FEATURE_SHUTDOWN'],
    ['xenserver-7.1', 'VM_LACKS_FEATURE', 'VM_LACKS_FEATURE'],
    ['xcp-ng-8.3', 'VM_LACKS_FEATURE', 'VM_LACKS_FEATURE'],
  ];
  for (const [release, migrate, shutdown] of tools) {
    it(`call missing guest tools ${migrate} on ${release}, and ${shutdown} at a shutdown`, async () => {
      const test = await poolForTest({ release, vms: [{ host: 0, name: 'one', guestTools: false }] });
      expect(await migrationError(test)).to.equal(migrate);
      expect(await test.failure('VM.clean_shutdown', test.vmRef('one'))).to.deep.equal([shutdown, test.vmRef('one')]);
    });
  }

  it('ask a PV guest for no tools', async () => {
    const test = await poolForTest({
      vms: [{ host: 0, name: 'one', guestTools: false, hardware: { domainType: 'pv' } }],
    });
    expect(await test.call('VM.pool_migrate', test.vmRef('one'), test.hostRef(1), live)).to.equal('');
  });

  it('know mobility only from 7.1 on, and guests that cannot be suspended from 25.24 on', async () => {
    const old = await poolForTest({ release: 'xenserver-7.0', vms: [{ host: 0, name: 'one', immobile: true }] });
    expect(await old.call('VM.pool_migrate', old.vmRef('one'), old.hostRef(1), live)).to.equal('');
    const vms: VmOptions[] = [{ host: 0, name: 'one', hardware: { cannotSuspend: 'nested guests' } }];
    const before = await poolForTest({ release: 'xcp-ng-8.3', vms });
    expect(await before.call('VM.pool_migrate', before.vmRef('one'), before.hostRef(1), live)).to.equal('');
    const after = await poolForTest({ release: 'xcp-ng-8.3', xapiVersion: '26.1.3', vms });
    expect(await after.failure('VM.pool_migrate', after.vmRef('one'), after.hostRef(1), live)).to.deep.equal([
      'VM_NON_SUSPENDABLE',
      after.vmRef('one'),
      'nested guests',
    ]);
  });

  it('are what allowed_operations is made of', async () => {
    const test = await poolForTest({ vms: [{ host: 0, name: 'one', boundBy: 'VM_HAS_PCI_ATTACHED' }] });
    const allowed = (await test.record('VM', test.vmRef('one')))['allowed_operations'] as readonly string[];
    expect(allowed).to.include.members(['clean_shutdown', 'hard_reboot', 'snapshot', 'pause']);
    expect(allowed).not.to.include.members(['pool_migrate']);
    expect(allowed).not.to.include.members(['suspend']);
    expect(allowed).not.to.include.members(['start']);
  });
});

describe('VM.pool_migrate (message_forwarding.ml)', () => {
  it('looks at the CPU before the operation, and not at all with force', async () => {
    const test = await poolForTest({
      hosts: [{}, { hardware: { cpu: lesser } }],
      vms: [{ host: 0, name: 'one', bootedCpu: usualCpu, guestTools: false }],
    });
    expect(await migrationError(test)).to.equal('VM_INCOMPATIBLE_WITH_THIS_HOST');
    expect(await test.call('VM.pool_migrate', test.vmRef('one'), test.hostRef(1), { force: 'true' })).to.equal('');
  });

  it('keeps the rules on memory, storage and devices with force', async () => {
    const test = await poolForTest({
      hosts: [{}, { memory: 3 * gibibyte }],
      vms: [{ host: 0, name: 'one', memory: 4 * gibibyte }],
    });
    expect(await test.failure('VM.pool_migrate', test.vmRef('one'), test.hostRef(1), { force: 'true' })).to.deep.equal([
      'HOST_NOT_ENOUGH_FREE_MEMORY',
      String(4 * gibibyte),
      await test.call('host.compute_free_memory', test.hostRef(1)),
    ]);
  });

  it('looks at versions after the operation, and before everything else up to 7.4', async () => {
    const vms: VmOptions[] = [{ host: 0, name: 'one', powerState: 'Paused' }];
    const later = await poolForTest({ hosts: [{ release: 'xcp-ng-8.3' }, { release: 'xcp-ng-8.2' }], vms });
    expect(await migrationError(later)).to.equal('VM_BAD_POWER_STATE');
    const earlier = await poolForTest({ hosts: [{ release: 'xenserver-7.1' }, { release: 'xenserver-7.0' }], vms });
    expect(await migrationError(earlier)).to.equal('NOT_SUPPORTED_DURING_UPGRADE');
  });

  it('counts a VM on both hosts while it moves (reserve_memory_for_vm)', async () => {
    const test = await poolForTest({ vms: [{ host: 0, name: 'one', memory: 8 * gibibyte }] });
    const free = Number(await test.call('host.compute_free_memory', test.hostRef(1)));
    await test.start('VM.pool_migrate', test.vmRef('one'), test.hostRef(1), live);
    expect(Number(await test.call('host.compute_free_memory', test.hostRef(1)))).to.equal(free - 8 * gibibyte);
    expect((await test.record('VM', test.vmRef('one')))['resident_on']).to.equal(test.hostRef(0));
  });

  it('fails when the host that it leaves dies on the way, and the guest is lost with it', async () => {
    const test = await poolForTest({ vms: [{ host: 1, name: 'one', memory: 32 * gibibyte }] });
    const task = await test.start('VM.pool_migrate', test.vmRef('one'), test.hostRef(2), live);
    await test.clock.advance(10_000);
    test.pool.cutPower(1);
    await test.clock.advance(600_000);
    expect((await test.record('task', task))['error_info']).to.have.property('0', 'VM_MIGRATE_FAILED');
    expect((await test.record('VM', test.vmRef('one')))['resident_on']).to.equal(test.hostRef(1));
  });

  it('does not bring VMs to a host that is being emptied (valid_operations in xapi_host_helpers.ml)', async () => {
    const test = await poolForTest({
      vms: [
        { host: 0, name: 'one' },
        { host: 1, memory: 8 * gibibyte },
      ],
    });
    await test.call('Async.host.evacuate', test.hostRef(1));
    await test.clock.advance(1000);
    expect((await test.failure('VM.pool_migrate', test.vmRef('one'), test.hostRef(1), live)).slice(0, 4)).to.deep.equal(
      ['OTHER_OPERATION_IN_PROGRESS', 'host', test.hostRef(1), 'evacuate'],
    );
  });
});

describe('Starting and resuming VMs (message_forwarding.ml, xapi_vm_helpers.ml)', () => {
  it('is refused on a host that is being evacuated', async () => {
    const test = await poolForTest({
      vms: [
        { host: 1, memory: 8 * gibibyte },
        { host: 1, name: 'off', powerState: 'Halted' },
      ],
    });
    await test.call('Async.host.evacuate', test.hostRef(1));
    await test.clock.advance(1000);
    expect(await test.failure('VM.start_on', test.vmRef('off'), test.hostRef(1), false, false)).to.deep.equal([
      'HOST_EVACUATE_IN_PROGRESS',
      test.hostRef(1),
    ]);
    await test.call('VM.start', test.vmRef('off'), false, false);
    expect((await test.record('VM', test.vmRef('off')))['resident_on']).to.equal(test.hostRef(0));
  });

  it('says NO_HOSTS_AVAILABLE when no host would do, and how much memory lacks when one would but for that', async () => {
    const test = await poolForTest({
      hosts: [{}, {}],
      vms: [
        { host: 0, name: 'big', powerState: 'Halted', memory: 100 * gibibyte },
        { host: 0, name: 'tied', powerState: 'Halted', disk: 'local' },
      ],
    });
    expect(await test.failure('VM.start', test.vmRef('big'), false, false)).to.deep.equal([
      'HOST_NOT_ENOUGH_FREE_MEMORY',
      String(100 * gibibyte),
      await test.call('host.compute_free_memory', test.hostRef(0)),
    ]);
    await test.call('host.disable', test.hostRef(0));
    expect(await test.failure('VM.start', test.vmRef('tied'), false, false)).to.deep.equal(['NO_HOSTS_AVAILABLE']);
  });

  it('looks at the CPU when a VM is resumed somewhere, since it keeps what it was booted with', async () => {
    const test = await poolForTest({
      hosts: [{ hardware: { cpu: lesser } }, {}],
      vms: [{ host: 1, name: 'one', powerState: 'Suspended', bootedCpu: usualCpu }],
    });
    await test.call('VM.resume', test.vmRef('one'), false, false);
    expect((await test.record('VM', test.vmRef('one')))['resident_on']).to.equal(test.hostRef(1));
  });
});

describe('VMs of a half-upgraded pool (xapi.md 2.2, 2.3)', () => {
  const mixed = { hosts: [{ release: 'xcp-ng-8.3' }, { release: 'xcp-ng-8.2' }, { release: 'xcp-ng-8.2' }] } as const;

  it('lose snapshots, checkpoints and more, as calls and in allowed_operations', async () => {
    const test = await poolForTest({ ...mixed, vms: [{ host: 1, name: 'one' }] });
    const vm = test.vmRef('one');
    expect(await test.failure('VM.snapshot', vm, 'backup')).to.deep.equal(['NOT_SUPPORTED_DURING_UPGRADE']);
    expect(await test.failure('VM.checkpoint', vm, 'backup')).to.deep.equal(['NOT_SUPPORTED_DURING_UPGRADE']);
    const allowed = (await test.record('VM', vm))['allowed_operations'] as readonly string[];
    expect(allowed).to.include.members(['pool_migrate', 'clean_shutdown', 'hard_shutdown', 'suspend']);
    for (const lost of ['snapshot', 'checkpoint', 'changing_dynamic_range', 'metadata_export']) {
      expect(allowed).not.to.include(lost);
    }
    const uniform = await poolForTest({ vms: [{ host: 1, name: 'one' }] });
    expect(await uniform.call('VM.snapshot', uniform.vmRef('one'), 'backup')).to.match(/^OpaqueRef:/);
  });

  it('refuse VM.shutdown, which is none of the operations that stay, while clean and hard ones work (xapi_globs.ml)', async () => {
    const test = await poolForTest({ ...mixed, vms: [{ host: 1, name: 'one' }] });
    expect(await test.failure('VM.shutdown', test.vmRef('one'))).to.deep.equal(['NOT_SUPPORTED_DURING_UPGRADE']);
    expect(await test.call('VM.clean_shutdown', test.vmRef('one'))).to.equal('');
  });

  it('get VM_HOST_INCOMPATIBLE_VERSION from VM.assert_can_boot_here for every host that is not as the coordinator', async () => {
    const test = await poolForTest({ ...mixed, vms: [{ host: 1, name: 'one' }] });
    const vm = test.vmRef('one');
    expect(await test.call('VM.assert_can_boot_here', vm, test.hostRef(0))).to.equal('');
    expect(await test.failure('VM.assert_can_boot_here', vm, test.hostRef(2))).to.deep.equal([
      'VM_HOST_INCOMPATIBLE_VERSION',
      test.hostRef(2),
      vm,
    ]);
  });

  it('start only on the newest host, and nowhere when it does not do', async () => {
    const test = await poolForTest({ ...mixed, vms: [{ host: 1, name: 'off', powerState: 'Halted' }] });
    await test.call('host.disable', test.hostRef(0));
    expect(await test.failure('VM.start', test.vmRef('off'), false, false)).to.deep.equal(['NO_HOSTS_AVAILABLE']);
  });

  it('move in neither direction between hosts that are incomparable, from 25.33 on (xapi.md 2.2)', async () => {
    const test = await poolForTest({
      release: 'xcp-ng-8.3',
      hosts: [{ xapiVersion: '26.1.3' }, { xapiVersion: '26.1.4' }],
      vms: [
        { host: 0, name: 'one' },
        { host: 1, name: 'two' },
      ],
    });
    const second = test.pool.host(1);
    second.recordedVersion = { ...second.recordedVersion, xen: '4.13.0' };
    for (const index of [0, 1]) {
      const found = await test.call('host.get_vms_which_prevent_evacuation', test.hostRef(index));
      expect(Object.values(found as object)[0]).to.have.property('0', 'NO_HOSTS_AVAILABLE');
    }
  });
});
