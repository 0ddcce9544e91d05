/** Files of keys and passwords that have gone bad while the media server runs: what they may cost, and what not (invariant 9). */
import { once } from 'node:events';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { guardSettingsSchema } from '../../src/daemon/config/guard-settings.js';
import { stateLayout } from '../../src/daemon/state-layout.js';
import { armedPath, request } from '../support/servers-http.js';
import { treeinfoFiles } from '../support/servers-media.js';
import { startTestProcesses, type TestProcesses } from '../support/servers-process.js';

const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/tls/${name}`, import.meta.url));

describe('A bad certificate, key or password file', function () {
  this.timeout(60_000);
  let folder: string;
  let server: TestProcesses;
  let httpsPort: number;
  let path: string;
  const key = (): string => join(folder, 'host.key');
  const password = (): string => join(folder, 'password');

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drydock-bad-files-'));
    await copyFile(fixture('host.key'), key());
    await writeFile(password(), 'right\n');
    const guards = guardSettingsSchema.parse({
      tls: { certificate: fixture('host.pem'), key: key() },
      access: { password: 'plain-path', users: [{ name: 'ops', passwordFile: password() }] },
    });
    server = await startTestProcesses(treeinfoFiles(1000), { guards, https: [{ address: '127.0.0.1', port: 0 }] });
    httpsPort = server.running.status.endpoints.find(({ protocol }) => protocol === 'https')!.port;
    path = await armedPath(server.client, { id: 'armed' });
  });
  after(async () => {
    await server.remove();
    await rm(folder, { recursive: true });
  });

  const overHttp = async (): Promise<number> => (await request(server.httpPort, `${path}boot/xen.gz`)).status;
  const asOps = async (): Promise<number> => {
    const Authorization = `Basic ${Buffer.from('ops:right').toString('base64')}`;
    return (await request(server.httpPort, '/media/synth/EULA', { Authorization })).status;
  };
  async function overTls(): Promise<boolean> {
    const socket = connectTls({ port: httpsPort, host: '127.0.0.1', rejectUnauthorized: false });
    socket.on('error', () => undefined);
    const shaken = await Promise.race([
      once(socket, 'secureConnect').then(() => true),
      once(socket, 'close').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    return shaken;
  }
  async function logHas(text: string): Promise<void> {
    const log = stateLayout(server.stateFolder).mediaServerLog;
    for (let tries = 0; !(await readFile(log, 'utf8')).includes(text); tries++) {
      if (tries > 1000) throw new Error(`"${text}" was not logged`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  it('leaves the process that serves in its place at a planned restart, also while a grant is armed', async () => {
    const worker = await server.worker();
    await copyFile(fixture('other.key'), key());
    await server.client.restart();
    await logHas('no successor came up');
    expect([await server.worker(), await overHttp(), await overTls()]).to.deep.equal([worker, 200, true]);
    expect((await server.client.status()).armedGrants).to.deep.equal(['armed']);
  });

  it('costs HTTPS and the user after a crash, and hosts nothing', async () => {
    await writeFile(password(), '');
    const worker = await server.worker();
    process.kill(worker, 'SIGKILL');
    await server.worker(worker);
    expect([await overHttp(), await overTls(), await asOps()]).to.deep.equal([200, false, 401]);
    await logHas('HTTPS is not served');
    await logHas('a user is kept out');
  });

  it('that has been put right is used from the next planned restart on', async () => {
    await copyFile(fixture('host.key'), key());
    await writeFile(password(), 'right\n');
    const worker = await server.worker();
    await server.client.restart();
    await server.worker(worker);
    expect([await overHttp(), await overTls(), await asOps()]).to.deep.equal([200, true, 200]);
  });
});
