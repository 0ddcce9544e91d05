/** What a host does: a real Linux kernel mounts its medium from the running NFS-Ganesha, and reads what the manifest says. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { GaneshaServer } from '../../src/daemon/nfs/ganesha-server.js';
import { stateLayout } from '../../src/daemon/state-layout.js';
import { absences, conformanceFiles } from '../conformance/medium.js';
import { debianKernelModules } from '../support/media-debian-kernel.js';
import { requirePrograms } from '../support/media-interop.js';
import { digests, Guest, hostSeenFromGuest } from '../support/nfs-guest.js';
import { startNfsSite, type NfsSite } from '../support/nfs-site.js';
import { armedPath } from '../support/servers-http.js';

/** Emulated, a boot takes some ten seconds; this is when something hangs. */
const timeBox = 150;

describe('A Linux kernel as NFS client', function () {
  this.timeout((timeBox + 30) * 1000);
  let work = '';
  let root: string;
  let kernel: string;
  let site: NfsSite | undefined;
  let guest: Guest | undefined;

  before(async function () {
    requirePrograms(this, ['qemu-system-x86_64', 'busybox', 'ganesha.nfsd', 'depmod', 'modprobe', 'dpkg-deb']);
    work = await mkdtemp(join(tmpdir(), 'drydock-nfs-guest-'));
    root = join(work, 'kernel');
    kernel = await debianKernelModules(this, work, root);
  });
  beforeEach(async () => {
    site = await startNfsSite(conformanceFiles);
  });
  afterEach(async () => {
    await guest?.end();
    await site?.remove();
    site = guest = undefined;
  });
  after(async () => {
    if (work !== '') await rm(work, { recursive: true, force: true });
  });

  /** As hosts mount (media-and-clients.md 2.3), with the port and addresses that mount.nfs would find out. */
  const mount = (path: string, version: string, how = 'ro'): string => {
    const options = `${how},proto=tcp,timeo=100,retrans=1,vers=${version},addr=${hostSeenFromGuest},clientaddr=10.0.2.15`;
    return `mount -t nfs4 -o ${options},port=${site!.port} ${hostSeenFromGuest}:${path.replace(/\/$/, '')} /mnt`;
  };

  it('reads every file of the conformance medium under 4.2, 4.1 and 4.0, finds nothing else, and may write nothing', async () => {
    const path = await armedPath(site!.processes.client, { mountFrom: ['127.0.0.1'] });
    const versions = ['4.2', '4.1', '4.0'];
    const absent = absences.filter((one) => !one.path.includes('../'));
    const script = [
      ...versions.map((version) =>
        [mount(path, version), `echo FILES ${version}; (cd /mnt; ${digests}); echo DONE`, 'umount /mnt'].join(' && '),
      ),
      mount(path, '4.2', 'rw'),
      'touch /mnt/written 2>/dev/null && echo WRITTEN || echo REFUSED',
      ...absent.map((one) => `cat '/mnt/${one.path}' >/dev/null 2>&1 && echo FOUND '${one.path}'`),
    ];
    guest = await Guest.boot({ root, kernel, work, script: script.join('\n') }, timeBox);
    await guest.until('\nEND');
    const expected = conformanceFiles
      .map(({ path: name, content }) => `${createHash('sha256').update(content).digest('hex')}  ./${name}`)
      .sort();
    for (const version of versions) {
      const [, listing = ''] = new RegExp(`FILES ${version}\n([^]*?)DONE`).exec(guest.output) ?? [];
      expect(listing.trimEnd().split('\n').sort(), version).to.deep.equal(expected);
    }
    expect(guest.output).to.include('REFUSED').and.not.include('WRITTEN').and.not.include('FOUND');
  });

  it('goes on with a file that it has open when NFS-Ganesha is killed and started again under it', async () => {
    const large = conformanceFiles.find(({ content }) => content.length === 5 * 1024 * 1024)!;
    const path = await armedPath(site!.processes.client, { mountFrom: ['127.0.0.1'] });
    const script = [
      mount(path, '4.2'),
      `exec 3</mnt/${large.path}`,
      'dd bs=4096 count=1 <&3 >/first 2>/dev/null',
      'echo 3 >/proc/sys/vm/drop_caches',
      'echo OPENED; read line',
      'cat /first - <&3 | sha256sum',
    ];
    guest = await Guest.boot({ root, kernel, work, script: script.join('\n') }, timeBox);
    await guest.until('OPENED');
    const { keeper } = site!;
    const server = new GaneshaServer({ ...keeper.nfs, folder: stateLayout(keeper.stateFolder).nfs });
    process.kill(server.pid!, 'SIGKILL');
    await site!.until(({ serving, starts }) => serving && starts === 2, 'started again');
    guest.say('go on');
    await guest.until('\nEND');
    expect(guest.output).to.include(createHash('sha256').update(large.content).digest('hex'));
  });

  it('is refused when the medium is for another host, so that the mounts above prove something', async () => {
    const path = await armedPath(site!.processes.client, { mountFrom: ['198.51.100.7'] });
    const script = `${mount(path, '4.2')} 2>&1 && echo MOUNTED || echo REFUSED`;
    guest = await Guest.boot({ root, kernel, work, script }, timeBox);
    await guest.until('\nEND');
    expect(guest.output).to.include('REFUSED').and.not.include('MOUNTED');
  });
});
