import { expect } from 'chai';
import { Secret } from '../../../src/shared/secret.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';
import { XapiConnection } from '../../../src/xapi/connection/xapi-connection.js';
import { connect } from '../../support/connect-xapi.js';
import {
  errorOf,
  failure,
  ScriptedPool,
  success,
  text,
  type Outcome,
  type SentCall,
} from '../../support/xapi-scripted-pool.js';

const read = 'host.get_by_uuid';
const act = 'host.disable';

/** Answers one method in turn: the first call with the first outcome, and so on; the last one stays. */
function inTurn(method: string, ...outcomes: Outcome[]): (call: SentCall, count: number) => Outcome | undefined {
  return (call, count) => (call.method === method ? outcomes[Math.min(count, outcomes.length) - 1] : undefined);
}

/** As xapi says it: with the reference of the session that has ended. */
function sessionInvalid(method: string, times: number): (call: SentCall, count: number) => Outcome | undefined {
  return (call, count) => {
    if (call.method !== method) return undefined;
    return count <= times ? failure('SESSION_INVALID', text(call.params[0])) : success('OpaqueRef:host');
  };
}

describe('A lost session', () => {
  it('is replaced by one login, and the read is repeated with the new session', async () => {
    const pool = new ScriptedPool(sessionInvalid(read, 1));
    const connection = await connect(pool.options());
    expect(await connection.call(read, ['uuid'])).to.equal('OpaqueRef:host');
    expect(pool.sent.map(({ method, params }) => [method, params[0]])).to.deep.equal([
      ['session.login_with_password', 'root'],
      [read, 'OpaqueRef:session-1'],
      ['session.login_with_password', 'root'],
      [read, 'OpaqueRef:session-2'],
    ]);
  });

  it('is replaced by a login with the password as it is by then', async () => {
    const pool = new ScriptedPool(sessionInvalid(read, 1));
    const given = [new Secret('old'), new Secret('new')];
    const credentials = {
      user: 'root',
      password: new Secret('of the start'),
      currentPassword: () => Promise.resolve(given.shift()!),
    };
    await (await connect(pool.options({ credentials }))).call(read, ['uuid']);
    const logins = pool.sent.filter(({ method }) => method === 'session.login_with_password');
    expect(logins.map(({ params }) => params[1])).to.deep.equal(['old', 'new']);
  });

  it('is not replaced a third time', async () => {
    const pool = new ScriptedPool(sessionInvalid(read, 99));
    const connection = await connect(pool.options());
    expect((await errorOf(connection.call(read, ['uuid']))).code).to.equal('XAPI_SESSION_LOST');
    expect(pool.count(read)).to.equal(2);
  });

  it('never repeats an effect, which was certainly not done, and the next call logs in anew', async () => {
    const pool = new ScriptedPool(sessionInvalid(act, 1));
    const connection = await connect(pool.options());
    const error = await errorOf(connection.call(act, ['OpaqueRef:host']));
    expect(error.code).to.equal('XAPI_SESSION_LOST');
    expect(error.details.data).to.deep.equal({ call: act, outcome: 'not-done' });
    expect(pool.count(act)).to.equal(1);
    await connection.call(act, ['OpaqueRef:host']);
    expect(pool.sent.at(-1)?.params[0]).to.equal('OpaqueRef:session-2');
  });

  it('of somebody else, inside a call, leaves ours alone', async () => {
    const pool = new ScriptedPool(inTurn(act, failure('SESSION_INVALID', 'OpaqueRef:other')));
    const connection = await connect(pool.options());
    expect((await errorOf(connection.call(act, ['OpaqueRef:host']))).code).to.equal('XAPI_FAILURE');
    expect(pool.count('session.login_with_password')).to.equal(1);
  });

  it('is replaced once, however many calls notice it at the same time', async () => {
    const lost = new Set<string>(['OpaqueRef:session-1']);
    const pool = new ScriptedPool(({ method, params }) => {
      if (method.startsWith('session.')) return undefined;
      return lost.has(text(params[0])) ? failure('SESSION_INVALID', text(params[0])) : success('OpaqueRef:host');
    });
    const connection = await connect(pool.options());
    await Promise.all(['a', 'b', 'c', 'd'].map((uuid) => connection.call(read, [uuid])));
    expect(pool.count('session.login_with_password')).to.equal(2);
  });

  it('shows as well when the coordinator has become a member', async () => {
    const pool = new ScriptedPool(inTurn(act, failure('HOST_IS_SLAVE', '192.0.2.2')));
    const connection = await connect(pool.options());
    const error = await errorOf(connection.call(act, ['OpaqueRef:host']));
    expect(error.code).to.equal('XAPI_SESSION_LOST');
    expect(pool.count(act)).to.equal(1);
  });
});

describe('A lost reply', () => {
  for (const outcome of ['lost', 'garbled'] as const) {
    it(`(${outcome}) has a read repeated once`, async () => {
      const pool = new ScriptedPool(inTurn(read, outcome, success('OpaqueRef:host')));
      const connection = await connect(pool.options());
      expect(await connection.call(read, ['uuid'])).to.equal('OpaqueRef:host');
      expect(pool.count(read)).to.equal(2);
    });

    it(`(${outcome}) leaves the outcome of an effect unknown, and the effect is not sent again`, async () => {
      const pool = new ScriptedPool(inTurn(act, outcome, success()));
      const connection = await connect(pool.options());
      const error = await errorOf(connection.call(act, ['OpaqueRef:host']));
      expect(error.code).to.equal('XAPI_OUTCOME_UNKNOWN');
      expect(error.details.data).to.deep.equal({ call: act, outcome: 'unknown' });
      expect(pool.count(act)).to.equal(1);
    });

    it(`(${outcome}) leaves the outcome of a started operation unknown`, async () => {
      const pool = new ScriptedPool(inTurn('Async.host.reboot', outcome, success('OpaqueRef:task')));
      const connection = await connect(pool.options());
      expect((await errorOf(connection.start('host.reboot', ['OpaqueRef:host']))).code).to.equal(
        'XAPI_OUTCOME_UNKNOWN',
      );
      expect(pool.count('Async.host.reboot')).to.equal(1);
    });
  }

  it('of a started operation that names no task leaves its outcome unknown too', async () => {
    const pool = new ScriptedPool(inTurn('Async.host.reboot', success('')));
    const connection = await connect(pool.options());
    expect((await errorOf(connection.start('host.reboot', ['OpaqueRef:host']))).code).to.equal('XAPI_OUTCOME_UNKNOWN');
  });
});

