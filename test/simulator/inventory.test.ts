import { expect } from 'chai';
import type { WireStruct } from '../../src/simulator/wire/wire-value.js';
import { isStruct } from '../../src/simulator/wire/wire-value.js';
import { poolForTest, type PoolForTest } from '../support/simulator-pool.js';

async function records(test: PoolForTest, className: string): Promise<readonly (readonly [string, WireStruct])[]> {
  const all = await test.call(`${className}.get_all_records`);
  if (!isStruct(all)) throw new Error('no records');
  return Object.entries(all).map(([ref, record]) => [ref, isStruct(record) ? record : {}] as const);
}

describe('Fields that are written are shown from then on', () => {
  it('by set, and by add and remove of maps and sets, with their refusals', async () => {
    const test = await poolForTest({ vms: 1 });
    const host = test.hostRef(0);
    await test.call('host.set_name_description', host, 'first');
    await test.call('host.add_tags', host, 'a');
    await test.call('host.add_tags', host, 'b');
    await test.call('host.add_tags', host, 'b');
    await test.call('host.remove_tags', host, 'a');
    await test.call('host.add_to_logging', host, 'key', 'value');
    expect(await test.failure('host.add_to_logging', host, 'key', 'other')).to.deep.equal([
      'MAP_DUPLICATE_KEY',
      'host',
      'logging',
      host,
      'key',
    ]);
    const record = await test.record('host', host);
    expect(record).to.deep.include({ name_description: 'first', tags: ['b'], logging: { key: 'value' } });
    await test.call('host.remove_from_logging', host, 'key');
    expect(await test.call('host.get_logging', host)).to.deep.equal({});
    expect((await test.failure('host.set_hostname', host))[0]).to.equal('MESSAGE_PARAMETER_COUNT_MISMATCH');
    expect(await test.failure('host.set_name_label', 'OpaqueRef:x', 'y')).to.deep.equal([
      'HANDLE_INVALID',
      'host',
      'OpaqueRef:x',
    ]);
  });

  it('and the planner goes by operations that were blocked so', async () => {
    const test = await poolForTest({ vms: 1 });
    const vm = test.vmRef('vm-1');
    await test.call('VM.add_to_blocked_operations', vm, 'pool_migrate', 'keep it here');
    const reasons = await test.call('host.get_vms_which_prevent_evacuation', test.hostRef(0));
    expect(isStruct(reasons) && reasons[vm]).to.deep.equal(['OPERATION_BLOCKED', vm, 'keep it here']);
    await test.call('VM.remove_from_blocked_operations', vm, 'pool_migrate');
    expect(await test.call('host.get_vms_which_prevent_evacuation', test.hostRef(0))).to.deep.equal({});
  });

  it('and are refused where the release lacks the field or the field has no setter', async () => {
    const test = await poolForTest({ release: 'xenserver-7.6' });
    const pool = test.pool.world.state.pool.ref;
    expect((await test.failure('pool.set_migration_compression', pool, true))[0]).to.equal('MESSAGE_METHOD_UNKNOWN');
    expect((await test.failure('pool.set_ha_enabled', pool, true))[0]).to.equal('MESSAGE_METHOD_UNKNOWN');
  });
});

