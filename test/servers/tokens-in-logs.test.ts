/** A grant's address opens the medium to whoever has it, so no log, process title or state but the grants' own holds one in full. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { RawFtp } from '../support/servers-ftp.js';
import { armedPath, rawExchange, request } from '../support/servers-http.js';
import { treeinfoFiles } from '../support/servers-media.js';
import { startTestProcesses, type TestProcesses } from '../support/servers-process.js';
import { filesThatTell } from '../support/secret-search.js';

const grantsLog = join('media-server', 'grants.log');

describe('The token of a grant', function () {
  this.timeout(60_000);
  let server: TestProcesses;
  before(async () => {
    server = await startTestProcesses(treeinfoFiles(2 * 1024 * 1024), { log: 'debug' });
  });
  after(() => server.remove());

  it('stands in full in no file but the log of grants, whatever was asked and whatever failed', async () => {
    const path = await armedPath(server.client, { id: 'planted' });
    const token = path.slice(3, -1);
    await askEverything(server, path);
    await server.client.stop().catch(() => undefined);
    const worker = await server.worker();
    await server.client.restart();
    const successor = await server.worker(worker);
    process.kill(successor, 'SIGKILL');
    await server.worker(successor);
    await askEverything(server, path);
    expect(await filesThatTell(server.stateFolder, [token])).to.deep.equal([grantsLog]);
    const log = await readFile(join(server.stateFolder, 'media-server', 'media-server.log'), 'utf8');
    expect(log, 'something went wrong, and was told').to.include('cannot be read');
  });

  it('stands in no title and environment of the processes', async () => {
    const path = await armedPath(server.client, { id: 'titles' });
    await request(server.httpPort, `${path}.treeinfo`);
    for (const pid of [server.running.pid, await server.worker()]) {
      for (const name of ['cmdline', 'environ', 'comm']) {
        expect(await readFile(`/proc/${pid}/${name}`, 'latin1')).not.to.include(path.slice(3, -1));
      }
    }
  });

  it('is found where it is planted: the search is not blind', async () => {
    const path = await armedPath(server.client, { id: 'search' });
    expect(await filesThatTell(server.stateFolder, [path.slice(3, -1)])).to.deep.equal([grantsLog]);
    const socket = await rawExchange(server.httpPort, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(socket.toString('latin1', 0, 12)).to.equal('HTTP/1.1 404');
  });
});

/** What works, what is missing, what is malformed, and what the disk has lost. */
async function askEverything(server: TestProcesses, path: string): Promise<void> {
  const lost = 'Packages/base-1.0-1.noarch.rpm';
  await rm(join(server.mediaCache, 'v1', 'media', 'synth', 'tree', lost), { force: true });
  for (const name of ['.treeinfo', 'missing', lost, '%zz', '../../etc/passwd', '\u0001', 'Packages/']) {
    await rawExchange(server.httpPort, `GET ${path}${name} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  }
  await rawExchange(
    server.httpPort,
    `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc`,
  );
  await rawExchange(server.httpPort, `BAD ${path}\r\n\r\n`);
  const ftp = await RawFtp.open(server.ftpPort);
  for (const line of [`CWD ${path}`, 'SIZE .treeinfo', `SIZE ${path}missing`, `STOR ${path}x`, `NOSUCH ${path}`]) {
    await ftp.ask(line);
  }
  await ftp.fetch(`RETR ${path}${lost}`).catch(() => undefined);
  ftp.close();
}
