/** `upgrade path` on the command line, without a pool and against a simulated one over TLS. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { PathDocument } from '../../src/contract/upgrade-path.js';
import { addCommand, startPracticePool } from '../../src/daemon/practice/practice-pool.js';
import { usualShape } from '../../src/daemon/practice/practice-shape.js';
import { runCli, type CommandLineResult } from '../support/cli-surroundings.js';

describe('upgrade path', () => {
  let folder: string;

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'drydock-path-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function run(...argv: readonly string[]): Promise<CommandLineResult> {
    return runCli(['upgrade', 'path', ...argv], { workingFolder: folder });
  }

  it('--from and --to show each hop, what every hop costs once, and the next command', async () => {
    const { exitCode, stdout } = await run('--from', 'XenServer 7.6', '--to', 'xenserver-8');
    expect(exitCode).to.equal(0);
    expect(stdout).to.match(/2 hops; each is a plan of its own/);
    expect(stdout).to.match(/2\. Citrix Hypervisor 8.2 CU1 -> XenServer 8 \(automatic\)/);
    expect(stdout.match(/the backup of the system before/g)).to.have.length(1);
    expect(stdout).to.match(/drydock upgrade plan POOL --media citrix-hypervisor-8.2-cu1 --fix/);
  });

  it('ends with 4 and the reason where there is no way, and prints it as a document', async () => {
    const { exitCode, stdout } = await run('--from', 'xcp-ng-8.3', '--to', 'xenserver-8', '--json');
    const document = JSON.parse(stdout) as PathDocument;
    expect([exitCode, document.possible]).to.deep.equal([4, false]);
    expect(document.impossible).to.match(/Neither vendor/);
  });

  it('ends with 2 for a release that nobody knows, and for neither or both of pool and --from', async () => {
    const unknown = await run('--from', 'xenserver-66');
    expect([unknown.exitCode, unknown.stderr]).to.satisfy(
      ([code, text]: [number, string]) => code === 2 && text.includes('RELEASE_UNKNOWN') && text.includes('perhaps'),
    );
    expect((await run()).exitCode).to.equal(2);
    expect((await run('lab', '--from', 'xenserver-6.5')).exitCode).to.equal(2);
  });

  it('of a pool that is half upgraded begins with the rest of its hosts, and says which losses concern it', async () => {
    const pool = await startPracticePool({
      ...{ hosts: 2, vms: 1, release: 'xenserver-7.6', speed: 1000, faults: [], haEnabled: false, folder },
      shape: { ...usualShape, coordinatorRelease: 'xenserver-8.2.1' },
    });
    try {
      const [, , ...argv] = addCommand('lab', pool).split(' ');
      await runCli(['pool', ...argv], { workingFolder: folder });
      const { exitCode, stdout } = await run('lab', '--to', 'xenserver-8', '--json');
      const { mixed, hops } = JSON.parse(stdout) as PathDocument;
      expect(exitCode).to.equal(0);
      expect(mixed).to.match(/1 of 2 hosts do not yet/);
      expect(hops.map(({ kind, from, to }) => [kind, from.name, to.name])).to.deep.equal([
        ['finish', 'XenServer 7.6', 'Citrix Hypervisor 8.2 CU1'],
        ['upgrade', 'Citrix Hypervisor 8.2 CU1', 'XenServer 8'],
      ]);
      const concerns = new Map(hops[1]?.losses.map((loss) => [loss.id, loss.concerns]));
      expect(concerns.get('deprecated-storage')).to.equal('no');
    } finally {
      await pool.simulator.stop();
    }
  });
});
