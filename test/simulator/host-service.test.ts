import { expect } from 'chai';
import { poolForTest, type PoolForTest } from '../support/simulator-pool.js';

const minute = 60_000;

async function reboot(test: PoolForTest, index: number, time = 30 * minute): Promise<void> {
  await test.call('host.disable', test.hostRef(index));
  await test.call('host.reboot', test.hostRef(index));
  await test.clock.advance(time);
}

async function times(test: PoolForTest, index: number): Promise<{ boot: number; agent: number }> {
  const config = (await test.record('host', test.hostRef(index)))['other_config'] as Record<string, string>;
  return { boot: Number(config['boot_time']), agent: Number(config['agent_start_time']) };
}

async function restartAgent(test: PoolForTest, index: number): Promise<void> {
  await test.call('host.restart_agent', test.hostRef(index));
  await test.clock.advance(5 * minute);
}

describe('Taking a host out of service and back (xapi_host.ml, xapi_host_helpers.ml)', () => {
  it('forgets the mark of host.disable when its xapi restarts, and when it boots', async () => {
    const test = await poolForTest();
    await test.call('host.disable', test.hostRef(1));
    await restartAgent(test, 1);
    expect(test.pool.host(1).enabled).to.equal(true);
    await reboot(test, 1);
    expect(test.pool.host(1).enabled).to.equal(true);
  });

  it('keeps it through both with auto_enable=false, from 25.31 on, until host.enable', async () => {
    const test = await poolForTest({ release: 'xcp-ng-8.3', xapiVersion: '26.1.3' });
    await test.call('host.disable', test.hostRef(1), false);
    await reboot(test, 1);
    expect(test.pool.host(1).enabled).to.equal(false);
    await test.call('host.enable', test.hostRef(1));
    await restartAgent(test, 1);
    expect(test.pool.host(1).enabled).to.equal(true);
  });

  it('leaves a host alone that is disabled already: auto_enable=false comes too late then', async () => {
    const test = await poolForTest({ release: 'xcp-ng-8.3', xapiVersion: '26.1.3' });
    await test.call('host.disable', test.hostRef(1));
    await test.call('host.disable', test.hostRef(1), false);
    await restartAgent(test, 1);
    expect(test.pool.host(1).enabled).to.equal(true);
  });

  it('does not enable a host between the reboot call of 7.4 or older and its boot', async () => {
    const test = await poolForTest({ release: 'xenserver-7.1' });
    await test.call('host.disable', test.hostRef(1));
    await test.call('host.reboot', test.hostRef(1));
    expect(await test.failure('host.enable', test.hostRef(1))).to.deep.equal([
      'HOST_DISABLED_UNTIL_REBOOT',
      test.hostRef(1),
    ]);
    await test.clock.advance(30 * minute);
    expect(test.pool.host(1).enabled).to.equal(true);
  });

  it('keeps a host disabled while mandatory guidances are pending, by itself and by call', async () => {
    const test = await poolForTest();
    test.pool.host(1).pendingGuidances = ['reboot_host'];
    await reboot(test, 1);
    expect(test.pool.host(1)).to.deep.include({ enabled: false, stillBooting: false });
    expect(await test.failure('host.enable', test.hostRef(1))).to.deep.equal([
      'HOST_PENDING_MANDATORY_GUIDANCE_NOT_EMPTY',
      test.hostRef(1),
    ]);
  });

  it('keeps a host disabled under HA when its storage is not attached, and without HA does not', async () => {
    const faults = [{ kind: 'storage-not-attached', host: 1 }] as const;
    const vms = [{ host: 0, haProtected: true }];
    const ha = await poolForTest({ vms, faults, ha: { enabled: true, failuresToTolerate: 1 } });
    await reboot(ha, 1);
    expect(ha.pool.host(1)).to.deep.include({ agent: 'member', enabled: false });
    expect((await ha.failure('host.enable', ha.hostRef(1)))[0]).to.equal('HA_CONSTRAINT_VIOLATION_SR_NOT_SHARED');
    const test = await poolForTest({ vms, faults });
    await reboot(test, 1);
    expect(test.pool.host(1).enabled).to.equal(true);
  });

  it('says HOST_STILL_BOOTING until the host has decided whether to enable itself', async () => {
    const test = await poolForTest({ faults: [{ kind: 'stays-disabled', host: 1 }] });
    await test.call('host.disable', test.hostRef(1));
    await test.call('host.restart_agent', test.hostRef(1));
    await test.clock.advance(2000);
    for (let second = 0; second < 600 && test.pool.host(1).agent !== 'member'; second++) await test.clock.advance(1000);
    await test.clock.advance(1000);
    expect(await test.failure('host.enable', test.hostRef(1))).to.deep.equal(['HOST_STILL_BOOTING']);
    await test.clock.advance(3 * minute);
    expect(test.pool.host(1).enabled).to.equal(false);
    expect(await test.call('host.enable', test.hostRef(1))).to.equal('');
  });
});

