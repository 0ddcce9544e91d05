import { expect } from 'chai';
import type { ReleaseId } from '../../src/releases/release-facts.js';
import type { UserOptions } from '../../src/simulator/inventory/inventory-options.js';
import { WireDateTime, type WireValue } from '../../src/simulator/wire/wire-value.js';
import { poolForTest, type PoolForTest } from '../support/simulator-pool.js';

const roles = ['read-only', 'vm-operator', 'vm-admin', 'vm-power-admin', 'pool-operator', 'pool-admin'] as const;
const users: readonly UserOptions[] = roles.map((role) => ({ name: `EXAMPLE\\${role}`, password: 'secret', role }));

async function loggedInAs(role: (typeof roles)[number], release: ReleaseId = 'xcp-ng-8.2'): Promise<PoolForTest> {
  const test = await poolForTest({ release, users });
  const reply = await test.pool.handle('127.0.0.1', 'session.login_with_password', [`EXAMPLE\\${role}`, 'secret']);
  if (reply.Status !== 'Success') throw new Error(reply.ErrorDescription.join(' '));
  test.session = reply.Value as string;
  return test;
}

describe('A session may do what its role may (xen-api, rbac.ml)', () => {
  /** A call that each role is the least for, with arguments that are of the right type. */
  const calls: readonly (readonly [(typeof roles)[number], string, (test: PoolForTest) => WireValue[]])[] = [
    ['read-only', 'host.get_record', (test) => [test.hostRef(0)]],
    ['vm-operator', 'VBD.eject', () => ['OpaqueRef:x']],
    ['vm-admin', 'VM_metrics.set_other_config', () => ['OpaqueRef:x', {}]],
    ['vm-power-admin', 'SR.scan', () => ['OpaqueRef:x']],
    ['pool-operator', 'host.disable', (test) => [test.hostRef(1)]],
    ['pool-admin', 'host.call_plugin', (test) => [test.hostRef(0), 'x', 'y', {}]],
  ];

  for (const role of roles) {
    it(role, async () => {
      const test = await loggedInAs(role);
      for (const [least, call, params] of calls) {
        const reply = await test.clock.runUntil(test.pool.handle('127.0.0.1', call, [test.session, ...params(test)]));
        const code = reply.Status === 'Failure' ? reply.ErrorDescription[0] : undefined;
        const denied = roles.indexOf(role) < roles.indexOf(least);
        expect(code === 'RBAC_PERMISSION_DENIED', `${call}: ${code ?? 'done'}`).to.equal(denied);
      }
    });
  }

  it('is told which permission is missing, and who has it', async () => {
    const test = await loggedInAs('vm-power-admin');
    expect(await test.failure('host.evacuate', test.hostRef(0))).to.deep.equal([
      'RBAC_PERMISSION_DENIED',
      'host.evacuate',
      'No permission in user session. (Roles with this permission: pool-operator, pool-admin)',
    ]);
  });

  it('is denied in the task where a call was asked for in its Async. form', async () => {
    const test = await loggedInAs('read-only');
    const task = await test.task('host.disable', test.hostRef(1));
    expect(task['status']).to.equal('failure');
    expect((task['error_info'] as string[])[0]).to.equal('RBAC_PERMISSION_DENIED');
    expect((await test.record('host', test.hostRef(1)))['enabled']).to.equal(true);
  });

  it('and root passes every check, that of local-root included', async () => {
    const test = await poolForTest({ release: 'xcp-ng-8.3' });
    expect((await test.failure('host.emergency_disable_tls_verification'))[0]).to.equal('NOT_IMPLEMENTED');
    const admin = await loggedInAs('pool-admin', 'xcp-ng-8.3');
    expect(await admin.failure('host.emergency_disable_tls_verification')).to.deep.equal([
      'RBAC_PERMISSION_DENIED',
      'host.emergency_disable_tls_verification',
      'No permission in user session. (Roles with this permission: )',
    ]);
  });

  it('is shown with its subject, and the subject with its role', async () => {
    const test = await loggedInAs('vm-admin');
    const session = await test.record('session', test.session);
    expect(session['is_local_superuser']).to.equal(false);
    const subject = await test.record('subject', session['subject'] as string);
    expect(subject['other_config']).to.include({ 'subject-name': 'EXAMPLE\\vm-admin' });
    const [role] = subject['roles'] as string[];
    expect((await test.record('role', role!))['name_label']).to.equal('vm-admin');
  });

  it('is not given to a user with a wrong password', async () => {
    const test = await poolForTest({ users });
    const reply = await test.clock.runUntil(
      test.pool.handle('127.0.0.1', 'session.login_with_password', ['EXAMPLE\\pool-admin', 'wrong']),
    );
    expect(reply.Status === 'Failure' && reply.ErrorDescription[0]).to.equal('SESSION_AUTHENTICATION_FAILED');
  });
});

