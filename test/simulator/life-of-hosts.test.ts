import { expect } from 'chai';
import { controlDomainMemory } from '../../src/installer/control-domain-memory.js';
import { DrydockError } from '../../src/shared/errors/drydock-error.js';
import { poolForTest, type PoolForTest } from '../support/simulator-pool.js';

const minute = 60_000;

async function rebootCoordinator(test: PoolForTest): Promise<void> {
  await test.call('host.disable', test.hostRef(0));
  await test.call('host.evacuate', test.hostRef(0));
  await test.call('host.reboot', test.hostRef(0));
}

/** What a client sees that logs in and enables the host: how the connection fails, or the error of the call. */
async function seenAt(test: PoolForTest, address: string): Promise<string> {
  const call = async (method: string, ...params: string[]): Promise<string> => {
    const reply = await test.clock.runUntil(
      test.pool.transport({ address, method, params }).catch((error: unknown) => {
        if (error instanceof DrydockError) return error;
        throw error;
      }),
    );
    if (reply instanceof DrydockError) return String(reply.details.found);
    if (reply.status === 'failure') return reply.code;
    return typeof reply.value === 'string' ? reply.value : 'no text';
  };
  const session = await call('session.login_with_password', 'root', 'practice');
  if (!session.startsWith('OpaqueRef')) return session;
  const error = await call('host.enable', session, test.hostRef(0));
  return error === '' ? 'answers' : error;
}

/** Runs the clock until something has happened, and no further. */
async function until(test: PoolForTest, event: string, host?: number): Promise<void> {
  const uuid = host === undefined ? undefined : test.pool.host(host).uuid;
  const happened = (): boolean => test.events(event).some((entry) => uuid === undefined || entry.host === uuid);
  for (let second = 0; second < 7200 && !happened(); second++) await test.clock.advance(1000);
  if (!happened()) throw new Error(`${event} did not happen`);
}

