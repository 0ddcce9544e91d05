import { expect } from 'chai';
import type { VmOptions } from '../../src/simulator/state/pool-options.js';
import { isStruct, type WireValue } from '../../src/simulator/wire/wire-value.js';
import { poolForTest, type PoolForTest } from '../support/simulator-pool.js';

const gibibyte = 1024 ** 3;

async function reasons(test: PoolForTest, index = 0): Promise<Readonly<Record<string, WireValue>>> {
  const found = await test.call('host.get_vms_which_prevent_evacuation', test.hostRef(index));
  return isStruct(found) ? found : {};
}

async function codeFor(vm: VmOptions): Promise<WireValue> {
  const test = await poolForTest({ vms: [{ host: 0, name: 'one', ...vm }] });
  const reason = (await reasons(test))[test.vmRef('one')] as readonly string[] | undefined;
  return reason?.[0] ?? 'none';
}

describe('The evacuation planner (xapi.md 6.3)', () => {
  const codes: readonly [string, VmOptions, string][] = [
    ['a guest on shared storage', {}, 'none'],
    ['a disk on local storage', { disk: 'local' }, 'VM_REQUIRES_SR'],
    ['a CD of a local library in the drive', { localCd: true }, 'VM_REQUIRES_SR'],
    ['a PCI device', { boundBy: 'VM_HAS_PCI_ATTACHED' }, 'VM_HAS_PCI_ATTACHED'],
    ['a virtual GPU', { boundBy: 'VM_HAS_VGPU' }, 'VM_HAS_VGPU'],
    ['a USB device', { boundBy: 'VM_HAS_VUSBS' }, 'VM_HAS_VUSBS'],
    ['no guest tools', { guestTools: false }, 'VM_LACKS_FEATURE'],
    ['nested virtualisation', { immobile: true }, 'VM_IS_IMMOBILE'],
    ['a paused guest', { powerState: 'Paused' }, 'VM_BAD_POWER_STATE'],
    ['a blocked migration', { blockedOperations: { pool_migrate: 'no' } }, 'OPERATION_BLOCKED'],
    ['more memory than any target has', { memory: 63 * gibibyte }, 'HOST_NOT_ENOUGH_FREE_MEMORY'],
    [
      'step 4 over step 3: a local disk and a PCI device',
      { disk: 'local', boundBy: 'VM_HAS_PCI_ATTACHED' },
      'VM_HAS_PCI_ATTACHED',
    ],
    [
      'the order of step 4: blocked before paused',
      { powerState: 'Paused', blockedOperations: { pool_migrate: 'no' } },
      'OPERATION_BLOCKED',
    ],
    [
      'step 5 over step 4: no memory and a PCI device',
      { memory: 63 * gibibyte, boundBy: 'VM_HAS_PCI_ATTACHED' },
      'HOST_NOT_ENOUGH_FREE_MEMORY',
    ],
  ];
  for (const [what, vm, code] of codes) {
    it(`says ${code} for ${what}`, async () => {
      expect(await codeFor(vm)).to.equal(code);
    });
  }

  it('says NO_HOSTS_AVAILABLE for every guest when no other host is enabled', async () => {
    const test = await poolForTest({ hosts: 2, vms: [{ host: 0 }, { host: 0, boundBy: 'VM_HAS_VGPU' }] });
    await test.call('host.disable', test.hostRef(1));
    const codesFound = Object.values(await reasons(test)).map((reason) => (reason as readonly string[])[0]);
    expect(codesFound).to.deep.equal(['NO_HOSTS_AVAILABLE', 'NO_HOSTS_AVAILABLE']);
  });

  it('lets one target with detached storage spoil the plan, until it is disabled (xapi.md 1.4)', async () => {
    const test = await poolForTest({ vms: [{ host: 0, name: 'one' }] });
    const { state } = test.pool.world;
    const pbd = state.pbdsOf(test.pool.host(2)).find((candidate) => state.srs.get(candidate.sr)?.shared)!;
    await test.call('PBD.unplug', pbd.ref);
    expect((await reasons(test))[test.vmRef('one')]).to.deep.equal(['VM_REQUIRES_SR', test.vmRef('one'), pbd.sr]);
    await test.call('host.disable', test.hostRef(2));
    expect(await reasons(test)).to.deep.equal({});
  });

  it('lets a dead but enabled host spoil the plan once its heartbeats are missed (xapi.md 1.4)', async () => {
    const test = await poolForTest({ vms: [{ host: 0, name: 'one' }] });
    test.pool.cutPower(2);
    expect(await reasons(test)).to.deep.equal({});
    await test.clock.advance(600_000);
    expect((await reasons(test))[test.vmRef('one')]).to.deep.equal(['HOST_NOT_LIVE']);
  });

  it('refuses unprotected guests while HA is on, with the code of the release (xen-api issue 4323)', async () => {
    const old = await poolForTest({
      release: 'xenserver-8.2.1',
      ha: { enabled: true },
      vms: [{ host: 0, name: 'one' }],
    });
    expect((await reasons(old))[old.vmRef('one')]).to.deep.equal(['HOST_NOT_ENOUGH_FREE_MEMORY', old.vmRef('one')]);
    const recent = await poolForTest({
      release: 'xcp-ng-8.3',
      xapiVersion: '26.1.3',
      ha: { enabled: true },
      vms: [{ host: 0, name: 'one' }],
    });
    expect((await reasons(recent))[recent.vmRef('one')]).to.deep.equal([
      'HOST_EVACUATE_VM_NOT_HA_PROTECTED',
      recent.vmRef('one'),
    ]);
    const safe = await poolForTest({ ha: { enabled: true }, vms: [{ host: 0, haProtected: true }] });
    expect(await reasons(safe)).to.deep.equal({});
  });

  it('packs largest first, each on the host with most room', async () => {
    const vms = [20, 30, 25].map((size, index) => ({ host: 0, name: `vm-${size}`, memory: size * gibibyte, index }));
    const test = await poolForTest({
      hosts: [{ memory: 128 * gibibyte }, { memory: 58 * gibibyte }, { memory: 50 * gibibyte }],
      vms,
    });
    await test.call('host.disable', test.hostRef(0));
    await test.call('host.evacuate', test.hostRef(0));
    const homes = new Map([...test.pool.world.state.vms.values()].map((vm) => [vm.name, vm.residentOn]));
    expect(homes.get('vm-30')).to.equal(test.hostRef(1));
    expect(homes.get('vm-25')).to.equal(test.hostRef(2));
    expect(homes.get('vm-20')).to.equal(test.hostRef(1));
  });

  it('leaves older hosts out as targets', async () => {
    const test = await poolForTest({
      hosts: [{ release: 'xcp-ng-8.3' }, { release: 'xcp-ng-8.3' }, { release: 'xcp-ng-8.2' }],
      vms: [{ host: 0, name: 'one' }],
    });
    await test.call('host.disable', test.hostRef(1));
    expect((await reasons(test))[test.vmRef('one')]).to.deep.equal(['NO_HOSTS_AVAILABLE', test.vmRef('one')]);
  });

  it('raises the first reason from host.evacuate and joins all of them in host.assert_can_evacuate', async () => {
    const test = await poolForTest({ vms: [{ host: 0, name: 'one', immobile: true }] });
    expect(await test.failure('host.evacuate', test.hostRef(0))).to.deep.equal(['VM_IS_IMMOBILE', test.vmRef('one')]);
    expect(await test.failure('host.assert_can_evacuate', test.hostRef(0))).to.deep.equal([
      'CANNOT_EVACUATE_HOST',
      `VM_IS_IMMOBILE,${test.vmRef('one')}`,
    ]);
  });
});
