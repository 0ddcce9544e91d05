/** A media server that root starts: its processes give root's rights up, and serve and write what they must all the same. */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { guardSettingsSchema } from '../../src/daemon/config/guard-settings.js';
import { stateLayout } from '../../src/daemon/state-layout.js';
import { requirePrograms } from '../support/media-interop.js';
import { RawFtp } from '../support/servers-ftp.js';
import { armedPath, request } from '../support/servers-http.js';
import { treeinfoFiles } from '../support/servers-media.js';
import { startTestProcesses, type TestProcesses } from '../support/servers-process.js';
import { nobody, whyNotAnotherUser } from '../support/servers-run-as.js';

/** Real, effective, saved and file system ids of a process, and its groups. */
function identityOf(pid: number): { uids: string; gids: string; groups: string } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const field = (name: string): string => new RegExp(`^${name}:\\s*(.*?)\\s*$`, 'm').exec(status)?.[1] ?? '';
  return { uids: field('Uid'), gids: field('Gid'), groups: field('Groups') };
}

describe('A media server started by root', function () {
  this.timeout(60_000);
  let server: TestProcesses | undefined;

  before(function () {
    requirePrograms(this, ['getent', 'id']);
    const reason = whyNotAnotherUser();
    if (reason === undefined) return;
    process.stderr.write(`    skipped: ${reason}\n`);
    this.skip();
  });
  afterEach(async () => {
    await server?.remove();
    server = undefined;
  });

  it('runs as the user it is told to, in all its processes and after each restart, and serves and logs', async () => {
    const guards = guardSettingsSchema.parse({ runAs: 'nobody', accessLog: { enabled: true } });
    server = await startTestProcesses(treeinfoFiles(), { guards });
    const path = await armedPath(server.client);
    const first = await server.worker();
    process.kill(first, 'SIGKILL');
    const second = await server.worker(first);
    for (const pid of [server.running.pid, second]) {
      const { uids, gids, groups } = identityOf(pid);
      expect(uids.split(/\s+/)).to.deep.equal(Array(4).fill(String(nobody)));
      expect(gids.split(/\s+/)).to.deep.equal(Array(4).fill(String(nobody)));
      expect(groups).to.equal(String(nobody));
    }
    expect((await request(server.httpPort, `${path}boot/xen.gz`)).body.length).to.equal(30_000);
    const ftp = await RawFtp.open(server.ftpPort);
    expect(await ftp.ask(`SIZE ${path}boot/xen.gz`)).to.equal('213 30000');
    ftp.close();
    // Grants and activity were written by a process that is not root.
    expect((await server.client.activity(0)).records.length).to.be.at.least(2);
    const log = readFileSync(stateLayout(server.stateFolder).mediaServerLog, 'utf8');
    expect(log).to.include('the media server runs as this user');
  });

  it('warns where it stays root', async () => {
    server = await startTestProcesses(treeinfoFiles());
    const log = readFileSync(stateLayout(server.stateFolder).mediaServerLog, 'utf8');
    expect(log).to.include('the media server runs as root; servers.runAs names a user with fewer rights');
  });
});
