/** The service as process 1, as a container runs it: nobody else reaps, and a signal without a handler would be lost. */
import { readdir, readFile, readlink } from 'node:fs/promises';
import { expect } from 'chai';
import { requirePrograms } from '../support/media-interop.js';
import { armedPath, request } from '../support/servers-http.js';
import { waitForEnd } from '../support/servers-process.js';
import { exitOf, TestService } from '../support/servers-service.js';

const isolated = ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc'];

describe('The service as process 1', function () {
  this.timeout(60_000);
  let service: TestService;
  let first: number;
  let exit: Promise<number | string | null>;

  before(function () {
    requirePrograms(this, ['unshare']);
    if (process.getuid?.() === 0) return;
    if (process.env['CI'] === 'true') throw new Error('needs root');
    process.stderr.write('    skipped: needs root\n');
    this.skip();
  });
  beforeEach(async () => {
    service = await TestService.prepare();
    const child = service.start([...isolated, ...service.words]);
    exit = exitOf(child);
    await service.processes();
    first = Number((await readFile(`/proc/${child.pid ?? 0}/task/${child.pid ?? 0}/children`, 'utf8')).trim());
  });
  afterEach(() => service.remove());

  it('is process 1, and ends with all it started at SIGTERM when nothing is armed', async () => {
    expect((await service.processes()).supervisor).to.equal(1);
    const inside = await processesOf(first);
    expect(inside.length, 'supervisor and serving process').to.equal(2);

    process.kill(first, 'SIGTERM');

    expect(await exit).to.equal(0);
    for (const { pid } of inside) await waitForEnd(pid);
  });

  it('goes on serving at SIGTERM while a host may be installing, and ends by itself when it is proven', async () => {
    const path = await armedPath(service.client, { id: 'g' });
    const { endpoints } = await service.processes();
    const port = endpoints.find(({ protocol }) => protocol === 'http')?.port ?? 0;

    process.kill(first, 'SIGTERM');
    process.kill(first, 'SIGTERM');
    process.kill(first, 'SIGINT');
    await service.says('a host may be installing');
    await new Promise((resolve) => setTimeout(resolve, 1500));

    expect((await request(port, `${path}.treeinfo`)).status).to.equal(200);
    await service.client.changeGrant('g', { state: 'ended', epoch: 1, reason: 'proven' });
    expect(await exit).to.equal(0);
  });

  it('leaves no dead process behind, however many serving processes were killed or replaced', async () => {
    for (let blow = 0; blow < 3; blow++) {
      const before = await servingProcess(first);
      process.kill(before, blow === 1 ? 'SIGKILL' : 'SIGTERM');
      await waitForEnd(before);
      while ((await servingProcess(first).catch(() => before)) === before) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
    const inside = await processesOf(first);
    expect(inside.filter(({ state }) => state === 'Z')).to.deep.equal([]);
    expect(inside.length).to.equal(2);
  });

  it('takes everything with it when it is killed', async () => {
    const inside = await processesOf(first);
    process.kill(first, 'SIGKILL');
    await exit;
    for (const { pid } of inside) await waitForEnd(pid);
  });
});

interface InsideProcess {
  readonly pid: number;
  readonly state: string;
}

/** All processes of the PID namespace of a process, by the ids they have out here. */
async function processesOf(member: number): Promise<InsideProcess[]> {
  const namespace = await readlink(`/proc/${member}/ns/pid`);
  const found: InsideProcess[] = [];
  for (const name of (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry))) {
    if ((await readlink(`/proc/${name}/ns/pid`).catch(() => '')) !== namespace) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => undefined);
    if (stat !== undefined) found.push({ pid: Number(name), state: stat.slice(stat.lastIndexOf(')') + 2).charAt(0) });
  }
  return found;
}

async function servingProcess(supervisor: number): Promise<number> {
  const other = (await processesOf(supervisor)).find(({ pid, state }) => pid !== supervisor && state !== 'Z');
  if (other === undefined) throw new Error('no serving process');
  return other.pid;
}
