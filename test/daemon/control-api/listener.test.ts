/** The dashboard's port: TLS, a renewed certificate, a port that is taken, and addresses that need TLS. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { expect } from 'chai';
import { parseSettings } from '../../../src/daemon/config/load.js';
import { dashboardSettingsSchema } from '../../../src/daemon/config/dashboard-settings.js';
import { keepListening, type NetworkListener } from '../../../src/daemon/control-api/network-listener.js';
import { silentLogger, type Logger } from '../../../src/shared/logger.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';
import { testCertificate } from '../../support/xapi-https-server.js';

const app = (_request: unknown, response: { end(text: string): void }): void => response.end('here');

describe('port of the dashboard', () => {
  let folder: string;
  let clock: VirtualClock;
  let listener: NetworkListener | undefined;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'drydock-listener-'));
    clock = new VirtualClock();
  });

  afterEach(async () => {
    await listener?.close();
    listener = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  const open = async (settings: object, log: Logger = silentLogger): Promise<NetworkListener> =>
    (listener = await keepListening({
      settings: dashboardSettingsSchema.parse({ port: 0, ...settings }),
      app,
      clock,
      log,
    }));

  const certificateShown = (address: string | undefined): Promise<string> =>
    new Promise((resolve, reject) => {
      const call = get(`${address ?? ''}v1/session`, { rejectUnauthorized: false, agent: false }, (response) => {
        response.resume();
        const { socket } = response;
        const shown = socket instanceof TLSSocket ? socket.getPeerX509Certificate()?.fingerprint256 : undefined;
        response.on('end', () => resolve(shown ?? ''));
      });
      call.on('error', reject);
    });

  it('shows its certificate, and a renewed one to those who come later, without being closed', async () => {
    const [certificate, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    const show = (name: 'host' | 'other'): void => {
      const made = testCertificate(name);
      writeFileSync(certificate, made.cert);
      writeFileSync(key, made.key);
    };
    show('host');
    const { address } = await open({ tls: { certificate, key } });
    const before = await certificateShown(address());
    show('other');
    await clock.advance(30_000);
    const after = await certificateShown(address());
    expect(after).to.not.equal(before);

    writeFileSync(key, 'half a ke');
    await clock.advance(30_000);
    expect(await certificateShown(address())).to.equal(after);
  });

  it('that is taken is tried again, and nothing falls over meanwhile', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const complaints: string[] = [];
    const { address } = await open(
      { port },
      { ...silentLogger, error: (_fields, message) => complaints.push(message) },
    );
    expect(address()).to.equal(undefined);
    expect(complaints).to.have.length(1);
    await new Promise((resolve) => other.close(resolve));
    await clock.advance(30_000);
    for (let looks = 0; address() === undefined && looks < 400; looks += 1)
      await new Promise((done) => setTimeout(done, 5));

    expect(address()).to.equal(`http://127.0.0.1:${port}/`);
  });

  it('is not there where the dashboard is switched off', async () => {
    expect((await open({ enabled: false })).address()).to.equal(undefined);
  });

  it('cuts off what is no HTTP', async () => {
    const { address } = await open({});
    const port = Number(new URL(address() ?? '').port);
    const ended = new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write('\x16\x03\x01\x02\x00\x01\x00\r\n\r\n'));
      socket
        .on('close', resolve)
        .on('error', () => undefined)
        .resume();
    });
    await ended;
  });
});

describe('address of the dashboard', () => {
  const problemsOf = async (text: string): Promise<string> => {
    const error: unknown = await parseSettings(`dashboard: ${text}\n`, 'x').then(
      () => undefined,
      (reason: unknown) => reason,
    );
    return JSON.stringify(error ?? null);
  };

  it('beyond loopback needs TLS, or a consent', async () => {
    expect(await problemsOf('{address: 0.0.0.0}')).to.include('tls.certificate and tls.key are needed');
    expect(await problemsOf('{address: 192.0.2.1, tls: {certificate: a}}')).to.include('is needed with a certificate');
    for (const fine of [
      '{address: 127.0.0.2}',
      '{address: 192.0.2.1, tls: {certificate: a, key: b}}',
      '{address: 192.0.2.1, allowPlainText: true}',
      '{address: 192.0.2.1, enabled: false}',
    ])
      expect(await problemsOf(fine), fine).to.equal('null');
  });

  it('has names in the form that browsers send them in', async () => {
    expect(await problemsOf('{names: ["https://x"]}')).to.include('must be a host name');
    expect(await problemsOf('{names: ["*"]}')).to.include('must be a host name');
  });
});
