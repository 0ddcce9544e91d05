import { expect } from 'chai';
import type { ReleaseId } from '../../src/releases/release-facts.js';
import { isStruct } from '../../src/simulator/wire/wire-value.js';
import { poolForTest } from '../support/simulator-pool.js';

describe('What a simulated pool refuses, in the order of the real one', () => {
  it('answers MESSAGE_PARAMETER_COUNT_MISMATCH with both numbers without the session (xapi.md 1.1)', async () => {
    const test = await poolForTest({ release: 'xenserver-8.2.1' });
    const host = test.hostRef(0);
    expect(await test.failure('host.disable', host, true)).to.deep.equal([
      'MESSAGE_PARAMETER_COUNT_MISMATCH',
      'host.disable',
      '1',
      '2',
    ]);
    expect(await test.failure('host.reboot')).to.deep.equal([
      'MESSAGE_PARAMETER_COUNT_MISMATCH',
      'host.reboot',
      '1',
      '0',
    ]);
  });

  const evacuateArity: readonly [ReleaseId, number][] = [
    ['xenserver-7.6', 1],
    ['xcp-ng-8.2', 1],
    ['xenserver-8', 3],
  ];
  for (const [release, most] of evacuateArity) {
    it(`takes ${most} arguments for host.evacuate on ${release} (xapi.md 0.10)`, async () => {
      const test = await poolForTest({ release });
      const host = test.hostRef(0);
      await test.call('host.disable', host);
      if (most === 3) expect(await test.call('host.evacuate', host, 'OpaqueRef:NULL', '2')).to.equal('');
      else
        expect((await test.failure('host.evacuate', host, 'OpaqueRef:NULL'))[0]).to.equal(
          'MESSAGE_PARAMETER_COUNT_MISMATCH',
        );
    });
  }

  it('ignores surplus arguments of a method that has optional ones (xapi.md 1.1)', async () => {
    const test = await poolForTest({ release: 'xenserver-8' });
    await test.call('host.disable', test.hostRef(1));
    expect(await test.call('host.evacuate', test.hostRef(1), 'OpaqueRef:NULL', '0', 'surplus')).to.equal('');
  });

  it('answers FIELD_TYPE_ERROR to an argument of the wrong type (up to 7.4: gen_server.ml)', async () => {
    const test = await poolForTest({ release: 'xenserver-7.1' });
    const pool = test.pool.world.state.pool.ref;
    expect(await test.failure('pool.set_wlb_enabled', pool, 'true')).to.deep.equal(['FIELD_TYPE_ERROR', 'value']);
    expect(await test.failure('pool.add_to_other_config', pool, 7n, 'x')).to.deep.equal(['FIELD_TYPE_ERROR', 'key']);
    expect((await test.failure('pool.set_ha_host_failures_to_tolerate', pool, 'one'))[0]).to.equal('FIELD_TYPE_ERROR');
    expect(await test.call('pool.set_ha_host_failures_to_tolerate', pool, '1')).to.equal('');
  });

  it('looks at the session before the method, and at the count of arguments before both (gen_server.ml)', async () => {
    const test = await poolForTest();
    test.session = 'OpaqueRef:dead';
    expect(await test.failure('host.no_such_call')).to.deep.equal(['SESSION_INVALID', 'OpaqueRef:dead']);
    expect(await test.failure('host.reboot', test.hostRef(0))).to.deep.equal(['SESSION_INVALID', 'OpaqueRef:dead']);
    expect((await test.failure('host.reboot'))[0]).to.equal('MESSAGE_PARAMETER_COUNT_MISMATCH');
  });

  it('answers MESSAGE_METHOD_UNKNOWN to unknown calls, without the Async. (server_helpers.ml)', async () => {
    const test = await poolForTest();
    expect(await test.failure('host.no_such_call')).to.deep.equal(['MESSAGE_METHOD_UNKNOWN', 'host.no_such_call']);
    expect(await test.failure('Async.host.no_such_call')).to.deep.equal([
      'MESSAGE_METHOD_UNKNOWN',
      'host.no_such_call',
    ]);
    expect((await test.failure('Async_host_evacuate', test.hostRef(0)))[0]).to.equal('MESSAGE_METHOD_UNKNOWN');
  });

  it('refuses the Async. form where a call has none, after session and arguments (server_helpers.ml)', async () => {
    const test = await poolForTest();
    const refusal = (name: string): string[] => ['Fault', `No async mode for this operation (rpc: ${name})`];
    expect(await test.failure('Async.session.logout')).to.deep.equal(refusal('session.logout'));
    expect(await test.failure('Async.host.get_enabled', test.hostRef(0))).to.deep.equal(refusal('host.get_enabled'));
    expect((await test.failure('Async.session.logout', 'surplus'))[0]).to.equal('MESSAGE_PARAMETER_COUNT_MISMATCH');
    expect(test.pool.world.state.tasks.size).to.equal(0);
  });

  it('accepts an underscore for the dot', async () => {
    const test = await poolForTest();
    expect(await test.call('host_get_enabled', test.hostRef(0))).to.equal(true);
    expect(Object.keys((await test.call('host_metrics_get_all_records')) as object)).to.have.length(3);
  });

  it('answers HANDLE_INVALID to a dead reference and UUID_INVALID to an unknown uuid', async () => {
    const test = await poolForTest();
    expect(await test.failure('host.get_record', 'OpaqueRef:x')).to.deep.equal([
      'HANDLE_INVALID',
      'host',
      'OpaqueRef:x',
    ]);
    expect(await test.failure('host.disable', 'OpaqueRef:x')).to.deep.equal(['HANDLE_INVALID', 'host', 'OpaqueRef:x']);
    expect(await test.failure('VM.get_by_uuid', 'x')).to.deep.equal(['UUID_INVALID', 'VM', 'x']);
  });

  it('refuses to add a key that exists, and removes one that does not without complaint', async () => {
    const test = await poolForTest();
    const pool = test.pool.world.state.pool.ref;
    await test.call('pool.add_to_other_config', pool, 'drydock', 'run-1');
    expect(await test.failure('pool.add_to_other_config', pool, 'drydock', 'run-2')).to.deep.equal([
      'MAP_DUPLICATE_KEY',
      'pool',
      'other_config',
      pool,
      'drydock',
    ]);
    await test.call('pool.remove_from_other_config', pool, 'drydock');
    await test.call('pool.remove_from_other_config', pool, 'drydock');
  });

  it('shows only the fields of the release, ints as digits', async () => {
    const old = await poolForTest({ release: 'xenserver-7.6' });
    const recent = await poolForTest({ release: 'xenserver-8' });
    const oldPool = await old.record('pool', old.pool.world.state.pool.ref);
    const recentPool = await recent.record('pool', recent.pool.world.state.pool.ref);
    expect(oldPool).not.to.have.property('coordinator_bias');
    expect(recentPool).to.have.property('coordinator_bias', false);
    expect(recentPool['ha_host_failures_to_tolerate']).to.equal('0');
    expect(await old.failure('Certificate.get_all_records')).to.deep.equal([
      'MESSAGE_METHOD_UNKNOWN',
      'Certificate.get_all_records',
    ]);
  });

  it('gives empty lists for classes it has no objects of, and says so where it models nothing', async () => {
    const test = await poolForTest();
    expect(await test.call('pool_update.get_all_records')).to.deep.equal({});
    expect(await test.failure('host.destroy', test.hostRef(1))).to.deep.equal(['NOT_IMPLEMENTED', 'host.destroy']);
  });

  it('refuses a wrong password after five seconds (xapi.md 1.3)', async () => {
    const test = await poolForTest();
    const before = test.clock.now();
    const reply = await test.clock.runUntil(
      test.pool.handle('127.0.0.1', 'session.login_with_password', ['root', 'wrong']),
    );
    expect(reply).to.deep.equal({
      Status: 'Failure',
      ErrorDescription: ['SESSION_AUTHENTICATION_FAILED', 'root', 'Authentication failure'],
    });
    expect(test.clock.now() - before).to.equal(5000);
  });

  it('answers a member with HOST_IS_SLAVE and the address of the coordinator', async () => {
    const test = await poolForTest();
    const reply = await test.pool.handle('127.0.0.2', 'session.login_with_password', ['root', 'practice']);
    expect(reply).to.deep.equal({ Status: 'Failure', ErrorDescription: ['HOST_IS_SLAVE', '127.0.0.1'] });
  });

  it('gives the result of a task as the text of an XML-RPC value (xapi.md 1.7)', async () => {
    const test = await poolForTest({ vms: 1 });
    const blockers = await test.task('host.get_vms_which_prevent_evacuation', test.hostRef(1));
    expect(blockers['status']).to.equal('success');
    expect(blockers['result']).to.equal('<value><struct></struct></value>');
    const done = await test.task('pool.sync_database');
    expect(done['result']).to.equal('<value></value>');
  });

  it('cancels a task of a VM, and forgets a finished one after 65 minutes', async () => {
    const test = await poolForTest({ vms: 1 });
    const options = { live: 'true' };
    const vm = [...test.pool.world.state.vms.values()].find(({ kind }) => kind === 'guest')!;
    const to = test.pool.world.state.hostList.find((host) => host.ref !== vm.residentOn)!;
    const ref = (await test.call('Async.VM.pool_migrate', vm.ref, to.ref, options)) as string;
    expect((await test.record('task', ref))['allowed_operations']).to.deep.equal(['cancel']);
    await test.call('task.cancel', ref);
    await test.clock.advance(1000);
    const task = await test.record('task', ref);
    expect(task['allowed_operations']).to.deep.equal([]);
    expect(task['status']).to.equal('cancelled');
    expect(task['error_info']).to.deep.equal(['TASK_CANCELLED', ref]);
    await test.clock.advance(66 * 60 * 1000);
    expect((await test.failure('task.get_record', ref))[0]).to.equal('HANDLE_INVALID');
  });

  it('goes on with an evacuation that somebody asked to cancel (xapi_host.ml)', async () => {
    const test = await poolForTest({ vms: 1 });
    const ref = (await test.call('Async.host.evacuate', test.hostRef(0))) as string;
    await test.call('task.cancel', ref);
    const pending = await test.record('task', ref);
    expect(pending).to.include({ status: 'pending' });
    expect(Object.values(pending['current_operations'] as object)).to.deep.equal(['cancel']);
    await test.clock.advance(120_000);
    expect((await test.record('task', ref))['status']).to.equal('success');
  });

  it('removes a task that is destroyed while it runs only when it has finished (xapi_task.ml)', async () => {
    const test = await poolForTest({ vms: 1 });
    const ref = (await test.call('Async.host.evacuate', test.hostRef(0))) as string;
    await test.call('task.destroy', ref);
    expect((await test.record('task', ref))['current_operations']).to.deep.equal({ task: 'destroy' });
    await test.clock.advance(120_000);
    expect((await test.failure('task.get_record', ref))[0]).to.equal('HANDLE_INVALID');
    expect(test.events('evacuation-ended')).to.have.length(1);
  });

  it('keeps about 200 tasks, those that finished last (db_gc_util.ml)', async () => {
    const test = await poolForTest();
    const refs: string[] = [];
    for (let count = 0; count < 230; count++) {
      refs.push((await test.call('Async.pool.sync_database')) as string);
      await test.clock.advance(1000);
    }
    await test.clock.advance(31_000);
    const kept = Object.keys((await test.call('task.get_all_records')) as object);
    expect(kept).to.have.length(200);
    expect(kept).to.have.members(refs.slice(30));
  });

  it('deletes a pending task after a day, when it makes no progress (db_gc_util.ml)', async () => {
    const test = await poolForTest();
    const ref = (await test.call('task.create', 'work of somebody', '')) as string;
    await test.clock.advance(23 * 3600 * 1000);
    expect((await test.record('task', ref))['status']).to.equal('pending');
    await test.loginAgain();
    await test.clock.advance(3700 * 1000);
    await test.record('task', ref);
    await test.clock.advance(31_000);
    expect((await test.failure('task.get_record', ref))[0]).to.equal('HANDLE_INVALID');
  });

  it('drops the oldest sessions beyond 500 of an originator, and those idle for a day (db_gc_util.ml)', async () => {
    const test = await poolForTest();
    const other = test.session;
    const sessions: string[] = [];
    const login = ['session.login_with_password', ['root', 'practice', '1.0', 'somebody']] as const;
    for (let count = 0; count < 503; count++) {
      const reply = await test.pool.handle('127.0.0.1', ...login);
      sessions.push(reply.Status === 'Success' ? (reply.Value as string) : '');
      await test.clock.advance(1);
    }
    await test.clock.advance(31_000);
    await test.call('pool.get_all');
    const alive = (session: string): boolean => test.pool.world.state.sessions.has(session);
    expect(sessions.map(alive)).to.deep.equal(sessions.map((_session, index) => index >= 3));
    expect(alive(other)).to.equal(true);
    const busy = await test.login();
    test.session = busy;
    await test.call('task.create', 'work that goes on', '');
    test.session = other;
    await test.call('pool.get_all');
    await test.clock.advance(24 * 3600 * 1000);
    expect(await test.failure('pool.get_all')).to.deep.equal(['SESSION_INVALID', other]);
    expect(alive(busy)).to.equal(true);
  });

  it('answers a local login and the reason of an emergency on any host, with a session of that host alone (xapi.md 1.3)', async () => {
    const test = await poolForTest();
    const value = async (address: string, method: string, ...params: string[]): Promise<unknown> => {
      const reply = await test.clock.runUntil(test.pool.handle(address, method, params));
      return reply.Status === 'Success' ? reply.Value : reply.ErrorDescription;
    };
    const login = ['session.slave_local_login_with_password', 'root', 'practice'] as const;
    const local = String(await value('127.0.0.2', ...login));
    expect(await value('127.0.0.2', 'host.local_assert_healthy', local)).to.equal('');
    test.pool.host(1).agent = 'emergency';
    test.pool.host(1).emergencyError = ['HOST_UNKNOWN_TO_MASTER', 'uuid'];
    expect(await value('127.0.0.2', 'host.local_assert_healthy', local)).to.deep.equal([
      'HOST_UNKNOWN_TO_MASTER',
      'uuid',
    ]);
    expect(await value('127.0.0.2', 'system.listMethods')).to.deep.equal(['HOST_UNKNOWN_TO_MASTER', 'uuid']);
    expect(await value('127.0.0.3', 'host.local_assert_healthy', local)).to.deep.equal(['SESSION_INVALID', local]);
    expect(await value('127.0.0.2', 'session.local_logout', local)).to.equal('');
    expect(await value('127.0.0.2', 'host.local_assert_healthy', local)).to.deep.equal(['SESSION_INVALID', local]);
  });

  it('leaves messages for people about objects that exist', async () => {
    const test = await poolForTest();
    const { uuid } = test.pool.host(0);
    const ref = (await test.call('message.create', 'DRYDOCK', '3', 'Host', uuid, 'done')) as string;
    const all = await test.call('message.get_all_records');
    expect(isStruct(all) && Object.keys(all)).to.deep.equal([ref]);
    expect((await test.failure('message.create', 'DRYDOCK', '3', 'Host', 'x', ''))[0]).to.equal('UUID_INVALID');
  });
});
