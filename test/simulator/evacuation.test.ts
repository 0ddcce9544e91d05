import { expect } from 'chai';
import type { VmOptions } from '../../src/simulator/state/pool-options.js';
import { poolForTest, type PoolForTest } from '../support/simulator-pool.js';

const gibibyte = 1024 ** 3;

function guests(count: number, more: Partial<VmOptions> = {}): VmOptions[] {
  return Array.from({ length: count }, (_, index) => ({ host: 0, name: `vm-${index + 1}`, ...more }));
}

/** How many guests have left host 0 after each of the given times. */
async function leftBehind(test: PoolForTest, seconds: readonly number[]): Promise<number[]> {
  const left: number[] = [];
  let passed = 0;
  for (const second of seconds) {
    await test.clock.advance((second - passed) * 1000);
    passed = second;
    left.push(test.pool.world.state.guestsOn(test.pool.host(0)).length);
  }
  return left;
}

describe('host.evacuate (xapi_host.ml)', () => {
  it('does not disable the host (xapi.md 1.4)', async () => {
    const test = await poolForTest({ vms: guests(1) });
    await test.call('host.evacuate', test.hostRef(0));
    expect(await test.call('host.get_enabled', test.hostRef(0))).to.equal(true);
  });

  it('moves one guest after the other before 22.24', async () => {
    const test = await poolForTest({ release: 'xcp-ng-8.2', vms: guests(3), times: { migrationRate: 2 * gibibyte } });
    await test.call('Async.host.evacuate', test.hostRef(0));
    expect(await leftBehind(test, [1, 6, 11, 16])).to.deep.equal([3, 2, 1, 0]);
  });

  it('moves ten at a time later, beginning the next as soon as one has ended', async () => {
    const vms = [
      ...guests(1, { memory: 20 * gibibyte }),
      ...guests(11).map((vm) => ({ ...vm, name: `small-${vm.name}` })),
    ];
    const test = await poolForTest({ release: 'xcp-ng-8.3', vms, times: { migrationRate: 2 * gibibyte } });
    await test.call('Async.host.evacuate', test.hostRef(0));
    // Nine small ones and the big one begin; at 5 s the last two begin in the freed places, while the big one takes 10 s.
    expect(await leftBehind(test, [4, 6, 9.5, 11])).to.deep.equal([12, 3, 3, 0]);
  });

  it('takes the size of the batch as its third argument from 23.27 on', async () => {
    const test = await poolForTest({ release: 'xcp-ng-8.3', vms: guests(4), times: { migrationRate: 2 * gibibyte } });
    await test.call('Async.host.evacuate', test.hostRef(0), 'OpaqueRef:NULL', '2');
    expect(await leftBehind(test, [4, 6, 11])).to.deep.equal([4, 2, 0]);
  });

  it('fails at once with one reason and moves nothing when a guest cannot move', async () => {
    const test = await poolForTest({ vms: [...guests(2), { host: 0, name: 'stuck', disk: 'local' }] });
    expect((await test.failure('host.evacuate', test.hostRef(0)))[0]).to.equal('VM_REQUIRES_SR');
    expect(test.events('vm-moved')).to.deep.equal([]);
  });

  it('stops at a migration that fails: what has moved stays moved, the rest stays', async () => {
    const test = await poolForTest({
      release: 'xcp-ng-8.2',
      vms: guests(4),
      faults: [{ kind: 'evacuation-fails', vm: 'vm-3' }],
    });
    const task = await test.task('host.evacuate', test.hostRef(0));
    expect(task).to.have.property('status', 'failure');
    expect((task['error_info'] as readonly string[])[0]).to.equal('VM_MIGRATE_FAILED');
    expect(test.pool.world.state.guestsOn(test.pool.host(0)).map((vm) => vm.name)).to.deep.equal(['vm-3', 'vm-4']);
    expect((await test.record('host', test.hostRef(0)))['current_operations']).to.deep.equal({});
  });

  it('skips a guest that stopped meanwhile, and complains of one that came (xapi.md 1.4)', async () => {
    const test = await poolForTest({
      release: 'xcp-ng-8.2',
      vms: [...guests(2, { memory: 4 * gibibyte }), { host: 0, name: 'late', powerState: 'Halted' }],
    });
    const task = await test.start('host.evacuate', test.hostRef(0));
    await test.call('VM.hard_shutdown', test.vmRef('vm-2'));
    const late = test.pool.world.state.vms.get(test.vmRef('late'))!;
    late.powerState = 'Running';
    late.residentOn = test.hostRef(0);
    await test.clock.advance(120_000);
    expect((await test.record('task', task))['error_info']).to.deep.equal([
      'INTERNAL_ERROR',
      `evacuate: 1 VMs are still resident on ${test.hostRef(0)}`,
    ]);
    expect(test.events('vm-moved')).to.have.length(1);
  });

  it('goes on when its task is cancelled, since that is a task nobody can cancel (xapi_task.ml)', async () => {
    const test = await poolForTest({ vms: guests(1, { memory: 8 * gibibyte }) });
    const task = await test.start('host.evacuate', test.hostRef(0));
    await test.call('task.cancel', task);
    await test.clock.advance(120_000);
    expect(await test.record('task', task)).to.have.property('status', 'success');
    expect((await test.record('VM', test.vmRef('vm-1')))['current_operations']).to.deep.equal({});
  });

  it('is refused when HA could then stand no failure (message_forwarding.ml)', async () => {
    const test = await poolForTest({
      hosts: 2,
      vms: guests(1, { haProtected: true }),
      ha: { enabled: true, failuresToTolerate: 1 },
    });
    expect(await test.failure('host.evacuate', test.hostRef(0))).to.deep.equal([
      'HA_OPERATION_WOULD_BREAK_FAILOVER_PLAN',
    ]);
  });
});

