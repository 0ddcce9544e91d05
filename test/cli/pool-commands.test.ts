/** Known pools on the command line, against a real TLS server: certificates, credentials, refusals. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { PoolRecord } from '../../src/daemon/pools/pool-record.js';
import { runCli, type CommandLineResult } from '../support/cli-surroundings.js';
import { startXapiServer, testCertificate, type XapiHttpsServer } from '../support/xapi-https-server.js';
import { failure, success } from '../support/xapi-scripted-pool.js';

const password = 'correct horse';

describe('pool commands', () => {
  let folder: string;
  let server: XapiHttpsServer;
  let add: readonly string[];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'drydock-pools-'));
    writeFileSync(join(folder, 'password'), `${password}\n`, { mode: 0o600 });
    server = await startXapiServer(({ method, params }) => {
      if (method === 'session.login_with_password') {
        return params[1] === password
          ? success('OpaqueRef:session')
          : failure('SESSION_AUTHENTICATION_FAILED', 'root', 'x');
      }
      return success();
    });
    add = ['pool', 'add', 'lab', '--host', server.address, '--password-file', 'password'];
  });

  afterEach(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function run(
    argv: readonly string[],
    extra: { environment?: Record<string, string>; answer?: string } = {},
  ): Promise<CommandLineResult> {
    return runCli(argv, { workingFolder: folder, ...extra });
  }

  async function known(): Promise<PoolRecord[]> {
    const { stdout } = await run(['pool', 'list', '--json']);
    return (JSON.parse(stdout) as { pools: PoolRecord[] }).pools;
  }

  it('add keeps address, user, fingerprint and the absolute path of the password file, never the password', async () => {
    const result = await run([...add, '--trust-first-use']);

    expect(result.exitCode).to.equal(0);
    const [record] = await known();
    expect(record).to.deep.include({
      name: 'lab',
      user: 'root',
      credential: { kind: 'file', path: join(folder, 'password') },
    });
    expect(Object.values(record?.fingerprints ?? {})).to.deep.equal([server.fingerprint]);
    const file = join(folder, 'drydock-state', 'pools.json');
    expect(readFileSync(file, 'utf8')).not.to.include(password);
    expect(statSync(file).mode & 0o777).to.equal(0o600);
  });

  it('add refuses a certificate that nobody confirms, and sends nothing to it', async () => {
    const result = await run([...add, '--json']);

    expect(result.exitCode).to.equal(3);
    expect(JSON.parse(result.stdout))
      .to.deep.include({ code: 'POOL_FINGERPRINT_UNCONFIRMED' })
      .and.to.have.nested.property('data.fingerprint', server.fingerprint);
    expect(server.requests()).to.equal(0);
    expect(await known()).to.deep.equal([]);
  });

  it('add takes the answer of a person, yes as well as no', async () => {
    expect((await run(add, { answer: 'no' })).exitCode).to.equal(3);
    expect((await run(add, { answer: 'yes' })).exitCode).to.equal(0);
  });

  it('add compares with --fingerprint, however it is written, and sends nothing to another certificate', async () => {
    const other = testCertificate('other').fingerprint;

    const wrong = await run([...add, '--fingerprint', other, '--json']);
    expect(wrong.exitCode).to.equal(3);
    expect(JSON.parse(wrong.stdout)).to.include({ code: 'XAPI_CERTIFICATE_CHANGED' });
    expect(server.requests()).to.equal(0);

    const right = await run([...add, '--fingerprint', server.fingerprint.replaceAll(':', '').toLowerCase()]);
    expect(right.exitCode).to.equal(0);
  });

  it('add refuses a wrong password and keeps nothing', async () => {
    writeFileSync(join(folder, 'password'), 'wrong\n');

    const result = await run([...add, '--trust-first-use', '--json']);

    expect(result.exitCode).to.be.oneOf([1, 3]);
    expect(JSON.parse(result.stdout)).to.include({ code: 'XAPI_LOGIN_REFUSED' });
    expect(result.stdout).not.to.include('wrong');
    expect(await known()).to.deep.equal([]);
  });

  it('add takes the password from the environment, and keeps the name of the variable', async () => {
    const words = [
      'pool',
      'add',
      'lab',
      '--host',
      server.address,
      '--password-env',
      'LAB_PASSWORD',
      '--trust-first-use',
    ];

    expect(JSON.parse((await run([...words, '--json'])).stdout)).to.include({ code: 'CREDENTIAL_UNREADABLE' });
    expect((await run(words, { environment: { LAB_PASSWORD: password } })).exitCode).to.equal(0);
    expect((await known())[0]?.credential).to.deep.equal({ kind: 'environment', name: 'LAB_PASSWORD' });
  });

  it('add asks for a password where none is stored, and says what that means', async () => {
    const words = ['pool', 'add', 'lab', '--host', server.address, '--trust-first-use'];

    expect(JSON.parse((await run([...words, '--json'])).stdout)).to.include({ code: 'CREDENTIAL_NOT_STORED' });
    const result = await run(words, { answer: password });
    expect(result.stdout).to.include('no run can be started');
    expect((await known())[0]?.credential).to.deep.equal({ kind: 'prompt' });
  });

  it('add refuses a name that is taken, so that a pinned certificate is never replaced silently', async () => {
    await run([...add, '--trust-first-use']);

    expect(JSON.parse((await run([...add, '--trust-first-use', '--json'])).stdout)).to.include({
      code: 'POOL_NAME_TAKEN',
    });
  });

  it('add says which address cannot be reached', async () => {
    const result = await run(['pool', 'add', 'lab', '--host', '127.0.0.1:1', '--password-file', 'password', '--json']);

    expect(result.exitCode).to.equal(1);
    expect(JSON.parse(result.stdout)).to.include({ code: 'XAPI_UNREACHABLE', subject: '127.0.0.1:1' });
  });

  it('password is asked for, tried, kept by Drydock, and told to nobody; a wrong one changes nothing', async () => {
    await run(['pool', 'add', 'lab', '--host', server.address, '--trust-first-use'], { answer: password });

    const wrong = await run(['pool', 'password', 'lab', '--json'], { answer: 'not this one' });
    expect(JSON.parse(wrong.stdout)).to.include({ code: 'XAPI_LOGIN_REFUSED' });
    expect((await known())[0]?.credential).to.deep.equal({ kind: 'prompt' });
    const right = await run(['pool', 'password', 'lab'], { answer: password });
    expect(right.exitCode, right.stderr).to.equal(0);
    const credential = (await known())[0]?.credential;
    if (credential?.kind !== 'file') throw new Error('not in a file');
    expect(readFileSync(credential.path, 'utf8')).to.equal(`${password}\n`);
    expect(statSync(credential.path).mode & 0o777).to.equal(0o600);
    const audit = await run(['audit', '--json']);
    expect(audit.stdout).to.include('pool.password');
    expect(right.stdout + right.stderr + wrong.stdout + wrong.stderr + audit.stdout).to.not.include(password);
  });

  it('password leaves one alone that is in a place of its own, and may name another place', async () => {
    await run([...add, '--trust-first-use']);

    const refused = await run(['pool', 'password', 'lab', '--json'], { answer: password });
    expect(refused.exitCode).to.equal(3);
    expect(JSON.parse(refused.stdout)).to.include({ code: 'POOL_PASSWORD_ELSEWHERE' });
    expect(refused.stdout).to.include(join(folder, 'password'));
    writeFileSync(join(folder, 'moved'), `${password}\n`, { mode: 0o600 });
    expect((await run(['pool', 'password', 'lab', '--password-file', 'moved'])).exitCode).to.equal(0);
    expect((await known())[0]?.credential).to.deep.equal({ kind: 'file', path: join(folder, 'moved') });
  });

  it('remove forgets a pool, and suggests the name that was meant', async () => {
    await run([...add, '--trust-first-use']);

    const wrong = await run(['pool', 'remove', 'lba']);
    expect(wrong.exitCode).to.equal(3);
    expect(wrong.stderr).to.include('lab, did you mean that?');
    expect((await run(['pool', 'remove', 'lab'])).exitCode).to.equal(0);
    expect(await known()).to.deep.equal([]);
  });

  it('refuse a file of pools that was damaged', async () => {
    await run([...add, '--trust-first-use']);
    writeFileSync(join(folder, 'drydock-state', 'pools.json'), '{"format":1,"pools":[{"name":"lab"');

    expect(JSON.parse((await run(['pool', 'list', '--json'])).stdout)).to.include({ code: 'STATE_CORRUPT' });
  });

  it('refuse an empty password file', async () => {
    writeFileSync(join(folder, 'password'), '\n');

    expect(JSON.parse((await run([...add, '--trust-first-use', '--json'])).stdout)).to.include({
      code: 'CREDENTIAL_UNREADABLE',
    });
  });
});
