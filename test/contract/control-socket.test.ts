/** The control API over its socket: the same answers and the same errors on both sides. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { controlClient } from '../../src/contract/control-client.js';
import { startControlServer, type ControlServer } from '../../src/contract/control-server.js';
import { controlContractVersion, type ControlApi } from '../../src/contract/control.js';
import { DrydockError } from '../../src/shared/errors/drydock-error.js';
import { scriptedController, type ScriptedController } from '../support/cli-control-api.js';
import { runStatus } from '../support/cli-runs.js';

async function failure(work: Promise<unknown>): Promise<DrydockError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DrydockError)) throw new Error(`no DrydockError: ${String(error)}`);
  return error;
}

describe('control socket', () => {
  let folder: string;
  let socketPath: string;
  let api: ScriptedController;
  let server: ControlServer;
  let client: ControlApi;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'drydock-control-'));
    socketPath = join(folder, 'c.sock');
    api = scriptedController();
    server = await startControlServer(api, socketPath);
    client = controlClient({ socketPath });
  });

  afterEach(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('carries every call of the contract', async () => {
    const planRequest = {
      pool: 'lab',
      media: 'm',
      order: [],
      only: [],
      accept: [],
      fix: true,
      approveEachHost: false,
      soakMinutes: 0,
      by: 'me',
    };

    expect(await client.status()).to.deep.equal(await api.status());
    expect(await client.check({ pool: 'lab', media: 'm' })).to.deep.equal(await api.check({ pool: 'lab', media: 'm' }));
    expect(await client.plan(planRequest)).to.deep.equal(await api.plan(planRequest));
    expect(await client.runs()).to.deep.equal({ runs: [runStatus()], next: null });
    expect(await client.run('run-1')).to.deep.equal(runStatus());
    expect(await client.command('run-1', { command: 'skip', by: 'me', host: 'xs-2', reason: 'why' })).to.deep.equal(
      runStatus(),
    );
    expect(api.commands).to.deep.equal([
      { run: 'run-1', command: { command: 'skip', by: 'me', host: 'xs-2', reason: 'why' } },
    ]);
    expect(await client.report('run-1', 'markdown')).to.equal('# run-1\n');
    expect(await client.explain('run-1')).to.equal('It waits.\n');
    await client.stop();
  });

  it('belongs to its owner alone', () => {
    expect(statSync(socketPath).mode & 0o777).to.equal(0o600);
  });

  it('carries an error over with code, subject and remedy', async () => {
    const error = await failure(client.run('run-2'));

    expect(error.code).to.equal('RUN_UNKNOWN');
    expect(error.details.subject).to.equal('run-2');
    expect(error.toJSON()).to.deep.equal((await failure(api.run('run-2'))).toJSON());
  });

  it('passes a defect on as INTERNAL_FAULT, without a stack', async () => {
    api.explain = () => Promise.reject(new TypeError('planted'));

    const error = await failure(client.explain('run-1'));

    expect(error.code).to.equal('INTERNAL_FAULT');
    expect(JSON.stringify(error)).to.include('planted').and.not.include('    at ');
  });

  it('refuses a request of another form, naming what is wrong with it', async () => {
    const error = await failure(client.command('run-1', { command: 'explode' as 'pause', by: 'me' }));

    expect(error.code).to.equal('CONTROL_REQUEST_INVALID');
    expect(error.message).to.include('command');
  });

  it('answers an unknown path and a body that is no JSON in the same form', async () => {
    const unknown = await raw('GET', '/v2/status', '');
    const noJson = await raw('POST', '/v1/check', '{"pool');

    expect(unknown.status).to.equal(404);
    expect(JSON.parse(unknown.text)).to.include({ code: 'ROUTE_UNKNOWN' });
    expect(noJson.status).to.equal(400);
    expect(JSON.parse(noJson.text)).to.include({ code: 'CONTROL_REQUEST_INVALID' });
  });

  it('is CONTROL_REPLY_INVALID when the controller is of another version', async () => {
    api.status = () => Promise.resolve({ contract: controlContractVersion + 1 } as never);

    expect((await failure(client.status())).code).to.equal('CONTROL_REPLY_INVALID');
  });

  it('is CONTROLLER_NOT_RUNNING where nobody listens', async () => {
    const nobody = controlClient({ socketPath: join(folder, 'other.sock') });

    expect((await failure(nobody.status())).code).to.equal('CONTROLLER_NOT_RUNNING');
  });

  it('is DEADLINE_PASSED when the controller takes too long', async () => {
    api.explain = () => new Promise(() => undefined);
    const impatient = controlClient({ socketPath, deadline: 50 });

    expect((await failure(impatient.explain('run-1'))).code).to.equal('DEADLINE_PASSED');
  });

  it('is INTERRUPTED when the person gives up', async () => {
    api.explain = () => new Promise(() => undefined);
    const interruption = new AbortController();
    const work = failure(controlClient({ socketPath, signal: interruption.signal }).explain('run-1'));
    interruption.abort();

    expect((await work).code).to.equal('INTERRUPTED');
  });

  it('takes over a socket file that a dead process left', async () => {
    const second = await startControlServer(api, join(folder, 'd.sock'));
    await second.close();

    const third = await startControlServer(api, join(folder, 'd.sock'));
    await third.close();
  });

  it('refuses a path that the kernel would not take', async () => {
    const error = await failure(startControlServer(api, join(folder, 'x'.repeat(120))));

    expect(error.code).to.equal('SOCKET_PATH_TOO_LONG');
  });

  function raw(method: string, path: string, body: string): Promise<{ status: number; text: string }> {
    return new Promise((resolve, reject) => {
      const call = request(
        { socketPath, method, path, headers: { 'content-type': 'application/json' } },
        (response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => (text += chunk.toString()));
          response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
        },
      );
      call.on('error', reject);
      call.end(body);
    });
  }
});