describe('Records beside hosts, storage and VMs', () => {
  it('stand beside each VM: metrics, what the guest tools report, an interface and a console', async () => {
    const test = await poolForTest({ hosts: 1, vms: [{ name: 'with' }, { name: 'without', guestTools: false }] });
    const vm = await test.record('VM', test.vmRef('with'));
    expect((await test.record('VM_metrics', vm['metrics'] as string))['memory_actual']).to.equal(vm['memory_target']);
    expect((await test.record('VM_guest_metrics', vm['guest_metrics'] as string))['PV_drivers_detected']).to.equal(
      true,
    );
    const [vif] = vm['VIFs'] as string[];
    expect((await test.record('VIF', vif!))['VM']).to.equal(test.vmRef('with'));
    const [shown] = vm['consoles'] as string[];
    expect((await test.record('console', shown!))['protocol']).to.equal('rfb');
    expect((await test.record('VM', test.vmRef('without')))['guest_metrics']).to.equal('OpaqueRef:NULL');
    const network = await records(test, 'network');
    expect(network[0]![1]['VIFs']).to.have.length(2);
  });

  it('stand behind what ties a VM to its host: PCI device, GPU with its group, USB device', async () => {
    const test = await poolForTest({
      hosts: 2,
      release: 'xenserver-8',
      vms: [
        { name: 'pci', boundBy: 'VM_HAS_PCI_ATTACHED' },
        { name: 'gpu', boundBy: 'VM_HAS_VGPU', host: 1 },
        { name: 'usb', boundBy: 'VM_HAS_VUSBS' },
      ],
    });
    expect((await test.record('VM', test.vmRef('pci')))['attached_PCIs']).to.have.length(1);
    const [vgpu] = (await test.record('VM', test.vmRef('gpu')))['VGPUs'] as string[];
    const group = (await test.record('VGPU', vgpu!))['GPU_group'] as string;
    const [pgpu] = (await test.record('GPU_group', group))['PGPUs'] as string[];
    expect((await test.record('PGPU', pgpu!))['host']).to.equal(test.hostRef(1));
    expect((await test.record('host', test.hostRef(1)))['PGPUs']).to.deep.equal([pgpu]);
    const [vusb] = (await test.record('VM', test.vmRef('usb')))['VUSBs'] as string[];
    expect((await test.record('VUSB', vusb!))['VM']).to.equal(test.vmRef('usb'));
    expect((await test.record('host', test.hostRef(0)))['PCIs']).to.have.length(1);
  });

  it('are updates of hosts: pool_update since 7.1, patches before', async () => {
    const updates = [{ name: 'RPU005', hosts: [0] }, { name: 'everywhere' }];
    const recent = await poolForTest({ release: 'xenserver-7.1', updates });
    const found = await records(recent, 'pool_update');
    expect(found.map(([, record]) => record['name_label'])).to.deep.equal(['RPU005', 'everywhere']);
    expect((await recent.record('host', recent.hostRef(0)))['updates']).to.have.length(2);
    expect((await recent.record('host', recent.hostRef(1)))['updates']).to.deep.equal([found[1]![0]]);

    const old = await poolForTest({ release: 'xenserver-6.5', updates });
    expect((await records(old, 'pool_patch')).map(([, record]) => record['pool_applied'])).to.deep.equal([false, true]);
    expect((await old.record('host', old.hostRef(1)))['patches']).to.have.length(1);
    expect((await old.failure('pool_update.get_all'))[0]).to.equal('MESSAGE_METHOD_UNKNOWN');
  });

  it('are a cluster with one of its hosts for each host', async () => {
    const test = await poolForTest({ release: 'xenserver-8', cluster: {} });
    const [[ref, cluster] = []] = await records(test, 'Cluster');
    expect(cluster?.['cluster_hosts']).to.have.length(3);
    for (const [, member] of await records(test, 'Cluster_host')) {
      expect(member).to.include({ cluster: ref, enabled: true });
    }
  });

  it('are whatever else is asked for, and values for fields that no rule moves', async () => {
    const test = await poolForTest({
      release: 'xenserver-7.6',
      hosts: [{ fields: { ssl_legacy: true, power_on_mode: 'iLO', license_params: { restrict_rpu: 'true' } } }],
      vms: [{ name: 'pv', fields: { HVM_boot_policy: '', VCPUs_max: '3' } }],
      fields: { vswitch_controller: '192.0.2.9', health_check_config: { Enrollment: 'true' } },
      objects: [{ class: 'VMSS', fields: { name_label: 'nightly', enabled: true, type: 'snapshot' } }],
    });
    expect(await test.record('host', test.hostRef(0))).to.deep.include({
      ssl_legacy: true,
      power_on_mode: 'iLO',
      license_params: { restrict_rpu: 'true' },
    });
    expect(await test.record('VM', test.vmRef('pv'))).to.include({ HVM_boot_policy: '', VCPUs_max: '3' });
    expect((await records(test, 'pool'))[0]![1]).to.include({ vswitch_controller: '192.0.2.9' });
    expect((await records(test, 'VMSS')).map(([, record]) => record['name_label'])).to.deep.equal(['nightly']);
  });

  it('refuse a class or a field that no release has', async () => {
    const failed = async (options: Parameters<typeof poolForTest>[0]): Promise<string> => {
      try {
        await poolForTest(options);
        return 'built';
      } catch (error) {
        return String(error);
      }
    };
    expect(await failed({ fields: { colour: 'red' } })).to.match(/pool has no field colour/);
    expect(await failed({ objects: [{ class: 'Sofa', fields: {} }] })).to.match(/no class Sofa/);
  });

  it('keep their references over the life of the pool', async () => {
    const test = await poolForTest({ vms: 1 });
    const before = (await records(test, 'VIF')).map(([ref]) => ref);
    await test.call('host.disable', test.hostRef(0));
    await test.task('host.evacuate', test.hostRef(0));
    expect((await records(test, 'VIF')).map(([ref]) => ref)).to.deep.equal(before);
  });
});