describe('A reboot (xapi.md 1.4, 2.5 to 2.7)', () => {
  it('is refused while the host is enabled', async () => {
    const test = await poolForTest();
    expect(await test.failure('host.reboot', test.hostRef(1))).to.deep.equal(['HOST_NOT_DISABLED']);
  });

  it('is answered at once; the host goes down ten seconds later', async () => {
    const test = await poolForTest();
    await test.call('host.disable', test.hostRef(1));
    await test.call('host.reboot', test.hostRef(1));
    await test.clock.advance(9_900);
    expect(test.pool.host(1).power).to.equal('on');
    expect(await test.failure('host.reboot', test.hostRef(1))).to.have.property('0', 'OTHER_OPERATION_IN_PROGRESS');
    await test.clock.advance(200);
    expect(test.pool.host(1)).to.deep.include({ power: 'starting', agent: 'off' });
    expect(await test.record('host_metrics', test.pool.host(1).metrics.ref)).to.have.property('live', false);
  });

  it('shuts down guests that are left and cannot move, from 7.5 on, and says so in the history', async () => {
    const test = await poolForTest({ release: 'xenserver-7.6', vms: [{ host: 1 }, { host: 1, disk: 'local' }] });
    await test.call('host.disable', test.hostRef(1));
    await test.call('host.reboot', test.hostRef(1));
    await until(test, 'host-down', 1);
    expect(test.events('reboot-called')[0]?.detail).to.have.property('guests').with.length(2);
    expect(test.events('vm-moved')).to.have.length(1);
    expect(test.events('vm-stopped')).to.have.length(1);
  });

  it('changes boot_time and agent_start_time, on the clock of the host', async () => {
    const test = await poolForTest({ hosts: [{}, { clockOffset: 5 * minute }] });
    const before = (await test.record('host', test.hostRef(1)))['other_config'] as Record<string, string>;
    await test.call('host.disable', test.hostRef(1));
    await test.call('host.reboot', test.hostRef(1));
    await until(test, 'host-enabled', 1);
    const after = (await test.record('host', test.hostRef(1)))['other_config'] as Record<string, string>;
    expect(after['boot_time']).to.match(/^\d+\.$/);
    expect(Number(after['boot_time'])).to.be.greaterThan(Number(before['boot_time']));
    expect(Number(after['agent_start_time'])).to.be.greaterThan(Number(after['boot_time']));
    const [booted] = test.events('host-booted');
    expect(Number(after['boot_time']) * 1000).to.be.closeTo(booted!.at + 5 * minute, 2000);
  });

  it('of the coordinator takes sessions and tasks with it; references of objects survive', async () => {
    const test = await poolForTest({ vms: 2 });
    await rebootCoordinator(test);
    await until(test, 'coordinator-answers');
    expect(await test.failure('pool.get_all')).to.deep.equal(['SESSION_INVALID', test.session]);
    await test.loginAgain();
    expect(await test.record('host', test.hostRef(1))).to.have.property('uuid', test.pool.host(1).uuid);
    expect(await test.call('task.get_all')).to.deep.equal([]);
  });

  it('of the coordinator disables every host when its xapi starts; each enables itself again', async () => {
    const test = await poolForTest();
    await rebootCoordinator(test);
    await until(test, 'coordinator-answers');
    expect(test.pool.world.state.hostList.map((host) => host.enabled)).to.deep.equal([false, false, false]);
    await test.loginAgain();
    expect(await test.failure('host.enable', test.hostRef(0))).to.deep.equal(['HOST_STILL_BOOTING']);
    await test.clock.advance(3 * minute);
    expect(test.pool.world.state.hostList.map((host) => host.enabled)).to.deep.equal([true, true, true]);
  });

  it('of the coordinator leaves a member disabled that was disabled by a call', async () => {
    const test = await poolForTest();
    await test.call('host.disable', test.hostRef(2));
    await rebootCoordinator(test);
    await until(test, 'coordinator-answers');
    await test.clock.advance(5 * minute);
    expect(test.pool.world.state.hostList.map((host) => host.enabled)).to.deep.equal([true, true, false]);
  });

  it('of the coordinator is seen as broken TLS, refusals, silence, refusals, broken TLS, logins, and then all (xapi.md 2.5)', async () => {
    const test = await poolForTest({ times: { powerCycle: [60_000, 60_000], agentStart: [60_000, 60_000] } });
    await rebootCoordinator(test);
    const seen: string[] = [];
    for (let second = 0; second < 400; second++) {
      const answer = await seenAt(test, '127.0.0.1');
      if (seen.at(-1) !== answer) seen.push(answer);
      await test.clock.advance(1000);
    }
    expect(seen).to.deep.equal([
      'answers',
      'ECONNRESET',
      'ECONNREFUSED',
      'ETIMEDOUT',
      'ECONNREFUSED',
      'ECONNRESET',
      'HOST_STILL_BOOTING',
      'answers',
    ]);
  });

  it('of the coordinator leaves members running that send their callers to it (xapi.md 2.5)', async () => {
    const test = await poolForTest();
    await rebootCoordinator(test);
    await until(test, 'host-down', 0);
    const redirected = await test.pool.transport({
      address: '127.0.0.2',
      method: 'session.login_with_password',
      params: ['root', 'practice'],
    });
    expect(redirected).to.deep.equal({ status: 'failure', code: 'HOST_IS_SLAVE', params: ['127.0.0.1'] });
  });

  it('of a member that starts while the coordinator is away ends in emergency mode until it answers', async () => {
    const test = await poolForTest({ faults: [{ kind: 'never-returns', host: 0 }], times: { rebootGrace: 1000 } });
    await test.call('host.disable', test.hostRef(1));
    await test.call('host.reboot', test.hostRef(1));
    await rebootCoordinator(test);
    await until(test, 'emergency', 1);
    const reply = await test.pool.handle('127.0.0.2', 'session.login_with_password', ['root', 'practice']);
    expect(reply).to.deep.equal({ Status: 'Failure', ErrorDescription: ['HOST_STILL_BOOTING'] });
    const asked = await test.pool.handle('127.0.0.2', 'host.is_in_emergency_mode', []);
    expect(asked).to.deep.equal({ Status: 'Success', Value: true });
    await test.clock.runUntil(test.pool.stop());
  });

  it('with auto_poweron set starts the VMs flagged for it', async () => {
    const test = await poolForTest({
      otherConfig: { auto_poweron: 'true' },
      vms: [{ host: 0, powerState: 'Halted', autoPowerOn: true }],
    });
    await test.call('host.disable', test.hostRef(1));
    await test.call('host.reboot', test.hostRef(1));
    await until(test, 'vm-started');
  });
});

