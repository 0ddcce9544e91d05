/** Faults of connections, sessions and calls, as a client in this process sees them (xapi.md 6.5, Wire and Session). */
import { expect } from 'chai';
import type { PoolForTest } from '../simulator-pool.js';
import { answerPost } from '../../../src/simulator/wire/endpoint.js';
import { encodeReply } from '../../../src/simulator/wire/encode.js';
import { parseXml } from '../../../src/simulator/wire/xml-tree.js';
import { clientError, hour, loginAnswer, minute, reboot, struckPool, type FaultRows } from './struck-pool.js';

export const wireRows: FaultRows<
  | 'connection-refused'
  | 'port-closed'
  | 'connection-closed'
  | 'no-answer'
  | 'http-500'
  | 'reply-lost'
  | 'reply-truncated'
  | 'malformed-member-name'
  | 'json-shape'
  | 'certificate-changed'
  | 'certificate-expired'
  | 'old-tls-only'
  | 'upload-cut'
> = {
  'upload-cut': async () => {
    const test = await struckPool({ kind: 'upload-cut' });
    const size = 4096;
    const [sr] = test.pool.world.state.srs.keys();
    const record = { name_label: 'image', SR: sr ?? '', virtual_size: String(size), type: 'user' };
    const flags = { sharable: false, read_only: false, other_config: {} };
    const [vdi, task] = [
      await test.call('VDI.create', { ...record, ...flags }),
      await test.call('task.create', 'image', ''),
    ];
    if (typeof vdi !== 'string' || typeof task !== 'string') throw new Error('no references');
    const query = new URLSearchParams({ session_id: test.session, task_id: task, vdi });
    const path = `/import_raw_vdi?${query.toString()}`;
    const body = async function* (): AsyncIterable<Uint8Array> {
      await Promise.resolve();
      yield Buffer.alloc(size);
    };
    const sent = test.pool.upload('127.0.0.1', path, size, body());
    expect(await sent.catch((error: unknown) => (error as { code?: unknown }).code)).to.equal('XAPI_REPLY_LOST');
    expect(await test.record('task', task)).to.have.property('status', 'failure');
    return test;
  },
  'connection-refused': async () => {
    const test = await struckPool({ kind: 'connection-refused', method: 'host.disable', host: 1 });
    expect((await clientError(test, 'host.disable', test.hostRef(1))).code).to.equal('XAPI_UNREACHABLE');
    expect(await test.record('host', test.hostRef(1))).to.have.property('enabled', true);
    return test;
  },
  'port-closed': async () => {
    const test = await struckPool({ kind: 'port-closed', host: 0, at: 'host-disabled', of: 1, lasts: '2min' });
    await test.call('host.disable', test.hostRef(1));
    expect((await clientError(test, 'pool.get_all')).code).to.equal('XAPI_UNREACHABLE');
    await test.clock.advance(2 * minute);
    expect((await clientError(test, 'pool.get_all')).code).to.equal('success');
    return test;
  },
  'connection-closed': async () => {
    const test = await struckPool({ kind: 'connection-closed', method: 'host.disable' });
    expect((await clientError(test, 'host.disable', test.hostRef(1))).code).to.equal('XAPI_REPLY_LOST');
    expect(await test.record('host', test.hostRef(1))).to.have.property('enabled', true);
    return test;
  },
  'no-answer': async () => {
    for (const done of [false, true]) {
      const test = await struckPool({ kind: 'no-answer', method: 'host.disable', done });
      let answered = false;
      void test.pool
        .handle('127.0.0.1', 'host.disable', [test.session, test.hostRef(1)])
        .then(() => (answered = true))
        .catch(() => undefined);
      await test.clock.advance(hour);
      expect(answered).to.equal(false);
      expect(await test.record('host', test.hostRef(1))).to.have.property('enabled', !done);
      if (done) return test;
    }
    throw new Error('not reached');
  },
  'http-500': async () => {
    const test = await struckPool({ kind: 'http-500', method: 'host.disable' });
    const error = await clientError(test, 'host.disable', test.hostRef(1));
    expect(error.code).to.equal('XAPI_REPLY_INVALID');
    expect(error.message).to.include('HTTP 500');
    expect(await test.record('host', test.hostRef(1))).to.have.property('enabled', true);
    return test;
  },
  'reply-lost': async () => {
    const test = await struckPool({ kind: 'reply-lost', method: 'host.disable', host: 'member-2' });
    expect((await clientError(test, 'host.disable', test.hostRef(1))).code).to.equal('success');
    expect((await clientError(test, 'host.disable', test.hostRef(2))).code).to.equal('XAPI_REPLY_LOST');
    expect(await test.record('host', test.hostRef(2))).to.have.property('enabled', false);
    return test;
  },
  'reply-truncated': async () => {
    const text = await struckPool({ kind: 'reply-truncated', method: 'host.disable', where: 'text' });
    expect((await clientError(text, 'host.disable', text.hostRef(1))).code).to.equal('XAPI_REPLY_INVALID');
    const test = await struckPool({ kind: 'reply-truncated', method: 'host.disable' });
    expect((await clientError(test, 'host.disable', test.hostRef(1))).code).to.equal('XAPI_REPLY_LOST');
    expect(await test.record('host', test.hostRef(1))).to.have.property('enabled', false);
    return test;
  },
  'malformed-member-name': async () => {
    for (const on of ['pool', 'host', 'VM'] as const) {
      const test = await struckPool({ kind: 'malformed-member-name', on });
      const reply = await test.pool.handle('127.0.0.1', `${on}.get_all_records`, [test.session]);
      expect(encodeReply(reply)).to.contain('<name>backup&restore<nightly</name>');
      expect(() => parseXml(encodeReply(reply))).to.throw();
      if (on === 'VM') return test;
    }
    throw new Error('not reached');
  },
  'json-shape': async () => {
    const answer = async (test: PoolForTest, version: string): Promise<Readonly<Record<string, unknown>>> => {
      const envelope = version === '2.0' ? { jsonrpc: '2.0' } : {};
      const call = { ...envelope, id: 7, method: 'pool.get_all', params: ['OpaqueRef:gone'] };
      const posted = answerPost(test.pool, '127.0.0.1', '/jsonrpc', Buffer.from(JSON.stringify(call)));
      return JSON.parse((await test.clock.runUntil(posted)).body) as Record<string, unknown>;
    };
    const old = await struckPool({ kind: 'json-shape', shape: '1.0' });
    expect(await answer(old, '2.0')).to.deep.include({ result: null, error: ['SESSION_INVALID', 'OpaqueRef:gone'] });
    const modern = await struckPool({ kind: 'json-shape', shape: '2.0' });
    expect((await answer(modern, '1.0'))['error']).to.deep.include({ message: 'SESSION_INVALID' });
    const test = await struckPool({ kind: 'json-shape', shape: 'bare-error' });
    expect(await answer(test, '2.0')).to.deep.include({ error: ['SESSION_INVALID', 'OpaqueRef:gone'], id: 0 });
    return test;
  },
  'certificate-changed': async () => {
    const test = await struckPool({ kind: 'certificate-changed', host: 1 });
    const before = await test.call('host.get_server_certificate', test.hostRef(1));
    await reboot(test, 1);
    expect(await test.call('host.get_server_certificate', test.hostRef(1))).not.to.equal(before);
    return test;
  },
  'certificate-expired': async () => {
    const test = await struckPool({ kind: 'certificate-expired', host: 1 });
    expect(test.pool.world.certificateOf('127.0.0.2').validTo.getTime()).to.be.lessThan(Date.now());
    expect(test.pool.world.certificateOf('127.0.0.1').validTo.getTime()).to.be.greaterThan(Date.now());
    return test;
  },
  'old-tls-only': async () => {
    const test = await struckPool({ kind: 'old-tls-only', host: 0, at: 'host-disabled', of: 1 });
    await test.call('host.disable', test.hostRef(1));
    await test.clock.advance(minute);
    const error = await clientError(test, 'pool.get_all');
    expect(error.code).to.equal('XAPI_UNREACHABLE');
    expect(error.message).to.include('EPROTO');
    return test;
  },
};