describe('boot_time and agent_start_time (dbsync_slave.ml)', () => {
  it('change at a boot; a restart of the toolstack changes the second alone, from 24.40 on', async () => {
    const test = await poolForTest({ release: 'xcp-ng-8.3', xapiVersion: '26.1.3' });
    await reboot(test, 1);
    const before = await times(test, 1);
    for (let restart = 0; restart < 4; restart++) {
      await test.clock.advance(731);
      await restartAgent(test, 1);
      expect((await times(test, 1)).boot).to.equal(before.boot);
    }
    expect((await times(test, 1)).agent).to.be.greaterThan(before.agent);
  });

  it('of older releases may differ by a second after a restart of the toolstack, without a boot', async () => {
    const test = await poolForTest({ release: 'xcp-ng-8.2' });
    await reboot(test, 1);
    const seen = new Set<number>();
    for (let restart = 0; restart < 12; restart++) {
      await test.clock.advance(731);
      await restartAgent(test, 1);
      seen.add((await times(test, 1)).boot);
    }
    const [first, second] = [...seen].sort();
    expect(seen.size).to.equal(2);
    expect(second! - first!).to.equal(1);
  });

  it('follow a clock that is set, when xapi restarts: both move without a boot', async () => {
    const test = await poolForTest({ release: 'xcp-ng-8.3', xapiVersion: '26.1.3' });
    await reboot(test, 1);
    const before = await times(test, 1);
    test.pool.host(1).clockOffset = -40 * minute;
    expect(await times(test, 1)).to.deep.equal(before);
    await restartAgent(test, 1);
    const after = await times(test, 1);
    expect(after.boot).to.equal(before.boot - 40 * 60);
    expect(after.agent).to.be.lessThan(before.agent);
  });
});

describe('host_metrics.live (db_gc.ml)', () => {
  it('falls at once when a host goes down in order, and with its xapi', async () => {
    const test = await poolForTest();
    await test.call('host.restart_agent', test.hostRef(1));
    await test.clock.advance(2000);
    const host = test.pool.host(1);
    expect(host).to.deep.include({ live: false, enabled: false, power: 'on' });
    expect(await test.failure('host.get_servertime', test.hostRef(1))).to.deep.equal(['HOST_OFFLINE', test.hostRef(1)]);
    await test.clock.advance(5 * minute);
    expect(host).to.deep.include({ live: true, enabled: true });
  });

  it('comes back for 600 seconds for a host that is off when the coordinator restarts', async () => {
    const test = await poolForTest();
    test.pool.cutPower(2);
    await test.clock.advance(11 * minute);
    expect(await test.record('host_metrics', test.pool.host(2).metrics.ref)).to.have.property('live', false);
    await test.call('host.restart_agent', test.hostRef(0));
    await test.clock.advance(5 * minute);
    await test.loginAgain();
    expect(await test.record('host_metrics', test.pool.host(2).metrics.ref)).to.have.property('live', true);
    await test.clock.advance(10 * minute);
    expect(await test.record('host_metrics', test.pool.host(2).metrics.ref)).to.have.property('live', false);
  });

  it('has a message beside it when a clock is more than five minutes off, once', async () => {
    const test = await poolForTest({ hosts: [{}, { clockOffset: 6 * minute }, { clockOffset: 4 * minute }] });
    await test.call('pool.get_all');
    await test.clock.advance(5 * minute);
    await test.call('pool.get_all');
    const messages = [...test.pool.world.state.messages.values()];
    expect(messages.map(({ name, objectUuid }) => [name, objectUuid])).to.deep.equal([
      ['HOST_CLOCK_SKEW_DETECTED', test.pool.host(1).uuid],
    ]);
  });
});

