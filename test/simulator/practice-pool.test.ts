import { X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { startSimulator, type RunningSimulator } from '../../src/daemon/simulator/start-simulator.js';
import { systemClock } from '../../src/shared/clock.js';
import { waitUntil } from '../../src/shared/wait-until.js';
import { createHostCertificate } from '../../src/simulator/wire/certificate.js';
import { callBody, https } from '../support/simulator-https-client.js';
import { serveMedium, type ServedMedium } from '../support/simulator-http-medium.js';
import { smallMedium } from '../support/simulator-media.js';

const soon = (waitingFor: string, probe: () => Promise<true | undefined> | true | undefined): Promise<true> =>
  waitUntil(probe, { clock: systemClock, deadline: 15_000, every: 20, waitingFor });

describe('A practice pool over HTTPS sockets', () => {
  let medium: ServedMedium;
  let simulator: RunningSimulator;
  const session = async (): Promise<string> => {
    const { body } = await https(simulator.addresses[0]!, {
      body: callBody('session.login_with_password', simulator.user, simulator.password),
    });
    return /OpaqueRef:[0-9a-f-]+/.exec(body)?.[0] ?? '';
  };

  beforeEach(async () => {
    medium = await serveMedium(smallMedium());
    simulator = await startSimulator({ hosts: 3, release: 'xcp-ng-8.2', vms: 2, speed: 2000 });
  });

  afterEach(async () => {
    await simulator.stop();
    await medium.stop();
  });

  it('gives each host a loopback address, one port for all, and a certificate of its own', async () => {
    const replies = await Promise.all(
      simulator.addresses.map((address) => https(address, { body: callBody('host.is_in_emergency_mode') })),
    );
    expect(new Set(replies.map((reply) => reply.fingerprint)).size).to.equal(3);
    expect(simulator.addresses).to.deep.equal([1, 2, 3].map((last) => `127.0.0.${last}:${simulator.port}`));
  });

  it('sends callers of a member to the coordinator by its address alone (xapi.md 1.3)', async () => {
    const { status, body } = await https(simulator.addresses[1]!, {
      body: callBody('session.login_with_password', simulator.user, simulator.password),
    });
    expect(status).to.equal(200);
    expect(body).to.contain('<value>HOST_IS_SLAVE</value><value>127.0.0.1</value>');
  });

  it('answers any POST path, and 404 to a GET it does not know (xapi.md 3.1)', async () => {
    const [address] = simulator.addresses;
    const post = await https(address!, {
      path: '/xmlrpc',
      body: callBody('host.is_in_emergency_mode', await session()),
    });
    expect(post.body).to.contain('<boolean>0</boolean>');
    expect((await https(address!, { method: 'GET', path: '/nothing', headers: {} })).status).to.equal(404);
  });

  it('answers 500 as a page of HTML to malformed, oversized and unmeasured bodies (xapi.md 3.1)', async () => {
    const [address] = simulator.addresses;
    const malformed = await https(address!, { body: '<methodCall>' });
    const oversized = await https(address!, { body: callBody('a.b', 'x'.repeat(300 * 1024)) });
    const chunked = await https(address!, { headers: { 'transfer-encoding': 'chunked' }, body: callBody('a.b') });
    for (const reply of [malformed, oversized, chunked]) {
      expect(reply.status).to.equal(500);
      expect(reply.headers['content-type']).to.equal('text/html');
    }
  });

  it('gives the database dump to a session, and 401 without one', async () => {
    const [address] = simulator.addresses;
    const path = (ref: string): string => `/pool/xmldbdump?session_id=${ref}`;
    const dump = await https(address!, { method: 'GET', path: path(await session()), headers: {} });
    expect(dump.status).to.equal(200);
    expect(dump.body).to.match(/<table name="host"><row /);
    expect((await https(address!, { method: 'GET', path: path('OpaqueRef:x'), headers: {} })).status).to.equal(401);
  });

  it('really installs from the URL it was given; meanwhile its port refuses connections, and then answers again', async () => {
    const host = simulator.pool.host(0);
    const ref = await session();
    const [address] = simulator.addresses;
    const call = async (method: string, ...params: string[]): Promise<string> =>
      (await https(address!, { body: callBody(method, ref, ...params) })).body;
    await call('host.disable', host.ref);
    await call('host.evacuate', host.ref);
    const args = `<value><struct><member><name>url</name><value>${medium.url}</value></member></struct></value>`;
    const staging = callBody('host.call_plugin', ref, host.ref, 'prepare_host_upgrade.py', 'main');
    const staged = await https(address!, { body: staging.replace('</params>', `<param>${args}</param></params>`) });
    expect(staged.body).to.contain('<value>true</value>');
    await call('host.reboot', host.ref);
    await soon('the port to close', async () => {
      const error: unknown = await https(address!, { body: callBody('x') }).catch((cause: unknown) => cause);
      return error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED' ? true : undefined;
    });
    await soon('the host to enable itself', () => (host.live && host.enabled ? true : undefined));
    expect(await call('pool.get_all')).to.contain('SESSION_INVALID');
    expect(host.recordedVersion['product_version']).to.equal('8.3.0');
    expect(medium.requests.filter((path) => path.startsWith('Packages/'))).to.have.length(3);
  });

  it('refuses a port that is taken', async () => {
    const error: unknown = await startSimulator({ hosts: 1, release: 'xcp-ng-8.3', port: simulator.port }).catch(
      (cause: unknown) => cause,
    );
    expect(error).to.have.property('code', 'SIMULATOR_PORT_IN_USE');
  });

  it('refuses an address that this machine does not have', async () => {
    const error: unknown = await startSimulator({
      hosts: [{ address: '192.0.2.1' }],
      release: 'xcp-ng-8.3',
    }).catch((cause: unknown) => cause);
    expect(error).to.have.property('code', 'SIMULATOR_ADDRESS_UNAVAILABLE');
  });
});

describe('The certificate of a simulated host', () => {
  it('is a self-signed X.509 certificate that verifies under its own key and names its address', () => {
    const made = createHostCertificate('127.0.0.7');
    const certificate = new X509Certificate(made.certificatePem);
    expect(certificate.verify(certificate.publicKey)).to.equal(true);
    expect(certificate.checkIP('127.0.0.7')).to.equal('127.0.0.7');
    expect(certificate.fingerprint256.replaceAll(':', '').toLowerCase()).to.equal(made.fingerprint);
  });
});
