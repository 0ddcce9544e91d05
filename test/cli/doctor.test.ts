import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { doctor } from '../../src/cli/commands/doctor.js';
import { doctorLines } from '../../src/cli/output/doctor-view.js';
import { plainPaint } from '../../src/cli/output/style.js';
import { judge, type DoctorReport } from '../../src/daemon/doctor/judge.js';
import { known } from '../../src/daemon/doctor/known.js';
import { openPoolStore } from '../../src/daemon/pools/pool-store.js';
import { practiceRecord, startPracticePool } from '../../src/daemon/practice/practice-pool.js';
import { stateLayout } from '../../src/daemon/state-layout.js';
import { runCli } from '../support/cli-surroundings.js';
import { healthyFacts, listener } from '../support/doctor-facts.js';

describe('doctor', function () {
  this.timeout(30_000);
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drydock-doctor-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const run = (...argv: readonly string[]) => runCli(['doctor', ...argv], { workingFolder: folder, specs: [doctor] });
  const configure = (port: number) =>
    writeFile(join(folder, 'drydock.yaml'), `servers: {http: [{port: ${port}}], ftp: []}\ndashboard: {port: 0}\n`);

  it('looks at a machine on which nothing was ever started, leaves nothing behind, and ends with 0', async () => {
    await configure(0);
    const { exitCode, stdout, stderr } = await run('--config', 'drydock.yaml');
    expect([exitCode, stderr]).to.deep.equal([0, '']);
    expect(stdout).to.match(/nothing stops this machine from serving hosts \(\d+ findings: \d+ pass.*\)\n$/);
    expect(await readdir(folder)).to.deep.equal(['drydock.yaml']);
  });

  it('ends with 1 where a port is taken, and gives one document with --json', async () => {
    const other: Server = createServer().listen(0, '127.0.0.1');
    await new Promise((listening) => other.once('listening', listening));
    await configure((other.address() as AddressInfo).port);
    const { exitCode, stdout } = await run('--config', 'drydock.yaml', '--json');
    await new Promise((closed) => other.close(closed));
    const report = JSON.parse(stdout) as DoctorReport;
    expect([exitCode, report.failed, report.counts.failure]).to.deep.equal([1, true, 1]);
    expect(report.results.find(({ severity }) => severity === 'failure')).to.include({
      id: 'ports-free',
      subject: 'servers.http[0]',
    });
  });

  it('asks the known pools for their clocks and networks', async () => {
    await configure(0);
    const pool = await startPracticePool({
      ...{ hosts: 2, vms: 0, release: 'xcp-ng-8.2', speed: 1, faults: [], haEnabled: false },
      folder,
    });
    const state = join(folder, 'state');
    await openPoolStore(stateLayout(state).pools).add(practiceRecord('practice', pool, 0));
    const { stdout } = await run('--config', 'drydock.yaml', '--state', state, '--json', '--pool', 'practice');
    await pool.simulator.stop();
    const { results } = JSON.parse(stdout) as DoctorReport;
    const of = (id: string) =>
      results.filter((one) => one.id === id).map(({ subject, severity }) => `${subject} ${severity}`);
    expect(of('pool-clocks')).to.deep.equal(['practice/xs-1 pass', 'practice/xs-2 pass']);
    expect(of('pool-networks')).to.deep.equal(['practice/xs-1 pass', 'practice/xs-2 pass']);
    const silent = await run('--config', 'drydock.yaml', '--state', state, '--json');
    const { results: later } = JSON.parse(silent.stdout) as DoctorReport;
    expect(later.filter(({ id }) => id === 'pool-clocks').map(({ severity }) => severity)).to.deep.equal(['unknown']);
    expect(silent.exitCode).to.equal(0);
  });

  it('refuses a pool that nobody knows, by name', async () => {
    await configure(0);
    const { exitCode, stderr } = await run('--config', 'drydock.yaml', '--pool', 'nope');
    expect(exitCode).to.equal(3);
    expect(stderr).to.match(/POOL_UNKNOWN/);
  });

  it('shows what failed first, with what to do, and counts', () => {
    const report = judge({
      ...healthyFacts,
      nameLeadsTo: known(['127.0.1.1']),
      listeners: [listener({ answer: known('in-use') })],
    });
    const lines = doctorLines(report, plainPaint);
    expect(lines[0]).to.match(/^FAILURE ports-free@servers\.http\[0\]: http 192\.0\.2\.10:8080: another program/);
    expect(lines[1]).to.match(/^ {8}do: Find it with/);
    expect(lines[2]).to.match(/^info {4}own-name@jump/);
    expect(lines.at(-1)).to.match(
      /^1 finding must be put right before this machine serves hosts \(\d+ findings: \d+ pass, 1 info, 1 failure\)$/,
    );
  });
});
