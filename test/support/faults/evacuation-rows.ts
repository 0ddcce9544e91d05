/** Faults of evacuations, and of VMs that are not the easy kind (xapi.md 6.5). */
import { expect } from 'chai';
import { reasonCodes } from '../../../src/simulator/faults/kinds/evacuation-blocked.js';
import type { Fault, FaultKind } from '../../../src/simulator/faults/fault.js';
import type { PoolForTest } from '../simulator-pool.js';
import { blockers, hour, reboot, struckPool, type FaultRow, type FaultRows } from './struck-pool.js';

const threeVms = ['one', 'two', 'three'].map((name) => ({ host: 0, name }));

async function evacuated(test: PoolForTest): Promise<Readonly<Record<string, unknown>>> {
  await test.call('host.disable', test.hostRef(0));
  return test.task('host.evacuate', test.hostRef(0));
}

export const evacuationRows: FaultRows<
  | 'evacuation-blocked'
  | 'evacuation-fails'
  | 'vm-left-behind'
  | 'task-lost'
  | 'migration-slow'
  | 'capacity-lost'
  | 'vm-started-by-somebody'
> = {
  'evacuation-blocked': async () => {
    for (const code of Object.keys(reasonCodes)) {
      const blocked = await struckPool({ kind: 'evacuation-blocked', vm: 'one', error: code });
      expect((await blockers(blocked))['one']?.[0]).to.equal(code);
      expect((await evacuated(blocked))['error_info'], code).to.have.property('0', code);
    }
    const test = await struckPool({ kind: 'evacuation-blocked', lasts: hour });
    expect(await blockers(test)).to.deep.equal({ one: ['HOST_NOT_ENOUGH_FREE_MEMORY', test.vmRef('one')] });
    await test.clock.advance(hour);
    expect(await blockers(test)).to.deep.equal({});
    return test;
  },
  'evacuation-fails': async () => {
    const error = ['VM_FAILED_SUSPEND_ACKNOWLEDGMENT'];
    const test = await struckPool({ kind: 'evacuation-fails', vm: 'two', error }, { vms: threeVms });
    expect(await evacuated(test)).to.deep.include({ status: 'failure', error_info: error });
    expect(await test.record('VM', test.vmRef('one'))).not.to.have.property('resident_on', test.hostRef(0));
    expect(await test.record('VM', test.vmRef('three'))).to.have.property('resident_on', test.hostRef(0));
    return test;
  },
  'vm-left-behind': async () => {
    const test = await struckPool({ kind: 'vm-left-behind', vm: 'two' }, { vms: threeVms });
    const task = await evacuated(test);
    expect(task['error_info']).to.have.property('0', 'INTERNAL_ERROR');
    expect(task['error_info']).to.have.property('1').that.includes('1 VMs are still resident on');
    return test;
  },
  'task-lost': async () => {
    const test = await struckPool({ kind: 'task-lost', method: 'Async.host.evacuate' });
    await test.call('host.disable', test.hostRef(0));
    const task = (await test.call('Async.host.evacuate', test.hostRef(0))) as string;
    expect(await test.failure('task.get_record', task)).to.deep.equal(['HANDLE_INVALID', 'task', task]);
    await test.clock.advance(hour);
    expect(await test.record('VM', test.vmRef('one'))).not.to.have.property('resident_on', test.hostRef(0));
    return test;
  },
  'migration-slow': async () => {
    const test = await struckPool({ kind: 'migration-slow', factor: 10 });
    const before = test.clock.now();
    await test.call('VM.pool_migrate', test.vmRef('one'), test.hostRef(1), {});
    expect(test.clock.now() - before).to.be.closeTo(171_800, 10);
    return test;
  },
  'capacity-lost': async () => {
    const test = await struckPool(
      { kind: 'capacity-lost', host: 'coordinator', of: 'member-2' },
      { vms: [{ host: 1, name: 'one' }] },
    );
    const free = async (): Promise<number> => Number(await test.call('host.compute_free_memory', test.hostRef(0)));
    expect(await free()).to.be.greaterThan(0);
    await reboot(test, 2);
    expect(await free()).to.equal(0);
    return test;
  },
  'vm-started-by-somebody': async () => {
    const vms = [...threeVms, { name: 'spare', host: 1, powerState: 'Halted' as const }];
    const test = await struckPool({ kind: 'vm-started-by-somebody', host: 0, vm: 'spare' }, { vms });
    await evacuated(test);
    expect(await test.record('VM', test.vmRef('spare'))).to.deep.include({
      power_state: 'Running',
      resident_on: test.hostRef(0),
    });
    const other = await struckPool({ kind: 'vm-started-by-somebody', host: 0 });
    await evacuated(other);
    expect(await other.record('VM', other.vmRef('started-by-somebody'))).to.have.property(
      'resident_on',
      other.hostRef(0),
    );
    return test;
  },
};

/** Which reason the planner gives for such a VM, or none. */
function becomes(kind: FaultKind & `vm-${string}`, code: string | undefined, record: object = {}): FaultRow {
  return async () => {
    const fault = { kind, vm: 'one', lasts: hour } as Fault;
    const test = await struckPool(fault);
    expect((await blockers(test))['one']?.[0]).to.equal(code);
    expect(await test.record('VM', test.vmRef('one'))).to.deep.include(record);
    await test.clock.advance(hour);
    expect(await blockers(test), 'when it is over').to.deep.equal({});
    return test;
  };
}

export const vmRows: FaultRows<
  | (FaultKind & `vm-${'on' | 'with' | 'without' | 'ha' | 'auto' | 'snapshot'}-${string}`)
  | 'vm-paused'
  | 'vm-suspended'
  | 'vm-blocked'
  | 'vm-immobile'
> = {
  'vm-on-local-disk': becomes('vm-on-local-disk', 'VM_REQUIRES_SR'),
  'vm-with-local-cd': becomes('vm-with-local-cd', 'VM_REQUIRES_SR'),
  'vm-with-pci': becomes('vm-with-pci', 'VM_HAS_PCI_ATTACHED'),
  'vm-with-vgpu': becomes('vm-with-vgpu', 'VM_HAS_VGPU'),
  'vm-with-vusb': becomes('vm-with-vusb', 'VM_HAS_VUSBS'),
  'vm-paused': becomes('vm-paused', 'VM_BAD_POWER_STATE', { power_state: 'Paused' }),
  'vm-suspended': becomes('vm-suspended', undefined, { power_state: 'Suspended', resident_on: 'OpaqueRef:NULL' }),
  'vm-without-tools': becomes('vm-without-tools', 'VM_LACKS_FEATURE'),
  'vm-blocked': becomes('vm-blocked', 'OPERATION_BLOCKED', { blocked_operations: { pool_migrate: 'true' } }),
  'vm-immobile': becomes('vm-immobile', 'VM_IS_IMMOBILE'),
  'vm-ha-protected': becomes('vm-ha-protected', undefined, { ha_restart_priority: 'restart' }),
  'vm-auto-starts': async () => {
    const test = await struckPool({ kind: 'vm-auto-starts', vm: 'one' });
    expect(await test.record('VM', test.vmRef('one'))).to.have.property('power_state', 'Halted');
    await reboot(test, 1);
    expect(await test.record('VM', test.vmRef('one'))).to.have.property('power_state', 'Running');
    return test;
  },
  'vm-snapshot-taken': becomes('vm-snapshot-taken', 'OTHER_OPERATION_IN_PROGRESS'),
};