describe('An argument is held against its type (xapi.md 3.1; ocaml-rpc, rpc.ml)', () => {
  const wrong: readonly (readonly [string, string, readonly WireValue[]])[] = [
    ['string', 'pool.add_to_other_config', ['REF', 7n, 'x']],
    ['bool', 'pool.set_wlb_enabled', ['REF', 'true']],
    ['int', 'pool.set_ha_host_failures_to_tolerate', ['REF', 'one']],
    ['int', 'pool.set_ha_host_failures_to_tolerate', ['REF', ' 1']],
    ['int', 'pool.set_ha_host_failures_to_tolerate', ['REF', '9223372036854775808']],
    ['float', 'event.from', [['*'], '', 'soon']],
    ['datetime', 'message.get_since', ['2024-02-29T15:07:05Z']],
    ['ref', 'host.get_record', [7n]],
    ['enum', 'message.create', ['X', '3', 'Nobody', 'x', '']],
    ['set', 'pool.enable_ha', ['OpaqueRef:x', {}]],
    ['set of references', 'pool.enable_ha', [[7n], {}]],
    ['map', 'pool.set_other_config', ['REF', []]],
    ['map of strings', 'pool.set_other_config', ['REF', { key: 7n }]],
    ['map by enumeration', 'VM.set_blocked_operations', ['OpaqueRef:x', { fly: 'x' }]],
    ['record', 'network.create', ['not a record']],
  ];

  for (const [type, call, params] of wrong) {
    it(`refuses what is no ${type}: ${call}`, async () => {
      const recent = await poolForTest({ release: 'xcp-ng-8.2' });
      const old = await poolForTest({ release: 'xenserver-7.1' });
      const withPool = (test: PoolForTest): WireValue[] =>
        params.map((param) => (param === 'REF' ? test.pool.world.state.pool.ref : param));
      expect((await old.failure(call, ...withPool(old)))[0]).to.equal('FIELD_TYPE_ERROR');
      // Without a code of its own from 7.5 on.
      expect((await recent.failure(call, ...withPool(recent)))[0]).to.equal('INTERNAL_ERROR');
    });
  }

  it('names the parameter up to 7.4, and prints the value from 7.5 on', async () => {
    const old = await poolForTest({ release: 'xenserver-6.5' });
    const recent = await poolForTest({ release: 'xenserver-7.6' });
    const poolOf = (test: PoolForTest): string => test.pool.world.state.pool.ref;
    expect(await old.failure('pool.set_wlb_enabled', poolOf(old), 'true')).to.deep.equal(['FIELD_TYPE_ERROR', 'value']);
    expect(await recent.failure('pool.set_wlb_enabled', poolOf(recent), 'true')).to.deep.equal([
      'INTERNAL_ERROR',
      `Failure("Expected bool, got 'S(true)'")`,
    ]);
  });

  it('takes ints as int and as digits, floats as ints, dates as text, enumerations in any case', async () => {
    const test = await poolForTest();
    const pool = test.pool.world.state.pool.ref;
    for (const one of [1n, '1', '0x1', '+1']) {
      expect(await test.call('pool.set_ha_host_failures_to_tolerate', pool, one)).to.equal('');
    }
    expect(await test.call('message.get_since', '19700101T00:00:00Z')).to.deep.equal({});
    expect(await test.call('message.get_since', new WireDateTime('19700101T00:00:00Z'))).to.deep.equal({});
    const { uuid } = test.pool.host(0);
    expect(await test.call('message.create', 'X', 3n, 'HOST', uuid, '')).to.match(/^OpaqueRef:/);
  });

  it('answers INVALID_VALUE to text that is not UTF-8, and to control characters as long as XML decided', async () => {
    const old = await poolForTest({ release: 'xcp-ng-8.2' });
    const recent = await poolForTest({ release: 'xenserver-9' });
    const half = '\ud800';
    for (const test of [old, recent]) {
      expect(await test.failure('task.create', half, '')).to.deep.equal([
        'INVALID_VALUE',
        'Invalid UTF-8 string in parameter',
        `S(${half})`,
      ]);
    }
    expect((await old.failure('task.create', '\u0001', ''))[0]).to.equal('INVALID_VALUE');
    expect(await recent.call('task.create', '\u0001', '')).to.match(/^OpaqueRef:/);
  });
});

describe('The order in which a call is refused (xen-api, gen_server.ml)', () => {
  it('is: count of arguments, types, session, removal, form, role', async () => {
    const test = await loggedInAs('read-only', 'xenserver-7.1');
    const own = test.session;
    const pool = test.pool.world.state.pool.ref;
    test.session = 'OpaqueRef:dead';
    expect((await test.failure('pool.set_wlb_enabled', pool))[0]).to.equal('MESSAGE_PARAMETER_COUNT_MISMATCH');
    expect((await test.failure('pool.set_wlb_enabled', pool, 'x'))[0]).to.equal('FIELD_TYPE_ERROR');
    expect((await test.failure('pool.set_wlb_enabled', pool, true))[0]).to.equal('SESSION_INVALID');
    expect((await test.failure('VMPP.get_all'))[0]).to.equal('SESSION_INVALID');
    test.session = own;
    expect(await test.failure('VMPP.get_all')).to.deep.equal(['MESSAGE_REMOVED']);
    expect((await test.failure('Async.pool.set_wlb_enabled', pool, true))[0]).to.equal('Fault');
    expect((await test.failure('pool.set_wlb_enabled', pool, true))[0]).to.equal('RBAC_PERMISSION_DENIED');
  });

  it('asks for a session before an unknown method since 7.1, which looks for an extension then', async () => {
    const old = await poolForTest({ release: 'xenserver-7.0' });
    const recent = await poolForTest({ release: 'xenserver-7.1' });
    for (const test of [old, recent]) test.session = 'OpaqueRef:dead';
    expect(await old.failure('host.no_such_call')).to.deep.equal(['MESSAGE_METHOD_UNKNOWN', 'host.no_such_call']);
    expect((await recent.failure('host.no_such_call'))[0]).to.equal('SESSION_INVALID');
  });

  it('counts a call without even a session as one argument less than none', async () => {
    const test = await poolForTest();
    const reply = await test.pool.handle('127.0.0.1', 'pool.sync_database', []);
    expect(reply.Status === 'Failure' && reply.ErrorDescription).to.deep.equal([
      'MESSAGE_PARAMETER_COUNT_MISMATCH',
      'pool.sync_database',
      '0',
      '-1',
    ]);
  });
});