describe('A power loss', () => {
  it('leaves live true for 600 seconds and enabled as it was (xapi.md 1.10)', async () => {
    const test = await poolForTest({ vms: [{ host: 1 }] });
    test.pool.cutPower(1);
    expect(test.events('guests-lost')[0]?.detail).to.have.property('vms').with.length(1);
    await test.clock.advance(599_000);
    expect(await test.record('host_metrics', test.pool.host(1).metrics.ref)).to.have.property('live', true);
    expect(await test.failure('host.get_servertime', test.hostRef(1))).to.have.property('0', 'CANNOT_CONTACT_HOST');
    await test.clock.advance(2_000);
    expect(await test.record('host_metrics', test.pool.host(1).metrics.ref)).to.have.property('live', false);
    expect(await test.record('host', test.hostRef(1))).to.have.property('enabled', true);
    expect(await test.failure('host.disable', test.hostRef(1))).to.have.property('0', 'HOST_OFFLINE');
  });
});

describe('A half-upgraded pool (xapi.md 2)', () => {
  const mixed = { hosts: [{ release: 'xcp-ng-8.3' }, { release: 'xcp-ng-8.2' }, { release: 'xcp-ng-8.2' }] } as const;

  it('carries the flag, and answers a dump without rows', async () => {
    const test = await poolForTest(mixed);
    const pool = await test.record('pool', test.pool.world.state.pool.ref);
    expect(pool['other_config']).to.have.property('rolling_upgrade_in_progress', 'true');
    expect(test.pool.download('127.0.0.1', test.session).body).not.to.contain('<row ');
    const uniform = await poolForTest();
    expect(uniform.pool.download('127.0.0.1', uniform.session).body).to.contain('<table name="host"><row ');
  });

  it('shows the flag up to 30 seconds late', async () => {
    const test = await poolForTest(mixed);
    for (const index of [1, 2]) {
      const host = test.pool.host(index);
      host.recordedVersion = test.pool.host(0).recordedVersion;
    }
    await test.clock.advance(29_000);
    const ref = test.pool.world.state.pool.ref;
    expect((await test.record('pool', ref))['other_config']).to.have.property('rolling_upgrade_in_progress');
    await test.clock.advance(2_000);
    expect((await test.record('pool', ref))['other_config']).not.to.have.property('rolling_upgrade_in_progress');
  });

  it('refuses enable_ha, and migrations and starts on an older host', async () => {
    const test = await poolForTest({
      ...mixed,
      vms: [
        { host: 0, name: 'new' },
        { host: 1, name: 'old' },
        { host: 1, name: 'off', powerState: 'Halted' },
      ],
    });
    expect(await test.failure('pool.enable_ha', [], {})).to.deep.equal(['NOT_SUPPORTED_DURING_UPGRADE']);
    const live = { live: 'true' };
    expect(await test.failure('VM.pool_migrate', test.vmRef('new'), test.hostRef(1), live)).to.deep.equal([
      'NOT_SUPPORTED_DURING_UPGRADE',
    ]);
    expect(await test.call('VM.pool_migrate', test.vmRef('old'), test.hostRef(2), live)).to.equal('');
    expect(await test.call('VM.pool_migrate', test.vmRef('old'), test.hostRef(0), live)).to.equal('');
    expect(await test.failure('VM.start_on', test.vmRef('off'), test.hostRef(1), false, false)).to.deep.equal([
      'NOT_SUPPORTED_DURING_UPGRADE',
    ]);
    await test.call('VM.start', test.vmRef('off'), false, false);
    expect(await test.record('VM', test.vmRef('off'))).to.have.property('resident_on', test.hostRef(0));
  });

  it('cuts allowed_operations of hosts, while the calls work all the same', async () => {
    const test = await poolForTest(mixed);
    expect((await test.record('host', test.hostRef(1)))['allowed_operations']).to.deep.equal(['provision', 'evacuate']);
    expect(await test.call('host.disable', test.hostRef(1))).to.equal('');
  });

  it('compares XCP-ng 8.3 and XenServer 8 as equal platforms, and so as no mixture before xapi 25.31', async () => {
    const test = await poolForTest({ hosts: [{ release: 'xcp-ng-8.3' }, { release: 'xenserver-8' }] });
    expect(test.pool.world.flag.isSet).to.equal(false);
  });
});

