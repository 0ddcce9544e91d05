import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { systemClock } from '../../src/shared/clock.js';
import { Secret } from '../../src/shared/secret.js';
import type { XapiConnection } from '../../src/xapi/connection/xapi-connection.js';
import { connect } from '../support/connect-xapi.js';
import { testCertificate } from '../support/xapi-https-server.js';
import { errorOf } from '../support/xapi-scripted-pool.js';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

describe("The client against the XML-RPC of Python's standard library", function () {
  let server: ChildProcess | undefined;
  let connection: XapiConnection;

  before(async function () {
    if (spawnSync('python3', ['--version']).error !== undefined) {
      if (process.env['CI'] === 'true') throw new Error('CI has to have python3');
      this.skip();
    }
    const files = ['../fixtures/tls/host.pem', '../fixtures/tls/host.key'].map(path);
    server = spawn('python3', [path('../support/xapi-python-server.py'), ...files], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [port] = (await once(createInterface({ input: server.stdout! }), 'line')) as [string];
    connection = await connect({
      addresses: [`127.0.0.1:${port}`],
      credentials: { user: 'root', password: new Secret('a & b < c') },
      certificates: { expectedFingerprint: () => testCertificate('host').fingerprint },
      clock: systemClock,
    });
  });

  after(async () => {
    if (server === undefined) return;
    await connection.close();
    server.kill();
    await once(server, 'exit');
  });

  it('reads sets and times', async () => {
    expect(await connection.call('pool.get_all', [])).to.deep.equal(['OpaqueRef:pool']);
    expect(await connection.call('host.get_servertime', ['OpaqueRef:1'])).to.equal(Date.UTC(2024, 1, 29, 15, 7, 5));
  });

  it('sends text and maps that arrive as they are', async () => {
    const url = 'http://192.0.2.1/?a=1&b="<ü>"';
    const echo = await connection.call('host.call_plugin', ['OpaqueRef:1', 'plugin', 'fn', { url, 'k & <k>': '' }]);
    expect(echo).to.equal(`['OpaqueRef:1', 'plugin', 'fn', {'url': '${url}', 'k & <k>': ''}]`);
  });

  it('reads failures', async () => {
    const error = await errorOf(connection.call('host.disable', ['OpaqueRef:1']));
    expect(error.details.data).to.deep.equal({
      call: 'host.disable',
      code: 'MESSAGE_METHOD_UNKNOWN',
      params: ['host.disable'],
    });
  });
});
