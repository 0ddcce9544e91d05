import { inspect } from 'node:util';
import { expect } from 'chai';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';
import { connect } from '../../support/connect-xapi.js';
import { errorOf, failure, ScriptedPool, type Outcome } from '../../support/xapi-scripted-pool.js';

/** A pool in which each address answers a login in its own way; undefined logs in. */
function hosts(answers: Record<string, Outcome | undefined>): ScriptedPool {
  return new ScriptedPool(({ address, method }) => {
    if (method !== 'session.login_with_password') return undefined;
    return address in answers ? answers[address] : 'unreachable';
  });
}

const asked = (pool: ScriptedPool): string[] => pool.sent.map(({ address }) => address);

describe('Finding the coordinator', () => {
  it('takes the first host that logs in, with an originator of our own', async () => {
    const pool = hosts({ '192.0.2.1': undefined });
    await connect(pool.options());
    expect(pool.sent).to.deep.equal([
      {
        address: '192.0.2.1',
        method: 'session.login_with_password',
        params: ['root', 'correct horse', '1.0', 'drydock'],
      },
    ]);
  });

  it('follows a member to the coordinator', async () => {
    const pool = hosts({ '192.0.2.1': failure('HOST_IS_SLAVE', '192.0.2.3'), '192.0.2.3': undefined });
    const connection = await connect(pool.options());
    expect(asked(pool)).to.deep.equal(['192.0.2.1', '192.0.2.3']);
    expect(connection.addresses[0]).to.equal('192.0.2.3');
  });

  it('follows a bare IPv6 address', async () => {
    const pool = hosts({ '192.0.2.1': failure('HOST_IS_SLAVE', '2001:db8::7'), '2001:db8::7': undefined });
    await connect(pool.options());
    expect(asked(pool)).to.deep.equal(['192.0.2.1', '2001:db8::7']);
  });

  it('asks no host twice for being written in two ways', async () => {
    const pool = hosts({ '192.0.2.1': failure('HOST_IS_SLAVE', '2001:db8::7') });
    await errorOf(connect(pool.options({ addresses: ['192.0.2.1', '[2001:DB8::7]:443'] })));
    expect(asked(pool)).to.deep.equal(['192.0.2.1', '2001:db8::7']);
  });

  it('maps an address that only the hosts can reach', async () => {
    const pool = hosts({ '192.0.2.1': failure('HOST_IS_SLAVE', '10.0.0.1'), '192.0.2.2': undefined });
    await connect(pool.options({ addressMap: { '10.0.0.1': '192.0.2.2' } }));
    expect(asked(pool)).to.deep.equal(['192.0.2.1', '192.0.2.2']);
  });

  it('follows once: two members that name each other lead nowhere', async () => {
    const pool = hosts({
      '192.0.2.1': failure('HOST_IS_SLAVE', '192.0.2.2'),
      '192.0.2.2': failure('HOST_IS_SLAVE', '192.0.2.1'),
    });
    const error = await errorOf(connect(pool.options({ addresses: ['192.0.2.1', '192.0.2.2'] })));
    expect(error.code).to.equal('XAPI_NOT_READY');
    expect(asked(pool)).to.deep.equal(['192.0.2.1', '192.0.2.2']);
  });

  it('asks the others when the first host is away, and follows one of them', async () => {
    const pool = hosts({ '192.0.2.2': failure('HOST_IS_SLAVE', '192.0.2.9'), '192.0.2.9': undefined });
    await connect(pool.options());
    expect(asked(pool)).to.deep.equal(['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.9']);
  });

  it('reports the answer of every host when none logs in', async () => {
    const pool = hosts({
      '192.0.2.2': failure('HOST_IS_SLAVE', '192.0.2.1'),
      '192.0.2.3': failure('HOST_XAPI_VERSION_HIGHER_THAN_COORDINATOR', '24.11.0'),
    });
    const error = await errorOf(connect(pool.options()));
    expect(error.code).to.equal('XAPI_NOT_READY');
    expect(error.exitCode).to.equal(1);
    expect(error.details.data).to.deep.equal({
      answers: [
        { address: '192.0.2.1', answer: 'ECONNREFUSED' },
        { address: '192.0.2.2', answer: 'HOST_IS_SLAVE [192.0.2.1]' },
        { address: '192.0.2.3', answer: 'HOST_XAPI_VERSION_HIGHER_THAN_COORDINATOR [24.11.0]' },
      ],
    });
  });

  for (const code of ['HOST_STILL_BOOTING', 'HA_POOL_IS_ENABLED_BUT_HOST_IS_DISABLED', 'HOST_BROKEN']) {
    it(`gives the emergency code ${code} as the diagnosis of the host`, async () => {
      const pool = hosts({ '192.0.2.1': failure(code) });
      const error = await errorOf(connect(pool.options({ addresses: ['192.0.2.1'] })));
      expect(error.code).to.equal('XAPI_NOT_READY');
      expect(error.message).to.contain(`192.0.2.1: ${code}`);
    });
  }

  it('calls a pool unreachable when no host answers at all, naming addresses and causes', async () => {
    const error = await errorOf(connect(hosts({}).options({ addresses: ['192.0.2.1', '192.0.2.2'] })));
    expect([error.code, error.exitCode]).to.deep.equal(['XAPI_UNREACHABLE', 1]);
    expect(error.message).to.contain('192.0.2.1: ECONNREFUSED; 192.0.2.2: ECONNREFUSED');
  });

  it('stops at a refused password, so that no account is locked, and never shows it', async () => {
    const pool = hosts({ '192.0.2.1': failure('SESSION_AUTHENTICATION_FAILED', 'root', 'Authentication failure') });
    const error = await errorOf(connect(pool.options()));
    expect([error.code, error.exitCode]).to.deep.equal(['XAPI_LOGIN_REFUSED', 3]);
    expect(asked(pool)).to.deep.equal(['192.0.2.1']);
    expect(inspect(error, { depth: 9 }) + JSON.stringify(error)).not.to.contain('correct horse');
  });

  it('gives a host that says nothing the time of a login, then asks the others', async () => {
    const clock = new VirtualClock();
    const pool = hosts({ '192.0.2.1': 'silent', '192.0.2.2': undefined });
    const start = clock.now();
    await clock.runUntil(connect(pool.options({ clock })));
    expect(clock.now() - start).to.equal(30_000);
    expect(clock.sleeping).to.equal(0);
  });

  it('can be given up', async () => {
    const pool = hosts({ '192.0.2.1': 'silent' });
    const stop = new AbortController();
    const login = connect(pool.options(), stop.signal);
    setImmediate(() => stop.abort(new Error('asked to stop')));
    expect(await login.then(() => 'connected', String)).to.equal('Error: asked to stop');
  });
});
