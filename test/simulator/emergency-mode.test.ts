import { expect } from 'chai';
import type { Reply, WireValue } from '../../src/simulator/wire/wire-value.js';
import { poolForTest, type PoolForTest } from '../support/simulator-pool.js';

const minute = 60_000;

function ask(test: PoolForTest, address: string, method: string, ...params: WireValue[]): Promise<Reply> {
  return test.clock.runUntil(test.pool.handle(address, method, params));
}

async function value(test: PoolForTest, address: string, method: string, ...params: WireValue[]): Promise<WireValue> {
  const reply = await ask(test, address, method, ...params);
  if (reply.Status === 'Failure') throw new Error(reply.ErrorDescription.join(' '));
  return reply.Value;
}

async function error(
  test: PoolForTest,
  address: string,
  method: string,
  ...params: WireValue[]
): Promise<readonly string[]> {
  const reply = await ask(test, address, method, ...params);
  if (reply.Status === 'Success') throw new Error(`${method} succeeded`);
  return reply.ErrorDescription;
}

async function localSession(test: PoolForTest, address: string): Promise<string> {
  const session = await value(test, address, 'session.slave_local_login_with_password', 'root', 'practice');
  if (typeof session !== 'string') throw new Error('not a session');
  return session;
}

/** A pool of three whose coordinator is gone, with the member restarted after it. */
async function cutOff(): Promise<PoolForTest> {
  const test = await poolForTest({ hosts: 3 });
  await test.call('host.disable', test.hostRef(1));
  await test.call('host.reboot', test.hostRef(1));
  await test.clock.advance(11_000);
  test.pool.cutPower(0);
  await test.clock.advance(20 * minute);
  return test;
}

function errors(test: PoolForTest): readonly string[] {
  return test.events('emergency').map(({ detail }) => (detail as { error: readonly string[] }).error[0] ?? '');
}

describe('A member that starts without its coordinator (xapi.md 1.3, 2.5; xapi.ml)', () => {
  it('shows HOST_STILL_BOOTING until its first attempt has failed, then why it failed', async () => {
    const test = await cutOff();
    expect(test.pool.host(1).agent).to.equal('emergency');
    expect(errors(test)).to.deep.equal(['HOST_STILL_BOOTING', 'INTERNAL_ERROR']);
    expect(await error(test, '127.0.0.2', 'session.login_with_password', 'root', 'practice')).to.deep.equal([
      'INTERNAL_ERROR',
      'Xmlrpc_client.Connection_reset',
    ]);
  });

  it('answers the short list of calls with a local session, and nothing else', async () => {
    const test = await cutOff();
    const at = '127.0.0.2';
    expect(await value(test, at, 'host.is_in_emergency_mode')).to.equal(true);
    const session = await localSession(test, at);
    expect((await error(test, at, 'host.local_assert_healthy', session))[0]).to.equal('INTERNAL_ERROR');
    expect(await value(test, at, 'pool.is_slave', session, test.hostRef(1))).to.equal(true);
    expect((await error(test, at, 'pool.get_all', session))[0]).to.equal('INTERNAL_ERROR');
    await value(test, at, 'session.local_logout', session);
    expect(await error(test, at, 'pool.is_slave', session, test.hostRef(1))).to.deep.equal([
      'SESSION_INVALID',
      session,
    ]);
  });

  const codes: readonly [code: string, ...params: string[]][] = [
    ['HOST_UNKNOWN_TO_MASTER', 'uuid'],
    ['HOST_MASTER_CANNOT_TALK_BACK', '127.0.0.2'],
    ['HOST_HAS_NO_MANAGEMENT_IP'],
    ['HOST_BROKEN'],
    ['HA_HEARTBEAT_DAEMON_STARTUP_FAILED'],
  ];
  for (const code of codes) {
    it(`answers every other call with ${code[0]} when that keeps it out`, async () => {
      const test = await poolForTest({ faults: [{ kind: 'starts-in-emergency', host: 1, error: code }] });
      await test.call('host.restart_agent', test.hostRef(1));
      await test.clock.advance(5 * minute);
      expect(await error(test, '127.0.0.2', 'session.login_with_password', 'root', 'practice')).to.deep.equal(code);
      expect(await error(test, '127.0.0.2', 'host.no_such_call', 'OpaqueRef:x')).to.deep.equal(code);
    });
  }

  it('is its own member when somebody says so, and can be told better (xapi.ml)', async () => {
    const test = await poolForTest();
    const at = '127.0.0.2';
    await value(test, at, 'pool.emergency_reset_master', await localSession(test, at), at);
    await test.clock.advance(5 * minute);
    expect(await error(test, at, 'session.login_with_password', 'root', 'practice')).to.deep.equal([
      'HOST_ITS_OWN_SLAVE',
    ]);
    await value(test, at, 'pool.emergency_reset_master', await localSession(test, at), '127.0.0.1');
    await test.clock.advance(5 * minute);
    expect(test.pool.host(1)).to.deep.include({ agent: 'member', enabled: true });
  });

  it('refuses a local login with another password, after the same five seconds', async () => {
    const test = await cutOff();
    const before = test.clock.now();
    const refused = await error(test, '127.0.0.2', 'session.slave_local_login_with_password', 'root', 'wrong');
    expect(refused[0]).to.equal('SESSION_AUTHENTICATION_FAILED');
    expect(test.clock.now() - before).to.equal(5000);
  });

  it('can be made coordinator, and then told the others', async () => {
    const test = await cutOff();
    const session = await value(test, '127.0.0.2', 'session.slave_local_login_with_password', 'root', 'practice');
    await value(test, '127.0.0.2', 'pool.emergency_transition_to_master', session);
    await test.clock.advance(5 * minute);
    expect(test.pool.world.state.pool.coordinator).to.equal(test.hostRef(1));
    // The third host still follows the old coordinator.
    expect(await error(test, '127.0.0.3', 'session.login_with_password', 'root', 'practice')).to.deep.equal([
      'HOST_IS_SLAVE',
      '127.0.0.1',
    ]);
    const pool = await test.login('127.0.0.2');
    expect(await value(test, '127.0.0.2', 'pool.recover_slaves', pool)).to.deep.equal([test.hostRef(2)]);
    await test.clock.advance(5 * minute);
    expect(await error(test, '127.0.0.3', 'session.login_with_password', 'root', 'practice')).to.deep.equal([
      'HOST_IS_SLAVE',
      '127.0.0.2',
    ]);
    expect(test.pool.host(2).enabled).to.equal(true);
  });

  it('gives up the old coordinator when that one comes back (check_no_other_masters)', async () => {
    const test = await poolForTest({ hosts: [{ powerOnMode: 'wake-on-lan' }, {}] });
    await test.call('pool.designate_new_master', test.hostRef(1));
    await test.clock.advance(5 * minute);
    expect(test.pool.world.state.hostList.map((host) => host.agent)).to.deep.equal(['member', 'coordinator']);
    test.pool.host(0).follows = test.hostRef(0);
    const pool = await test.login('127.0.0.2');
    await value(test, '127.0.0.2', 'host.restart_agent', pool, test.hostRef(0));
    await test.clock.advance(10 * minute);
    expect(test.pool.world.state.hostList.map((host) => host.agent)).to.deep.equal(['member', 'coordinator']);
  });
});