describe('An evacuation with workload balancing (compute_evacuation_plan in xapi_host.ml)', () => {
  const wlb = { enabled: true, url: 'wlb.example:8012' };

  it('falls back to the plan of xapi and leaves a message when the server does not answer', async () => {
    const test = await poolForTest({ vms: guests(1), wlb });
    test.pool.world.state.pool.wlbReachable = false;
    await test.call('host.evacuate', test.hostRef(0));
    expect(test.events('vm-moved')).to.have.length(1);
    const messages = Object.values((await test.call('message.get_all_records')) as object);
    expect(messages.map((message: { name: string }) => message.name)).to.deep.equal(['WLB_CONSULTATION_FAILED']);
  });

  it('does not ask it when the pool says so', async () => {
    const test = await poolForTest({ vms: guests(1), wlb, otherConfig: { wlb_choose_host_disable: 'true' } });
    test.pool.world.state.pool.wlbReachable = false;
    await test.call('host.evacuate', test.hostRef(0));
    expect(test.pool.world.state.messages.size).to.equal(0);
  });

  it('is recommended guest by guest, or refused with the reason why there are no recommendations', async () => {
    const test = await poolForTest({ hosts: 2, vms: [...guests(1), { host: 0, name: 'stuck', disk: 'local' }], wlb });
    expect(await test.call('host.retrieve_wlb_evacuate_recommendations', test.hostRef(0))).to.deep.equal({
      [test.vmRef('vm-1')]: ['WLB', test.pool.host(1).uuid],
      [test.vmRef('stuck')]: ['VM_REQUIRES_SR', test.vmRef('stuck'), [...test.pool.world.state.srs.values()][1]!.ref],
    });
    const { pool } = test.pool.world.state;
    await test.call('pool.set_wlb_enabled', pool.ref, false);
    expect(await test.failure('host.retrieve_wlb_evacuate_recommendations', test.hostRef(0))).to.deep.equal([
      'WLB_DISABLED',
    ]);
    await test.call('pool.deconfigure_wlb');
    expect(await test.failure('host.retrieve_wlb_evacuate_recommendations', test.hostRef(0))).to.deep.equal([
      'WLB_NOT_INITIALIZED',
    ]);
  });
});