describe('Guests that are left when a host goes down', () => {
  it('are killed by 7.4 and older, and called running until the host is back', async () => {
    const test = await poolForTest({ release: 'xenserver-7.1', vms: [{ host: 1, name: 'one' }] });
    await test.call('host.disable', test.hostRef(1));
    await test.call('host.reboot', test.hostRef(1));
    await test.clock.advance(20_000);
    expect(test.events('guests-lost')).to.have.length(1);
    expect(await test.record('VM', test.vmRef('one'))).to.have.property('power_state', 'Running');
    await test.clock.advance(30 * minute);
    expect(await test.record('VM', test.vmRef('one'))).to.deep.include({
      power_state: 'Halted',
      resident_on: 'OpaqueRef:NULL',
    });
  });

  it('are evacuated from 7.5 on where they can be, the others shut down, and nobody is lost (vm_evacuation.ml)', async () => {
    const test = await poolForTest({
      release: 'xcp-ng-8.3',
      vms: [
        { host: 1, name: 'free' },
        { host: 1, name: 'tied', disk: 'local' },
        { host: 1, name: 'toolless', guestTools: false },
      ],
    });
    await reboot(test, 1);
    expect(test.events('guests-lost')).to.deep.equal([]);
    expect(test.events('vm-moved').map(({ detail }) => (detail as { why: string }).why)).to.deep.equal(['shutdown']);
    const state = async (name: string): Promise<unknown> => (await test.record('VM', test.vmRef(name)))['power_state'];
    expect([await state('free'), await state('tied'), await state('toolless')]).to.deep.equal([
      'Running',
      'Halted',
      'Halted',
    ]);
  });

  it('of a host that lost power can be freed by host.declare_dead', async () => {
    const test = await poolForTest({ vms: [{ host: 2, name: 'one' }] });
    expect(await test.failure('host.declare_dead', test.hostRef(1))).to.deep.equal(['HOST_IS_LIVE', test.hostRef(1)]);
    test.pool.cutPower(2);
    expect((await test.failure('VM.hard_shutdown', test.vmRef('one')))[0]).to.equal('CANNOT_CONTACT_HOST');
    await test.call('host.declare_dead', test.hostRef(2));
    expect(await test.record('VM', test.vmRef('one'))).to.have.property('power_state', 'Halted');
    await test.call('VM.start', test.vmRef('one'), false, false);
  });
});