describe('A new coordinator by pool.designate_new_master (xapi_pool.ml)', () => {
  it('is not refused in a half-upgraded pool, which is a controller’s to know (xapi.md 2.4)', async () => {
    const test = await poolForTest({ hosts: [{ release: 'xcp-ng-8.3' }, { release: 'xcp-ng-8.2' }] });
    await test.call('pool.designate_new_master', test.hostRef(1));
    await test.clock.advance(10 * minute);
    // The old one is newer than the new coordinator now, and stays out with its own version.
    expect(test.pool.host(0)).to.deep.include({
      agent: 'emergency',
      emergencyError: ['HOST_XAPI_VERSION_HIGHER_THAN_COORDINATOR', '24.19.2'],
    });
    const names = [...test.pool.world.state.messages.values()].map((message) => message.name);
    expect(names).to.deep.equal(['XAPI_STARTUP_BLOCKED_AS_VERSION_HIGHER_THAN_COORDINATOR']);
  });

  it('is refused with HA on, and with a host that is not there', async () => {
    const ha = await poolForTest({ ha: { enabled: true } });
    expect(await ha.failure('pool.designate_new_master', ha.hostRef(1))).to.deep.equal(['HA_IS_ENABLED']);
    const test = await poolForTest();
    test.pool.cutPower(2);
    expect((await test.failure('pool.designate_new_master', test.hostRef(1)))[0]).to.equal('CANNOT_CONTACT_HOST');
  });
});

describe('HA and hosts that start (resynchronise_ha_state in xapi.ml, xapi_ha.ml)', () => {
  it('keeps a member in emergency mode, xapi starting again and again, until HA is off', async () => {
    const test = await poolForTest({ ha: { enabled: true } });
    test.pool.host(1).haArmed = false;
    await test.call('host.restart_agent', test.hostRef(1));
    await test.clock.advance(20 * minute);
    expect(new Set(errors(test))).to.deep.equal(new Set(['HA_POOL_IS_ENABLED_BUT_HOST_IS_DISABLED']));
    expect(errors(test).length).to.be.greaterThan(2);
    expect(test.pool.host(1).enabled).to.equal(false);
    await test.task('pool.disable_ha');
    await test.clock.advance(10 * minute);
    expect(test.pool.host(1)).to.deep.include({ agent: 'member', enabled: true });
  });

  it('turns HA off when it is the coordinator that has lost its mark', async () => {
    const test = await poolForTest({ ha: { enabled: true } });
    test.pool.host(0).haArmed = false;
    await test.call('host.restart_agent', test.hostRef(0));
    await test.clock.advance(5 * minute);
    expect(test.pool.world.state.pool.haEnabled).to.equal(false);
  });

  it('keeps an armed host out that cannot reach the state file, unless HA went off meanwhile', async () => {
    const test = await poolForTest({ ha: { enabled: true } });
    const host = test.pool.host(1);
    host.statefileAccess = false;
    await test.call('host.restart_agent', test.hostRef(1));
    await test.clock.advance(5 * minute);
    expect(host).to.deep.include({ agent: 'emergency', emergencyError: ['HA_HOST_CANNOT_ACCESS_STATEFILE'] });
    await test.task('pool.disable_ha');
    await test.clock.advance(5 * minute);
    expect(host).to.deep.include({ agent: 'member', haArmed: false });
  });

  it('lets host.emergency_ha_disable take the mark away on the host itself', async () => {
    const test = await poolForTest({ ha: { enabled: true } });
    test.pool.host(1).statefileAccess = false;
    await test.call('host.restart_agent', test.hostRef(1));
    await test.clock.advance(5 * minute);
    const session = await value(test, '127.0.0.2', 'session.slave_local_login_with_password', 'root', 'practice');
    await value(test, '127.0.0.2', 'host.emergency_ha_disable', session, true);
    expect(test.pool.host(1).haArmed).to.equal(false);
  });
});
