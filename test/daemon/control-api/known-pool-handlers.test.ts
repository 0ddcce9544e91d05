/** Pools made known over the control API: certificates before passwords, a password that comes back nowhere, and nothing taken from a run. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { certificatesReplySchema } from '../../../src/contract/api/pools.js';
import { knownPoolHandlers } from '../../../src/daemon/control-api/handlers/known-pool-handlers.js';
import { LastChecks } from '../../../src/daemon/control-api/last-checks.js';
import type { PoolRecord } from '../../../src/daemon/pools/pool-record.js';
import { openPoolStore, type PoolStore } from '../../../src/daemon/pools/pool-store.js';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';
import type { Secret } from '../../../src/shared/secret.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';
import { ApiBench, type Answer } from '../../support/api-bench.js';

const shown = 'ab'.repeat(32);
const password = 'canary-of-a-pool';
const lab = { name: 'lab', addresses: ['192.0.2.11'], user: 'root', password, fingerprints: { '192.0.2.11': shown } };

describe('pools made known over the control API', () => {
  let bench: ApiBench;
  let folder: string;
  let pools: PoolStore;
  let tried: string[];
  let run: string | null;
  let refuse: DrydockError | undefined;
  let administrator: { authorization: string };

  beforeEach(async () => {
    tried = [];
    run = null;
    refuse = undefined;
    const clock = new VirtualClock();
    folder = mkdtempSync(join(tmpdir(), 'drydock-pools-'));
    pools = openPoolStore(join(folder, 'pools.json'));
    bench = await new ApiBench(
      knownPoolHandlers({
        pools,
        passwords: join(folder, 'pool-passwords'),
        reach: {
          fingerprint: (address) =>
            address.startsWith('198.')
              ? Promise.reject(new DrydockError('XAPI_UNREACHABLE', { attempted: 'reaching', subject: address }))
              : Promise.resolve(shown),
          logIn: (record, secret: Secret) => {
            tried.push(`${record.user}:${secret.reveal()}`);
            return refuse === undefined ? Promise.resolve() : Promise.reject(refuse);
          },
        },
        views: { openRunOf: () => run },
        checks: new LastChecks(clock, () => undefined),
        clock,
      }),
    ).open();
    administrator = { authorization: `Bearer ${await bench.addToken('boss', 'administrator')}` };
  });

  afterEach(async () => {
    await bench.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const ask = (method: string, path: string, body?: unknown, headers = administrator): Promise<Answer> =>
    bench.ask(path, { method, headers, ...(body === undefined ? {} : { body }) });

  it('show what certificate each address has, those that do not answer with the reason', async () => {
    const answer = await ask('POST', '/v1/pools/certificates', { addresses: ['192.0.2.11', '198.51.100.1'] });
    const { certificates } = certificatesReplySchema.parse(answer.json());

    expect(certificates[0]).to.deep.equal({ address: '192.0.2.11', fingerprint: shown, error: null });
    expect(certificates[1]).to.deep.include({ address: '198.51.100.1', fingerprint: null });
    expect(certificates[1]?.error?.code).to.equal('XAPI_UNREACHABLE');
    expect(tried).to.deep.equal([]);
  });

  it('are kept with their pin, and with the password in a file of its own that nobody else may read', async () => {
    const answer = await ask('POST', '/v1/pools', lab);

    expect(answer.status, answer.text).to.equal(200);
    expect(tried).to.deep.equal([`root:${password}`]);
    const record = await pools.get('lab');
    expect(record.fingerprints).to.deep.equal({ '192.0.2.11': shown });
    if (record.credential.kind !== 'file') throw new Error('not in a file');
    expect(readFileSync(record.credential.path, 'utf8')).to.equal(`${password}\n`);
    expect(statSync(record.credential.path).mode & 0o777).to.equal(0o600);
    expect(statSync(join(record.credential.path, '..')).mode & 0o777).to.equal(0o700);
  });

  it('give the password back nowhere: not in the answer, the list, the record, the audit or an error', async () => {
    const answers = [
      await ask('POST', '/v1/pools', lab),
      await ask('POST', '/v1/pools', lab),
      await ask('POST', '/v1/pools', { ...lab, name: 'other', password: `${password}\nsecond line` }),
      await ask('POST', '/v1/pools', { ...lab, name: 'other', unknown: password }),
    ];
    refuse = new DrydockError('XAPI_LOGIN_REFUSED', { attempted: 'logging in', subject: '192.0.2.11' });
    answers.push(await ask('POST', '/v1/pools', { ...lab, name: 'other' }));

    expect(answers.map(({ status }) => status)).to.deep.equal([200, 409, 400, 400, 409]);
    const everything = answers.map(({ text }) => text).join() + JSON.stringify(bench.audit);
    expect(everything).to.not.include(password);
    expect(JSON.stringify(await pools.list())).to.not.include(password);
    expect(bench.audit.map(({ action, outcome }) => `${action} ${outcome}`)).to.include('pool.add done');
  });

  it('are told no password where the certificate was not compared, or is another by now', async () => {
    const uncompared = await ask('POST', '/v1/pools', { ...lab, fingerprints: {} });
    const another = await ask('POST', '/v1/pools', { ...lab, fingerprints: { '192.0.2.11': 'cd'.repeat(32) } });

    expect([uncompared.code, another.code]).to.deep.equal(['POOL_FINGERPRINT_UNCONFIRMED', 'XAPI_CERTIFICATE_CHANGED']);
    expect(tried).to.deep.equal([]);
    expect(await pools.list()).to.deep.equal([]);
  });

  it('leave nothing behind when the pool refuses the password', async () => {
    refuse = new DrydockError('XAPI_LOGIN_REFUSED', { attempted: 'logging in', subject: '192.0.2.11' });
    expect((await ask('POST', '/v1/pools', lab)).code).to.equal('XAPI_LOGIN_REFUSED');
    expect(await pools.list()).to.deep.equal([]);
  });

  const changed = `${password}-two`;
  const keptIn = async (): Promise<string> => {
    const { credential } = await pools.get('lab');
    if (credential.kind !== 'file') throw new Error('not in a file');
    return credential.path;
  };

  it('take another password once the pool has taken it, in a new file, and the old one is gone', async () => {
    await ask('POST', '/v1/pools', lab);
    const before = await keptIn();
    const answer = await ask('PUT', '/v1/pools/lab/password', { password: changed });

    expect(answer.status, answer.text).to.equal(200);
    expect(tried.at(-1)).to.equal(`root:${changed}`);
    const after = await keptIn();
    expect(after).to.not.equal(before);
    expect(readFileSync(after, 'utf8')).to.equal(`${changed}\n`);
    expect(statSync(after).mode & 0o777).to.equal(0o600);
    expect(readdirSync(join(after, '..'))).to.have.length(1);
    expect((await pools.get('lab')).fingerprints, 'nothing else').to.deep.equal({ '192.0.2.11': shown });
  });

  it('take another password while a run has the pool: it is how that run gets on', async () => {
    await ask('POST', '/v1/pools', lab);
    run = 'run-1';
    expect((await ask('PUT', '/v1/pools/lab/password', { password: changed })).status).to.equal(200);
    expect(readFileSync(await keptIn(), 'utf8')).to.equal(`${changed}\n`);
  });

  it('keep the old password where the pool refuses the new one, and say neither', async () => {
    await ask('POST', '/v1/pools', lab);
    refuse = new DrydockError('XAPI_LOGIN_REFUSED', { attempted: 'logging in', subject: '192.0.2.11' });
    const answers = [
      await ask('PUT', '/v1/pools/lab/password', { password: changed }),
      await ask('PUT', '/v1/pools/lab/password', { password: `${changed}\n` }),
      await ask('PUT', '/v1/pools/no-such/password', { password: changed }),
    ];

    expect(answers.map(({ status }) => status)).to.deep.equal([409, 400, 404]);
    expect(readFileSync(await keptIn(), 'utf8')).to.equal(`${password}\n`);
    expect(readdirSync(join(await keptIn(), '..'))).to.have.length(1);
    expect(answers.map(({ text }) => text).join() + JSON.stringify(bench.audit)).to.not.include(password);
    expect(bench.audit.map(({ action, object, outcome }) => `${action} ${object} ${outcome}`)).to.include(
      'pool.password lab failed',
    );
  });

  it('leave a password alone that is somebody else’s, say where it is, and try nothing', async () => {
    const own = { ...(await recordOf('own')), credential: { kind: 'file', path: '/etc/drydock/own' } } as const;
    await pools.add(own);
    await pools.add({ ...own, name: 'service', credential: { kind: 'systemd', name: 'pool-password' } });
    const answers = [
      await ask('PUT', '/v1/pools/own/password', { password: changed }),
      await ask('PUT', '/v1/pools/service/password', { password: changed }),
    ];

    expect(answers.map(({ code }) => code)).to.deep.equal(['POOL_PASSWORD_ELSEWHERE', 'POOL_PASSWORD_ELSEWHERE']);
    expect(answers[0]?.text).to.include('the file /etc/drydock/own');
    expect(answers[1]?.text).to.include('the systemd credential pool-password');
    expect(tried).to.deep.equal([]);
    expect(await pools.get('own')).to.deep.equal(own);
  });

  async function recordOf(name: string): Promise<PoolRecord> {
    await ask('POST', '/v1/pools', { ...lab, name });
    const record = await pools.get(name);
    await ask('DELETE', `/v1/pools/${name}`);
    tried = [];
    return record;
  }

  it('are forgotten with the password that was kept for them', async () => {
    await ask('POST', '/v1/pools', lab);
    const { credential } = await pools.get('lab');
    if (credential.kind !== 'file') throw new Error('not in a file');

    expect((await ask('DELETE', '/v1/pools/lab')).json()).to.deep.equal({ removed: 'lab' });
    expect(await pools.list()).to.deep.equal([]);
    expect(readdirSync(join(credential.path, '..'))).to.deep.equal([]);
    expect((await ask('DELETE', '/v1/pools/lab')).status).to.equal(404);
  });

  it('are not forgotten while a run needs them', async () => {
    await ask('POST', '/v1/pools', lab);
    run = 'run-1';
    const answer = await ask('DELETE', '/v1/pools/lab');

    expect(answer.code).to.equal('POOL_HAS_RUN');
    expect(answer.text).to.include('run-1');
    expect(await pools.list()).to.have.length(1);
  });

  it('are made known, changed and forgotten by administrators alone', async () => {
    const operator = { authorization: `Bearer ${await bench.addToken('ci', 'operator')}` };
    const answers = [
      await ask('POST', '/v1/pools/certificates', { addresses: ['192.0.2.11'] }, operator),
      await ask('POST', '/v1/pools', lab, operator),
      await ask('PUT', '/v1/pools/lab/password', { password: changed }, operator),
      await ask('DELETE', '/v1/pools/lab', undefined, operator),
    ];
    expect(answers.map(({ code }) => code)).to.deep.equal(Array.from({ length: 4 }, () => 'ROLE_INSUFFICIENT'));
    expect(tried).to.deep.equal([]);
  });
});
