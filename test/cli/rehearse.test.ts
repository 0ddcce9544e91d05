/** `rehearse` as an administrator uses it: a known pool over real sockets, a medium in the store, nothing left behind. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { rehearsalSchema, type Rehearsal } from '../../src/contract/rehearsal.js';
import { openPoolStore } from '../../src/daemon/pools/pool-store.js';
import { practiceRecord, startPracticePool, type PracticePool } from '../../src/daemon/practice/practice-pool.js';
import { stateLayout } from '../../src/daemon/state-layout.js';
import { importMedia } from '../../src/media/import-media.js';
import { runCli, type CommandLineResult } from '../support/cli-surroundings.js';

const image = 'demo/drydock-demo-8.3.0.iso';
const media = 'synth-ng-8.3.0';

describe('rehearse', () => {
  let folder: string;
  let practice: PracticePool;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'drydock-rehearse-'));
    await importMedia({ source: image, mediaCache: join(folder, 'media'), signal: new AbortController().signal });
    practice = await startPracticePool({
      ...{ hosts: 2, vms: 2, release: 'xcp-ng-8.2', speed: 1, faults: [], haEnabled: false, folder },
    });
    await openPoolStore(stateLayout(join(folder, 'state')).pools).add(practiceRecord('lab', practice, 0));
    await run('--runs', '1', '--save', 'kept.json');
  });

  after(async () => {
    await practice.simulator.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  function run(...argv: string[]): Promise<CommandLineResult> {
    const environment = { DRYDOCK_MEDIA_CACHE: join(folder, 'media'), DRYDOCK_STATE: join(folder, 'state') };
    return runCli(['rehearse', 'lab', '--media', media, ...argv], { workingFolder: folder, environment });
  }

  function files(under: string): string[] {
    return readdirSync(join(folder, under), { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(folder, under, name)).isFile())
      .map((name) => `${name} ${statSync(join(folder, under, name)).mtimeMs}`)
      .sort();
  }

  it('reads the pool without a change, leaves no trace in state and store, and keeps the records for the owner', async () => {
    const { history } = practice.simulator.pool;
    const before = [history.length, files('state'), files('media')];

    const { exitCode, stdout, stderr } = await run('--runs', '1', '--report', 'report.md');

    expect([exitCode, stderr]).to.deep.equal([0, '']);
    expect([history.length, files('state'), files('media')]).to.deep.equal(before);
    expect(stdout).to.contain('The plan goes through in each of 1 run.').and.to.contain('What a rehearsal cannot know');
    expect(statSync(join(folder, 'lab.pool-records.json')).mode & 0o777).to.equal(0o600);
    expect(readFileSync(join(folder, 'lab.pool-records.json'), 'utf8')).to.not.contain(practice.simulator.password);
    expect(readFileSync(join(folder, 'report.md'), 'utf8')).to.match(/^# Rehearsal of lab to synth-ng-8\.3\.0\n/);
  });

  it('rehearses records that were kept, without the pool, and gives one JSON document', async () => {
    const saved = statSync(join(folder, 'kept.json')).mtimeMs;
    rmSync(join(folder, 'lab.pool-records.json'), { force: true });
    writeFileSync(join(folder, 'faults.yaml'), '- never-returns host=1\n');

    const { exitCode, stdout } = await run('--from', 'kept.json', '--runs', '2', '--faults', 'faults.yaml', '--json');

    const rehearsal: Rehearsal = rehearsalSchema.parse(JSON.parse(stdout));
    // A fault that stops its run has shown what it was chosen for: the verdict is about the runs without.
    expect([exitCode, rehearsal.verdict, rehearsal.runs.length]).to.deep.equal([0, 'goes-through', 2]);
    expect(rehearsal.faults[0]).to.deep.include({
      fault: 'never-returns host=1',
      state: 'stopped',
      failure: 'never-returned',
    });
    expect(statSync(join(folder, 'kept.json')).mtimeMs).to.equal(saved);
    expect(existsSync(join(folder, 'lab.pool-records.json'))).to.equal(false);
  });

  it('refuses a host that the pool does not have, and a place where nothing can be kept, before anything is run', async () => {
    const unmet = await run('--from', 'kept.json', '--fault', 'never-returns host=xs-9');
    const lost = await run('--from', 'kept.json', '--report', 'no-such-folder/report.md');

    expect([unmet.exitCode, lost.exitCode]).to.deep.equal([2, 1]);
    expect(unmet.stderr).to.contain('FAULT_INVALID').and.to.contain('xs-9').and.not.to.contain('run 1');
    expect(lost.stderr).to.contain('FILE_WRITE_FAILED').and.not.to.contain('run 1');
  });

  it('ends with 4 when assessments block, and names them', async () => {
    const { exitCode, stdout } = await run('--runs', '1', '--from', blockedRecords());

    expect(exitCode).to.equal(4);
    expect(stdout).to.contain('The plan cannot begin').and.to.contain('[ha-off]');
  });

  it('ends with 2 for a fault that there is not, with 3 for a file that is none, and asks no pool before', async () => {
    writeFileSync(join(folder, 'none.json'), '{}');

    const wrong = await run('--fault', 'never-return@1');
    const broken = await run('--from', 'none.json');
    const missing = await runCli(['rehearse', 'lab', '--media', 'nothing'], { workingFolder: folder });

    expect([wrong.exitCode, broken.exitCode]).to.deep.equal([2, 3]);
    expect(wrong.stderr).to.contain('never-returns');
    expect(broken.stderr)
      .to.contain('POOL_RECORDS_INVALID')
      .and.to.not.match(/^\s+at /m);
    expect(missing.stderr).to.contain('MEDIA_NOT_FOUND_FOR_RUN');
  });

  /** The saved records, with HA on. */
  function blockedRecords(): string {
    const records = JSON.parse(readFileSync(join(folder, 'kept.json'), 'utf8')) as {
      classes: { pool: Record<string, object> };
    };
    const [[ref, pool] = ['', {}]] = Object.entries(records.classes.pool);
    records.classes.pool = { [ref]: { ...pool, ha_enabled: true } };
    writeFileSync(join(folder, 'blocked.json'), JSON.stringify(records));
    return 'blocked.json';
  }
});
