import { once } from 'node:events';
import { connect, type TLSSocket } from 'node:tls';
import { expect } from 'chai';
import { startSimulator, type RunningSimulator } from '../../src/daemon/simulator/start-simulator.js';
import { callBody, https, type HttpsReply } from '../support/simulator-https-client.js';

describe("A simulated host's HTTP (xapi.md 3.1, http_svr.ml)", () => {
  let simulator: RunningSimulator;

  beforeEach(async () => {
    const users = [{ name: 'operator', password: 'practice', role: 'pool-operator' as const }];
    simulator = await startSimulator({ hosts: 2, release: 'xenserver-8', speed: 2000, users });
  });

  afterEach(() => simulator.stop());

  const login = (): string => callBody('session.login_with_password', simulator.user, simulator.password);
  const session = async (): Promise<string> =>
    /OpaqueRef:[0-9a-f-]+/.exec((await https(simulator.addresses[0]!, { body: login() })).body)?.[0] ?? '';
  const dump = (query: string, headers: Record<string, string> = {}, host = 0): Promise<HttpsReply> =>
    https(simulator.addresses[host]!, { method: 'GET', path: `/pool/xmldbdump${query}`, headers });
  const basic = (password: string): Record<string, string> => ({
    authorization: `Basic ${Buffer.from(`${simulator.user}:${password}`).toString('base64')}`,
  });

  /** What comes back for each text in turn, the next one sent when an answer is there, until the server closes or all are answered. */
  async function raw(...texts: string[]): Promise<string> {
    const [host = '', port = ''] = simulator.addresses[0]!.split(':');
    const socket: TLSSocket = connect({ host, port: Number(port), rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    let received = '';
    const closed = once(socket, 'close');
    socket.on('error', () => undefined);
    socket.setEncoding('utf8').on('data', (part: string) => {
      received += part;
      const next = received.endsWith('</methodResponse>') ? texts[answers(received)] : '';
      if (next === undefined) socket.destroy();
      else if (next !== '') socket.write(next);
    });
    socket.write(texts[0]!);
    await closed;
    return received;
  }

  const request = (version: string, headers: string): string => {
    const body = callBody('host.is_in_emergency_mode', '');
    return `POST / HTTP/${version}\r\nHost: x\r\nContent-Length: ${body.length}\r\n${headers}\r\n${body}`;
  };
  const answers = (received: string): number => received.split('HTTP/1.1 200').length - 1;
  const answersToTwo = async (version: string, headers: string): Promise<number> =>
    answers(await raw(request(version, headers), request(version, headers)));

  it('speaks JSON-RPC at /jsonrpc and XML-RPC at every other path, and forbids caching', async () => {
    const body = JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'host.is_in_emergency_mode',
      params: [await session()],
    });
    const json = await https(simulator.addresses[0]!, { path: '/jsonrpc', body });
    expect(json).to.include({ status: 200, body: '{"jsonrpc":"2.0","result":false,"id":1}' });
    expect(json.headers).to.include({ 'content-type': 'application/json', 'cache-control': 'no-cache, no-store' });
    const xml = await https(simulator.addresses[0]!, { path: '/RPC2', body: login() });
    expect(xml.headers['content-type']).to.equal('text/xml');
  });

  it('keeps a connection of HTTP/1.1 open, and one of 1.0 only when it is asked to', async () => {
    expect(await answersToTwo('1.1', '')).to.equal(2);
    expect(await answersToTwo('1.1', 'Connection: close\r\n')).to.equal(1);
    expect(await answersToTwo('1.0', '')).to.equal(1);
    expect(await answersToTwo('1.0', 'Connection: keep-alive\r\n')).to.equal(2);
  });

  it('closes the connection after a body that it does not take', async () => {
    const missing = await raw(`POST / HTTP/1.1\r\nHost: x\r\n\r\n`);
    expect(missing).to.match(/^HTTP\/1\.1 500 /);
    const tooLong = await raw(`POST /jsonrpc HTTP/1.1\r\nHost: x\r\nContent-Length: ${300 * 1024 + 1}\r\n\r\n`);
    expect(tooLong).to.match(/^HTTP\/1\.1 500 /);
    expect(tooLong.toLowerCase()).to.contain('connection: close');
  });

  it('takes a body of 300 KiB', async () => {
    const filler = 300 * 1024 - callBody('a.b', '').length;
    const { status, body } = await https(simulator.addresses[0]!, { body: callBody('a.b', 'x'.repeat(filler)) });
    expect(status).to.equal(200);
    expect(body).to.contain('SESSION_INVALID');
  });

  it('answers 404 to a file, 403 where nothing may be put, 501 to a method it has not, and OPTIONS', async () => {
    const status = async (method: string): Promise<number> =>
      (await https(simulator.addresses[0]!, { method, path: '/x', headers: {} })).status;
    expect(await Promise.all(['GET', 'PUT', 'DELETE', 'HEAD'].map(status))).to.deep.equal([404, 403, 501, 501]);
    const options = await https(simulator.addresses[0]!, { method: 'OPTIONS', path: '/jsonrpc', headers: {} });
    expect(options.headers).to.include({ 'access-control-allow-origin': '*', 'access-control-allow-methods': 'PUT' });
  });

  it('gives the dump to a session as parameter or cookie, and to user and password, and ends with it', async () => {
    const ref = await session();
    for (const reply of [
      await dump(`?session_id=${ref}`),
      await dump('', { cookie: `session_id=${ref}` }),
      await dump('', basic(simulator.password)),
    ]) {
      expect(reply.status).to.equal(200);
      expect(reply.headers).not.to.have.property('content-length');
      expect(reply.headers['connection']).to.equal('close');
      expect(reply.body).to.match(/<table name="host"><row ref="OpaqueRef:[^"]+" /);
      expect(reply.body)
        .to.contain('key="schema_minor_vsn" value="775"')
        .and.to.match(/<\/database>$/);
    }
  });

  it('answers 401 with its realm to no session, a dead one, which goes before a good password, and a wrong password', async () => {
    const before = simulator.pool.world.now();
    const wrong = await dump('', basic('wrong'));
    expect(simulator.pool.world.now() - before).to.be.at.least(5000);
    const refused = [wrong, await dump(''), await dump('?session_id=OpaqueRef:x', basic(simulator.password))];
    for (const reply of refused) {
      expect(reply.status).to.equal(401);
      expect(reply.headers['www-authenticate']).to.equal('Basic realm="get_pool_xml_db_sync"');
    }
  });

  it('answers 403 to a role below pool-admin, by session and by password (datamodel.ml)', async () => {
    const { body } = await https(simulator.addresses[0]!, {
      body: callBody('session.login_with_password', 'operator', 'practice'),
    });
    const ref = /OpaqueRef:[0-9a-f-]+/.exec(body)![0];
    const authorization = `Basic ${Buffer.from('operator:practice').toString('base64')}`;
    expect((await dump(`?session_id=${ref}`)).status).to.equal(403);
    expect((await dump('', { authorization })).status).to.equal(403);
  });

  it('gives no database on a member, though its answer begins well', async () => {
    const { status, body } = await dump(`?session_id=${await session()}`, {}, 1);
    expect(status).to.equal(200);
    expect(body).not.to.contain('<database>');
  });

  it('writes sets and maps as nested lists, with blanks kept from the XML parser (sExpr.ml, xml_spaces.ml)', async () => {
    const { state } = simulator.pool.world;
    state.pool.otherConfig = { 'a key': `it's 5% & "more"` };
    const { body } = await dump(`?session_id=${await session()}`);
    expect(body).to.contain(`other_config="(('a%.key'%.'it\\'s%.5%%%.&amp;%.&quot;more&quot;'))"`);
    expect(body).to.match(/ PBDs="\('OpaqueRef:[^']+'(%\.'OpaqueRef:[^']+')*\)"/);
    expect(body).to.contain('<table name="task"></table>');
  });

  it('tells who asks a member for it the certificate of the coordinator (xapi 24.1; api_server.ml)', async () => {
    const headers = {
      'content-length': String(login().length),
      'x-xenapi-request-host-certificate-thumbprint': 'sha-256:master',
    };
    const reply = await https(simulator.addresses[1]!, { headers, body: login() });
    const coordinator = await https(simulator.addresses[0]!, { headers, body: login() });
    const name = 'x-xenapi-response-host-certificate-thumbprint';
    expect(reply.headers[name]).to.equal(coordinator.fingerprint);
    expect(coordinator.headers).not.to.have.property(name);
  });
});