describe('A call that cannot be sent', () => {
  it('was not done, effect or read, and the next one looks for the coordinator again', async () => {
    const pool = new ScriptedPool(inTurn(act, 'unreachable', success()));
    const connection = await connect(pool.options());
    expect((await errorOf(connection.call(act, ['OpaqueRef:host']))).code).to.equal('XAPI_UNREACHABLE');
    await connection.call(act, ['OpaqueRef:host']);
    expect(pool.count('session.login_with_password')).to.equal(2);
  });
});

describe('A call that is not answered', () => {
  const cases = [
    { call: read, seconds: 60, code: 'XAPI_REPLY_LOST', sent: 2 },
    { call: act, seconds: 300, code: 'XAPI_OUTCOME_UNKNOWN', sent: 1 },
  ] as const;
  for (const { call, seconds, code, sent } of cases) {
    it(`ends after ${seconds} s, per attempt (${call})`, async () => {
      const clock = new VirtualClock();
      const pool = new ScriptedPool(inTurn(call, 'silent'));
      const connection = await connect(pool.options({ clock }));
      const start = clock.now();
      const error = await clock.runUntil(errorOf(connection.call(call, ['x'])));
      expect(error.code).to.equal(code);
      expect(pool.count(call)).to.equal(sent);
      expect(clock.now() - start).to.equal(seconds * 1000 * sent);
      expect(clock.sleeping).to.equal(0);
    });
  }

  it('ends at once when the caller gives up, with the reason of the caller', async () => {
    const pool = new ScriptedPool(inTurn(read, 'silent'));
    const connection = await connect(pool.options());
    const stop = new AbortController();
    const call = connection.call(read, ['uuid'], { signal: stop.signal });
    setImmediate(() => stop.abort(new Error('asked to stop')));
    expect(await call.then(String, String)).to.equal('Error: asked to stop');
    expect(pool.count(read)).to.equal(1);
  });

  it('leaves an effect unknown even when the transport ignores the signal', async () => {
    const pool = new ScriptedPool(() => undefined);
    const transport: typeof pool.transport = (request) =>
      request.method === act ? new Promise(() => undefined) : pool.transport(request);
    const connection = await connect(pool.options({ transport }));
    const stop = new AbortController();
    const call = connection.call(act, ['OpaqueRef:host'], { signal: stop.signal });
    setImmediate(() => stop.abort(new Error('asked to stop')));
    expect((await errorOf(call)).code).to.equal('XAPI_OUTCOME_UNKNOWN');
  });
});

describe('A refused call', () => {
  it('carries the code and the parameters of the pool', async () => {
    const pool = new ScriptedPool(inTurn(act, failure('HOST_OFFLINE', 'OpaqueRef:host')));
    const connection = await connect(pool.options());
    const error = await errorOf(connection.call(act, ['OpaqueRef:host']));
    expect(error.code).to.equal('XAPI_FAILURE');
    expect(error.details.data).to.deep.equal({ call: act, code: 'HOST_OFFLINE', params: ['OpaqueRef:host'] });
    expect(error.message).to.contain('HOST_OFFLINE [OpaqueRef:host]');
  });
});

describe('Closing a connection', () => {
  it('logs out, and refuses later calls', async () => {
    const pool = new ScriptedPool(() => undefined);
    const connection = await connect(pool.options());
    await connection.close();
    await connection.close();
    expect(pool.sent.at(-1)).to.deep.include({ method: 'session.logout', params: ['OpaqueRef:session-1'] });
    expect(pool.count('session.logout')).to.equal(1);
    const error = await errorOf(connection.call(read, ['uuid']));
    expect([error.code, error.exitCode]).to.deep.equal(['XAPI_CONNECTION_CLOSED', 130]);
  });

  it('ends what is under way: a read with an error, an effect as unknown', async () => {
    const clock = new VirtualClock();
    const pool = new ScriptedPool(({ method }) => (method === read || method === act ? 'silent' : undefined));
    const connection = await connect(pool.options({ clock }));
    const codes = Promise.all(
      [connection.call(read, ['x']), connection.call(act, ['x'])].map(async (call) => (await errorOf(call)).code),
    );
    await clock.advance(1000);
    await connection.close();
    expect(await codes).to.deep.equal(['XAPI_CONNECTION_CLOSED', 'XAPI_OUTCOME_UNKNOWN']);
    expect(clock.sleeping).to.equal(0);
  });

  it('does not wait for a pool that does not answer the logout', async () => {
    const clock = new VirtualClock();
    const pool = new ScriptedPool(inTurn('session.logout', 'silent'));
    const connection = await connect(pool.options({ clock }));
    await clock.runUntil(connection.close(), 20_000);
    expect(clock.sleeping).to.equal(0);
  });

  it('sends nothing when there was no session', async () => {
    const pool = new ScriptedPool(() => undefined);
    await new XapiConnection(pool.options()).close();
    expect(pool.sent).to.deep.equal([]);
  });
});
