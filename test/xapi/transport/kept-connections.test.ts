import { expect } from 'chai';
import { systemClock } from '../../../src/shared/clock.js';
import { Secret } from '../../../src/shared/secret.js';
import { XapiConnection } from '../../../src/xapi/connection/xapi-connection.js';
import { startXapiServer, type Answer, type XapiHttpsServer } from '../../support/xapi-https-server.js';
import { success } from '../../support/xapi-scripted-pool.js';
import type { DecodedCall } from '../../support/xapi-codec.js';

describe('Reads of one pool', () => {
  let server: XapiHttpsServer;
  let connection: XapiConnection;
  /** The client's port of each call. */
  let ports: (readonly [string, number | undefined])[];

  async function open(answer: (call: DecodedCall, count: number) => Answer = () => success([])): Promise<void> {
    ports = [];
    server = await startXapiServer((call, count) => (request, response) => {
      ports.push([call.method, request.socket.remotePort]);
      const said = call.method.startsWith('session.') ? success('OpaqueRef:session') : answer(call, count);
      if (said === 'cut') request.socket.destroy();
      else if (typeof said === 'object') {
        response.writeHead(200, { 'content-type': 'text/xml' });
        response.end(xmlOf());
      }
    });
    connection = new XapiConnection({
      addresses: [server.address],
      credentials: { user: 'root', password: new Secret('correct horse') },
      certificates: { expectedFingerprint: () => server.fingerprint },
      clock: systemClock,
    });
  }

  function xmlOf(): string {
    const [method] = ports.at(-1) ?? [''];
    const value = method.startsWith('session.') || method.startsWith('host.') ? 'OpaqueRef:x' : undefined;
    const content = value === undefined ? '<array><data></data></array>' : value;
    const member = (name: string, inner: string): string =>
      `<member><name>${name}</name><value>${inner}</value></member>`;
    return `<?xml version="1.0"?><methodResponse><params><param><value><struct>${member('Status', 'Success')}${member('Value', content)}</struct></value></param></params></methodResponse>`;
  }

  afterEach(async () => {
    await connection.close();
    await server.close();
  });

  const portsOf = (method: string): readonly (number | undefined)[] =>
    ports.filter(([name]) => name === method).map(([, port]) => port);

  it('share connections, at most four at a time', async () => {
    await open();
    await connection.logIn();
    await Promise.all(Array.from({ length: 20 }, () => connection.call('pool.get_all', [])));
    expect(new Set(portsOf('pool.get_all')).size).to.be.lessThanOrEqual(4);
    expect(server.connections()).to.be.lessThanOrEqual(4);
  });

  it('leave effects a connection of their own, since nobody could tell whether one without an answer was sent', async () => {
    await open();
    await connection.call('pool.get_all', []);
    await connection.call('host.disable', ['OpaqueRef:host']);
    await connection.call('pool.get_all', []);
    const [effect] = portsOf('host.disable');
    expect(portsOf('pool.get_all')).not.to.include(effect);
    expect(new Set(portsOf('pool.get_all')).size).to.equal(1);
  });

  it('are sent again when their connection ended while it was idle', async () => {
    await open((_call, count) => (count === 2 ? 'cut' : success([])));
    await connection.call('pool.get_all', []);
    expect(await connection.call('pool.get_all', [])).to.deep.equal([]);
    expect(portsOf('pool.get_all')).to.have.length(3);
    expect(new Set(portsOf('pool.get_all')).size, 'over a new one').to.equal(2);
  });

  it('leave no connection behind when the pool is closed', async () => {
    await open();
    await connection.call('pool.get_all', []);
    expect(server.connections()).to.equal(1);
    await connection.close();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(server.connections()).to.equal(0);
  });
});
