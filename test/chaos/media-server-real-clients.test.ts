/** Invariant 9 as real programs see it: clients without retries while the serving process is replaced or killed in a loop. */
import { expect } from 'chai';
import { missingPrograms } from '../media-builder/programs.js';
import { armedPath } from '../support/servers-http.js';
import { treeinfoFiles } from '../support/servers-media.js';
import { startTestProcesses, type TestProcesses } from '../support/servers-process.js';
import { fetchInManner, manners, type Manner, type Outcome } from '../support/servers-real-clients.js';
import { seededRandom } from '../../src/simulator/state/random.js';

/** Each under the 1 MiB up to which a file is handed to the kernel whole. */
const small = ['.treeinfo', 'repodata/repomd.xml', 'boot/vmlinuz', 'install.img', 'RPM-GPG-KEY-synth', 'boot/xen.gz'];
const large = 'Packages/kernel-6.6-1.x86_64.rpm';
const seconds = 30;
const seed = 4;

/** A client that begins anew for each file. */
const singly: readonly Manner[] = ['urllib', 'curl'];

describe('The media server and clients without retries', function () {
  this.timeout(120_000);
  let server: TestProcesses;
  before(async function () {
    const missing = missingPrograms(['curl', 'python3']);
    if (missing.length > 0 && process.env['CI'] === 'true') throw new Error(`needs ${missing.join(', ')}`);
    if (missing.length > 0) this.skip();
    server = await startTestProcesses(treeinfoFiles(4 * 1024 * 1024));
  });
  after(() => server.remove());

  /** Strikes at random moments, drawn from the seed, for as long as the clients fetch. */
  async function underBlows(
    id: string,
    names: readonly string[],
    strike: (worker: number) => Promise<unknown>,
  ): Promise<Map<Manner, Outcome>> {
    const base = await armedPath(server.client, { id });
    const dice = seededRandom(seed);
    let fetching = true;
    const clients = Promise.all(
      manners.map(async (manner) => {
        const outcome = await fetchInManner(manner, { server, base, names, seconds, seed });
        return [manner, outcome] as const;
      }),
    ).finally(() => {
      fetching = false;
    });
    let blows = 0;
    while (isTrue(fetching)) {
      const worker = await server.worker();
      await new Promise((resolve) => setTimeout(resolve, dice.between(20, 400)));
      await strike(worker);
      await server.worker(worker);
      blows += 1;
    }
    const outcomes = new Map(await clients);
    console.log(`      ${id}: ${blows} blows`);
    for (const [manner, { answered, failures }] of outcomes) {
      console.log(`        ${manner}: ${answered} answered, ${failures.length} failed`);
    }
    expect(blows).to.be.greaterThan(5);
    return outcomes;
  }

  it('lose nothing to planned restarts in a loop: not a new connection, a kept one, or an FTP session', async () => {
    const outcomes = await underBlows('restarted', [...small, large], () => server.client.restart());
    for (const [manner, { answered, failures }] of outcomes) {
      expect(failures, manner).to.deep.equal([]);
      expect(answered, manner).to.be.greaterThan(5);
    }
  });

  it('are never refused while the serving process is killed in a loop, and no small file arrives short', async () => {
    const outcomes = await underBlows('killed', small, (worker) => Promise.resolve(process.kill(worker, 'SIGKILL')));
    for (const [manner, { answered, failures }] of outcomes) {
      expect(
        failures.filter((failure) => /refused/i.test(failure)),
        manner,
      ).to.deep.equal([]);
      expect(
        failures.filter((failure) => /not those of the medium|IncompleteRead/.test(failure)),
        manner,
      ).to.deep.equal([]);
      if (singly.includes(manner)) expect(failures, manner).to.deep.equal([]);
      expect(answered, manner).to.be.greaterThan(5);
    }
  });
});

/** Keeps the compiler from believing that a flag set elsewhere never changes. */
function isTrue(value: boolean): boolean {
  return value;
}
