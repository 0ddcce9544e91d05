/** Invariant 9 under fire: clients without retries while the serving process is killed, and restarted, again and again. */
import { expect } from 'chai';
import { fetchUntil, Tally } from '../support/servers-fetch-loop.js';
import { armedPath } from '../support/servers-http.js';
import { treeinfoFiles } from '../support/servers-media.js';
import { startTestProcesses, type TestProcesses } from '../support/servers-process.js';

const small = ['.treeinfo', 'repodata/repomd.xml', 'boot/vmlinuz', 'install.img', 'RPM-GPG-KEY-synth', 'missing'];
const large = 'Packages/kernel-6.6-1.x86_64.rpm';

describe('The media server under fire', function () {
  this.timeout(300_000);
  let server: TestProcesses;
  before(async () => {
    server = await startTestProcesses(treeinfoFiles(4 * 1024 * 1024));
  });
  after(() => server.remove());

  async function underFire(
    id: string,
    names: readonly string[],
    blows: number,
    strike: (worker: number) => Promise<unknown>,
  ): Promise<Tally> {
    const path = await armedPath(server.client, { id });
    const tally = new Tally();
    const done = new AbortController();
    const clients = [1, 2, 3, 4].map(() => fetchUntil(done.signal, server, path, names, tally));
    for (let blow = 0; blow < blows; blow++) {
      const worker = await server.worker();
      await tally.reaches(tally.answered + 20);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 300));
      await strike(worker);
      await server.worker(worker);
    }
    done.abort();
    await Promise.all(clients);
    console.log(`      ${id}: ${tally.answered} answers, ${blows} blows, ${tally.failures.length} failures`);
    return tally;
  }

  it('loses no small file to 25 kills', async () => {
    const tally = await underFire('killed', small, 25, (worker) => Promise.resolve(process.kill(worker, 'SIGKILL')));
    expect(tally.failures).to.deep.equal([]);
    expect(tally.answered).to.be.greaterThan(500);
  });

  it('loses nothing, large or small, to 12 planned restarts', async () => {
    const tally = await underFire('restarted', [...small, large], 12, () => server.client.restart());
    expect(tally.failures).to.deep.equal([]);
  });

  it('keeps every answered request in the activity, under numbers that are never used twice', async () => {
    const seen = new Set<number>();
    let complete = 0;
    for (let after = 0; ;) {
      const { records, next } = await server.client.activity(after);
      if (records.length === 0) break;
      for (const { sequence, grant } of records) {
        expect(seen.has(sequence)).to.equal(false);
        seen.add(sequence);
        if (grant === 'killed') complete += 1;
      }
      after = next;
    }
    const { progress } = (await server.client.grant('killed'))!;
    expect(progress.requests).to.equal(complete);
  });
});