describe('Power by call (xapi_host_helpers.ml)', () => {
  it('is refused for a host that counts as live, and without a power-on mode', async () => {
    const test = await poolForTest({ hosts: [{}, {}, { powerOnMode: 'IPMI' }] });
    expect(await test.failure('host.power_on', test.hostRef(1))).to.deep.equal(['HOST_IS_LIVE', test.hostRef(1)]);
    for (const index of [1, 2]) {
      await test.call('host.disable', test.hostRef(index));
      await test.call('host.shutdown', test.hostRef(index));
    }
    await test.clock.advance(30 * minute);
    expect(await test.failure('host.power_on', test.hostRef(1))).to.deep.equal(['HOST_POWER_ON_MODE_DISABLED']);
    await test.call('host.power_on', test.hostRef(2));
    await test.clock.advance(30 * minute);
    expect(test.pool.host(2)).to.deep.include({ power: 'on', enabled: true });
  });

  it('goes down under HA only with the state file at hand', async () => {
    const test = await poolForTest({ ha: { enabled: true } });
    await test.call('host.disable', test.hostRef(1));
    test.pool.host(1).statefileAccess = false;
    expect(await test.failure('host.reboot', test.hostRef(1))).to.deep.equal(['HA_LOST_STATEFILE']);
  });

  it('cut while a host starts leaves it off', async () => {
    const test = await poolForTest();
    await test.call('host.disable', test.hostRef(1));
    await test.call('host.reboot', test.hostRef(1));
    await test.clock.advance(20_000);
    test.pool.cutPower(1);
    await test.clock.advance(60 * minute);
    expect(test.pool.host(1)).to.deep.include({ power: 'off', agent: 'off' });
  });

  it('shows what may be done with a host in allowed_operations', async () => {
    const test = await poolForTest();
    const allowed = async (): Promise<unknown> => (await test.record('host', test.hostRef(1)))['allowed_operations'];
    expect(await allowed()).to.have.members(['provision', 'evacuate', 'vm_start', 'vm_resume', 'vm_migrate']);
    await test.call('host.disable', test.hostRef(1));
    expect(await allowed()).to.include.members(['reboot', 'shutdown']);
    await test.call('host.reboot', test.hostRef(1));
    expect(await allowed()).to.have.members(['vm_start', 'evacuate', 'shutdown']);
  });
});

describe('Switching HA (xapi_ha.ml, xapi_pool.ml)', () => {
  it('off hangs, trying every 30 seconds, while neither the state file nor every host can be reached', async () => {
    const test = await poolForTest({ ha: { enabled: true } });
    test.pool.host(0).statefileAccess = false;
    test.pool.cutPower(2);
    const task = await test.start('pool.disable_ha');
    await test.clock.advance(60 * minute);
    expect(await test.record('task', task)).to.have.property('status', 'pending');
    expect(await test.failure('pool.disable_ha')).to.deep.equal(['HA_DISABLE_IN_PROGRESS']);
    test.pool.host(0).statefileAccess = true;
    await test.clock.advance(minute);
    expect(await test.record('task', task)).to.have.property('status', 'success');
    expect(test.pool.world.state.pool.haEnabled).to.equal(false);
  });

  it('on looks at versions before it looks whether HA is on, and by what the flag compares', async () => {
    const mixed = await poolForTest({
      hosts: [{ release: 'xcp-ng-8.3' }, { release: 'xcp-ng-8.2' }],
      ha: { enabled: true },
    });
    expect(await mixed.failure('pool.enable_ha', [], {})).to.deep.equal(['NOT_SUPPORTED_DURING_UPGRADE']);
    // Two updates of 8.3 on one platform: the same to xapi before 25.31, a mixture later.
    const older = await poolForTest({ release: 'xcp-ng-8.3', hosts: [{}, { xapiVersion: '24.11.0' }] });
    expect(await older.call('pool.enable_ha', [], {})).to.equal('');
    const later = await poolForTest({ release: 'xcp-ng-8.3', hosts: [{ xapiVersion: '26.1.3' }, {}] });
    expect(await later.failure('pool.enable_ha', [], {})).to.deep.equal(['NOT_SUPPORTED_DURING_UPGRADE']);
  });

  it('on is refused with a host that is not live', async () => {
    const test = await poolForTest();
    await test.call('host.disable', test.hostRef(2));
    await test.call('host.shutdown', test.hostRef(2));
    await test.clock.advance(20 * minute);
    expect(await test.failure('pool.enable_ha', [], {})).to.deep.equal(['HOST_OFFLINE', test.hostRef(2)]);
  });
});