export const sessionRows: FaultRows<
  | 'session-lost'
  | 'host-is-slave'
  | 'rbac-denied'
  | 'login-slow'
  | 'password-changed'
  | 'call-fails'
  | 'call-fails-at-end'
  | 'call-slow'
  | 'call-hangs'
> = {
  'session-lost': async () => {
    const test = await struckPool({ kind: 'session-lost', method: 'host.disable' });
    expect(await test.failure('host.disable', test.hostRef(1))).to.deep.equal(['SESSION_INVALID', test.session]);
    await test.loginAgain();
    expect(await test.record('host', test.hostRef(1))).to.have.property('enabled', true);
    return test;
  },
  'host-is-slave': async () => {
    const answers = {
      right: '127.0.0.1',
      wrong: '127.0.0.2',
      unreachable: '192.0.2.77',
      ipv6: '2001:db8::77',
      '10.0.0.1': '10.0.0.1',
    };
    for (const [to, address] of Object.entries(answers)) {
      const test = await struckPool({ kind: 'host-is-slave', host: 2, to });
      expect(await loginAnswer(test, 2), to).to.deep.equal(['HOST_IS_SLAVE', address]);
    }
    const test = await struckPool({ kind: 'host-is-slave', host: 0, to: 'wrong', occurrence: 2 });
    expect(await loginAnswer(test, 0)).to.deep.equal(['HOST_IS_SLAVE', '127.0.0.2']);
    return test;
  },
  'rbac-denied': async () => {
    const test = await struckPool({ kind: 'rbac-denied', method: 'host.reboot', occurrence: 'every' });
    await test.call('host.disable', test.hostRef(1));
    const failure = await test.failure('host.reboot', test.hostRef(1));
    expect(failure.slice(0, 2)).to.deep.equal(['RBAC_PERMISSION_DENIED', 'host.reboot']);
    expect(failure[2]).to.include('pool-operator');
    return test;
  },
  'login-slow': async () => {
    const test = await struckPool({ kind: 'login-slow', by: '2min', occurrence: 2 });
    const before = test.clock.now();
    await test.loginAgain();
    expect(test.clock.now() - before).to.equal(2 * minute);
    return test;
  },
  'password-changed': async () => {
    const test = await struckPool({ kind: 'password-changed', at: 'host-disabled', lasts: hour });
    const old = [test.pool.user, test.pool.password, '1.0', 'test'];
    const login = async (): Promise<unknown> =>
      (await test.clock.runUntil(test.pool.handle('127.0.0.1', 'session.login_with_password', old))).Status;
    await test.call('host.disable', test.hostRef(1));
    expect(await login()).to.equal('Failure');
    expect(await test.record('host', test.hostRef(1)), 'the session goes on').to.have.property('enabled', false);
    await test.clock.advance(hour);
    expect(await login()).to.equal('Success');
    return test;
  },
  'call-fails': async () => {
    const error = ['OTHER_OPERATION_IN_PROGRESS', 'host', 'a', 'b', 'c'];
    const test = await struckPool({ kind: 'call-fails', method: 'host.disable', occurrence: 2, error });
    await test.call('host.disable', test.hostRef(1));
    expect(await test.failure('host.disable', test.hostRef(1))).to.deep.equal(error);
    await test.call('host.disable', test.hostRef(1));
    return test;
  },
  'call-fails-at-end': async () => {
    const test = await struckPool({
      kind: 'call-fails-at-end',
      method: 'Async.host.evacuate',
      error: ['INTERNAL_ERROR', 'db'],
    });
    await test.call('host.disable', test.hostRef(0));
    expect(await test.task('host.evacuate', test.hostRef(0))).to.deep.include({ error_info: ['INTERNAL_ERROR', 'db'] });
    expect(await test.record('VM', test.vmRef('one'))).not.to.have.property('resident_on', test.hostRef(0));
    return test;
  },
  'call-slow': async () => {
    const test = await struckPool({ kind: 'call-slow', method: 'host.get_servertime', by: '45s' });
    const before = test.clock.now();
    await test.call('host.get_servertime', test.hostRef(1));
    expect(test.clock.now() - before).to.equal(45_000);
    return test;
  },
  'call-hangs': async () => {
    const test = await struckPool({ kind: 'call-hangs', method: 'Async.host.evacuate' });
    await test.call('host.disable', test.hostRef(0));
    const task = (await test.call('Async.host.evacuate', test.hostRef(0))) as string;
    await test.clock.advance(24 * hour);
    expect(await test.record('task', task)).to.have.property('status', 'pending');
    await test.call('task.cancel', task);
    await test.clock.advance(1000);
    // An evacuation cannot be cancelled (xapi_host.ml): it hangs on.
    expect(await test.record('task', task)).to.have.property('status', 'pending');
    return test;
  },
};
