/** The real NFS-Ganesha under our keeper, read by libnfs: exports come and go with the grants, and whatever dies is replaced. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { GaneshaServer } from '../../src/daemon/nfs/ganesha-server.js';
import { startNfs } from '../../src/daemon/nfs/start-nfs.js';
import { stopNfs } from '../../src/daemon/nfs/stop-nfs.js';
import { grantLogPath } from '../../src/daemon/media-server/state-files.js';
import { stateLayout } from '../../src/daemon/state-layout.js';
import { requirePrograms } from '../support/media-interop.js';
import { startNfsSite, type NfsSite } from '../support/nfs-site.js';
import { DrydockError } from '../../src/shared/errors/drydock-error.js';
import { systemClock } from '../../src/shared/clock.js';
import { waitUntil } from '../../src/shared/wait-until.js';
import { filesThatTell } from '../support/secret-search.js';
import { armedPath, grantRequest } from '../support/servers-http.js';
import { treeinfoFiles } from '../support/servers-media.js';
import { isRunning, waitForEnd } from '../support/servers-process.js';
import { whyNotAnotherUser } from '../support/servers-run-as.js';

describe('NFS-Ganesha under `serve`', function () {
  this.timeout(60_000);
  const files = treeinfoFiles(600_000);
  /** Neither is a log; both are closed to everybody else. */
  const ownFiles = ['media-server/grants.log', 'nfs/ganesha.conf'];
  const here = { mountFrom: ['127.0.0.1'] };
  let site: NfsSite;

  before(function () {
    requirePrograms(this, ['ganesha.nfsd', 'nfs-cat']);
  });
  beforeEach(async () => {
    site = await startNfsSite(files);
  });
  afterEach(() => site.remove());

  const ganesha = (): GaneshaServer =>
    new GaneshaServer({ ...site.keeper.nfs, folder: stateLayout(site.keeper.stateFolder).nfs });

  it('exports a medium under the path of its grant while the grant shows it, and to nobody when it is closed or ended', async () => {
    const { client, catalogue } = site.processes;
    const grant = await client.createGrant(grantRequest(here));
    const name = `${grant.path}Packages/libstdc++-1~2^3.x86_64.rpm`;
    const states: string[] = [await site.outcome(name)];
    for (const state of ['closed', 'armed', 'ended'] as const) {
      await client.changeGrant(grant.id, { state, epoch: 1 });
      const wanted = state === 'armed';
      await site.until(({ exports }) => exports.includes(grant.id) === wanted, state);
      states.push(await site.outcome(name));
      if (wanted) {
        expect(
          (await site.cat(name)).equals(catalogue.content('synth', 'Packages/libstdc++-1~2^3.x86_64.rpm')),
        ).to.equal(true);
      }
    }
    expect(states).to.deep.equal(['read', 'NFS4ERR_NOENT', 'read', 'NFS4ERR_NOENT']);
  });

  it('can be mounted the moment that the media server has answered, and by nobody but its host', async () => {
    const { client } = site.processes;
    for (let turn = 0; turn < 5; turn++) {
      const grant = await client.createGrant(grantRequest({ id: `run1.host${turn}`, ...here }));
      expect(await site.outcome(`${grant.path}.treeinfo`)).to.equal('read');
      const elsewhere = { id: `run1.other${turn}`, mountFrom: ['198.51.100.0/24'] };
      const other = await client.createGrant(grantRequest(elsewhere));
      expect(await site.outcome(`${other.path}.treeinfo`)).to.match(/^NFS4ERR_(NOENT|ACCESS|PERM)$/);
    }
    const plain = await client.createGrant(grantRequest({ id: 'run1.http' }));
    expect(await site.outcome(`${plain.path}.treeinfo`)).to.equal('NFS4ERR_NOENT');
  });

  it('can be mounted the moment that its grant is armed, however soon after it was closed', async () => {
    const { client } = site.processes;
    const outcomes: string[] = [];
    // The keeper looks ten times a second, and must not be believed for what it saw before.
    for (const pause of [0, 12, 24, 36, 48, 60, 72, 84, 96, 108]) {
      const grant = await client.createGrant(grantRequest({ id: `run1.after${pause}`, ...here }));
      await client.changeGrant(grant.id, { state: 'closed', epoch: 1 });
      await new Promise((resolve) => setTimeout(resolve, pause));
      await client.changeGrant(grant.id, { state: 'armed', epoch: 1 });
      outcomes.push(await site.outcome(`${grant.path}.treeinfo`));
      // By now it may be withdrawn, if it was not the last that the keeper did.
      outcomes.push(await site.outcome(`${grant.path}.treeinfo`));
    }
    expect(new Set(outcomes)).to.deep.equal(new Set(['read']));
  });

  it('outlives its keeper, is taken over by the next one, and is replaced when it is killed itself', async () => {
    const path = await armedPath(site.processes.client, here);
    const first = ganesha().pid!;
    const { pid } = await site.status();
    process.kill(pid, 'SIGKILL');
    await waitForEnd(pid);
    expect(await site.outcome(`${path}.treeinfo`)).to.equal('read');
    const { status, started } = await startNfs(site.keeper);
    expect([started, ganesha().pid, status.problem]).to.deep.equal([true, first, null]);
    expect(await site.outcome(`${path}.treeinfo`)).to.equal('read');
    process.kill(first, 'SIGKILL');
    await site.until(({ serving, starts }) => serving && starts === 1, 'started again');
    expect(ganesha().pid).to.not.equal(first);
    expect(await site.outcome(`${path}.treeinfo`)).to.equal('read');
  });

  it('keeps what is exported when it refuses a change: the file from before is put back', async () => {
    const { client, mediaCache } = site.processes;
    const path = await armedPath(client, here);
    const file = ganesha().file;
    const before = await readFile(file, 'utf8');
    // A medium whose folder cannot be exported: its manifest is there, its tree is not.
    const folder = join(mediaCache, 'v1', 'media');
    const manifest = await readFile(join(folder, 'synth', 'manifest.json'), 'utf8');
    await mkdir(join(folder, 'broken'));
    await writeFile(join(folder, 'broken', 'manifest.json'), manifest.replace('"id":"synth"', '"id":"broken"'));
    const request = grantRequest({ id: 'run1.broken', media: 'broken', ...here });
    const refusal = await client.createGrant(request).catch((error: unknown) => error);
    expect(refusal).to.be.instanceOf(DrydockError).and.to.include({ code: 'NFS_NOT_APPLIED' });
    const { problem, exports } = await site.status();
    expect(problem?.code).to.equal('NFS_APPLY_FAILED');
    expect(exports).to.deep.equal(['run1.host1']);
    // The keeper tries again and again, and strikes out what NFS-Ganesha says each time.
    const isBefore = async (): Promise<true | undefined> =>
      (await readFile(file, 'utf8')) === before ? true : undefined;
    await waitUntil(isBefore, { clock: systemClock, deadline: 5000, every: 10, waitingFor: 'the file from before' });
    expect(await site.outcome(`${path}.treeinfo`)).to.equal('read');
    await client.changeGrant('run1.broken', { state: 'ended', epoch: 1 });
    await site.until((status) => status.problem === null, 'no problem any more');
    const tokens = (await readFile(grantLogPath(site.keeper.stateFolder), 'utf8')).match(/[a-z2-7]{26}/g) ?? [];
    expect(new Set(tokens).size).to.equal(2);
    expect(await filesThatTell(site.keeper.stateFolder, tokens)).to.have.members(ownFiles);
    expect(JSON.stringify(refusal)).to.not.match(/\b[a-z2-7]{26}\b/);
  });

  it('ends with the media server, and not while a host may be installing', async () => {
    const { client, stateFolder, running } = site.processes;
    const path = await armedPath(client, here);
    const { pid } = await site.status();
    const server = ganesha().pid!;
    process.kill(pid, 'SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect([isRunning(pid), await site.outcome(`${path}.treeinfo`)]).to.deep.equal([true, 'read']);
    await client.stopByForce('the test is over');
    expect(await stopNfs(stateFolder, true)).to.equal('stopped');
    expect(isRunning(server)).to.equal(false);
    await waitForEnd(pid);
    expect(await stopNfs(stateFolder, false)).to.equal('was not running');
    await waitForEnd(running.pid);
  });

  it('serves the hosts of a media server that gave the rights of root up', async function () {
    if (whyNotAnotherUser() !== undefined) this.skip();
    await site.remove();
    site = await startNfsSite(files, {}, { runAs: 'nobody' });
    const path = await armedPath(site.processes.client, here);
    expect(await site.outcome(`${path}.treeinfo`)).to.equal('read');
    const log = await readFile(stateLayout(site.keeper.stateFolder).mediaServerLog, 'utf8');
    expect(log).to.include('the media server runs as this user');
  });

  it('does not end with a media server that died: hosts still need it', async () => {
    const path = await armedPath(site.processes.client, here);
    const worker = await site.processes.worker();
    process.kill(site.processes.running.pid, 'SIGKILL');
    await waitForEnd(worker);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await site.outcome(`${path}.treeinfo`)).to.equal('read');
  });
});