describe('HA of a simulated pool', () => {
  it('is turned off and on again, keeping the state file', async () => {
    const test = await poolForTest({ ha: { enabled: true, failuresToTolerate: 1 } });
    const { pool } = test.pool.world.state;
    const before = [...pool.haStatefiles];
    await test.task('pool.disable_ha');
    expect(await test.failure('pool.disable_ha')).to.deep.equal(['HA_NOT_ENABLED']);
    expect(await test.record('pool', pool.ref)).to.deep.include({ ha_enabled: false, ha_statefiles: before });
    await test.task('pool.enable_ha', [test.pool.world.state.vdis.get(before[0]!)!.sr], {});
    expect(await test.record('pool', pool.ref)).to.deep.include({ ha_enabled: true, ha_statefiles: before });
    expect(await test.failure('pool.enable_ha', [], {})).to.deep.equal(['HA_IS_ENABLED']);
  });

  it('keeps the pool from losing more hosts than its protected VMs can stand (xapi_ha_vm_failover.ml)', async () => {
    const vms = [{ host: 0, haProtected: true }];
    const test = await poolForTest({ hosts: 2, vms, ha: { enabled: true, failuresToTolerate: 1 } });
    expect(await test.failure('host.disable', test.hostRef(1))).to.deep.equal([
      'HA_OPERATION_WOULD_BREAK_FAILOVER_PLAN',
    ]);
  });
});

describe('VMs of a simulated pool', () => {
  it('take time to move: their memory over a gigabit, five seconds at least (xapi.md 6.4)', async () => {
    const test = await poolForTest({ vms: [{ host: 0, name: 'one', memory: 1024 ** 3 * 10 }] });
    const before = test.clock.now();
    await test.call('VM.pool_migrate', test.vmRef('one'), test.hostRef(1), {});
    expect(test.clock.now() - before).to.be.closeTo(85_899, 2);
  });

  it('are refused by targets that are disabled, full, or without their storage', async () => {
    const gibibyte = 1024 ** 3;
    const test = await poolForTest({
      hosts: [{}, { memory: 3 * gibibyte }],
      vms: [
        { host: 0, name: 'big' },
        { host: 0, name: 'tied', disk: 'local', memory: gibibyte / 2 },
      ],
    });
    const target = test.hostRef(1);
    expect(await test.failure('VM.pool_migrate', test.vmRef('tied'), target, {})).to.have.property(
      '0',
      'VM_REQUIRES_SR',
    );
    expect(await test.failure('VM.pool_migrate', test.vmRef('big'), target, {})).to.deep.equal([
      'HOST_NOT_ENOUGH_FREE_MEMORY',
      String(2 * gibibyte),
      String(3 * gibibyte - controlDomainMemory(3 * gibibyte, '3.2.1')),
    ]);
    await test.call('host.disable', target);
    expect(await test.failure('VM.pool_migrate', test.vmRef('big'), target, {})).to.deep.equal([
      'HOST_DISABLED',
      target,
    ]);
  });

  it('are shut down, suspended, started and resumed', async () => {
    const test = await poolForTest({
      vms: [
        { host: 0, name: 'one' },
        { host: 0, name: 'toolless', guestTools: false },
      ],
    });
    const vm = test.vmRef('one');
    await test.call('VM.clean_shutdown', vm);
    expect(await test.failure('VM.clean_shutdown', vm)).to.deep.equal(['VM_BAD_POWER_STATE', vm, 'running', 'halted']);
    await test.call('VM.start_on', vm, test.hostRef(2), false, false);
    await test.call('VM.suspend', vm);
    await test.call('VM.resume_on', vm, test.hostRef(1), false, false);
    expect(await test.record('VM', vm)).to.deep.include({ power_state: 'Running', resident_on: test.hostRef(1) });
    const toolless = test.vmRef('toolless');
    expect(await test.failure('VM.clean_shutdown', toolless)).to.have.property('0', 'VM_LACKS_FEATURE');
    await test.call('VM.hard_shutdown', toolless);
    expect(await test.record('VM', toolless)).to.have.property('power_state', 'Halted');
  });
});
