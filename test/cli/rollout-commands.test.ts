/** The commands of a rollout against a controller that answers from a script, over its real socket. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { startControlServer, type ControlServer } from '../../src/contract/control-server.js';
import { changedLines } from '../../src/cli/output/rollout-view.js';
import { scriptedController } from '../support/cli-control-api.js';
import { rolloutPicture, scriptedRollouts, type ScriptedRollouts } from '../support/cli-rollouts.js';
import { runCli, type CommandLineResult } from '../support/cli-surroundings.js';

describe('rollout commands', () => {
  let folder: string;
  let server: ControlServer;
  let rollouts: ScriptedRollouts;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'drydock-rollout-'));
    mkdirSync(join(folder, 'drydock-state'));
  });

  afterEach(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(picture = rolloutPicture()): Promise<void> {
    rollouts = scriptedRollouts(picture);
    const controller = { ...scriptedController(), rollouts };
    server = await startControlServer(controller, join(folder, 'drydock-state', 'controller.sock'));
  }

  function run(...argv: readonly string[]): Promise<CommandLineResult> {
    return runCli(['rollout', ...argv], { workingFolder: folder });
  }

  function file(name: string): void {
    writeFileSync(join(folder, 'autumn.yaml'), `name: ${name}\nmedia: m\npools:\n  - pool: lab\n`);
  }

  it('plan reads the file, and prints the rollout and the command that starts it', async () => {
    await start();
    file('autumn');

    const result = await run('plan', 'autumn.yaml');

    expect(result.exitCode, result.stderr).to.equal(0);
    expect(result.stdout).to.include('drydock rollout start rollout-1 --watch');
  });

  it('plan ends with 4 when a pool is blocked, and names it', async () => {
    await start();
    file('blocked');

    const plain = await run('plan', 'autumn.yaml');
    const json = await run('plan', 'autumn.yaml', '--json');

    expect([plain.exitCode, json.exitCode]).to.deep.equal([4, 4]);
    expect(plain.stdout).to.include('lab:\n  ha-off (lab): HA is on\nno go: 1 of 1 pool');
    expect(JSON.parse(json.stdout)).to.have.property('rollout', null);
  });

  it('plan ends with 3 on a file with mistakes, and on one that is not there', async () => {
    await start();
    writeFileSync(join(folder, 'autumn.yaml'), 'name: autumn\npools: lab\n');

    const wrong = await run('plan', 'autumn.yaml');
    const missing = await run('plan', 'no-such.yaml');

    expect([wrong.exitCode, missing.exitCode]).to.deep.equal([3, 3]);
    expect(wrong.stderr).to.match(/line 2: pools/);
  });

  it('status shows waves and pools, and the document of the contract with --json', async () => {
    await start();

    expect((await run('status')).stdout).to.match(/canary: running\n {4}lab {3}running {4}1\/3 hosts {2}rollout-1\.1/);
    expect(JSON.parse((await run('status', '--json')).stdout)).to.deep.equal(rolloutPicture());
    expect((await run('list')).stdout).to.include('rollout-1  autumn  running');
  });

  it('steering commands reach the only open rollout, with who, why and which pool', async () => {
    await start();

    await run('pause', '--reason', 'storage');
    await run('skip', '--pool', 'lab', '--reason', 'is being replaced');
    await run('abort', '--runs');

    expect(rollouts.commands.map(({ command }) => ({ ...command, by: undefined }))).to.deep.equal([
      { command: 'pause', by: undefined, reason: 'storage' },
      { command: 'skip', by: undefined, pool: 'lab', reason: 'is being replaced' },
      { command: 'abort', by: undefined, runs: true },
    ]);
    expect((await run('skip', '--pool', 'lab')).exitCode, 'a reason is needed').to.equal(2);
    expect((await run('status', 'rollout-9')).exitCode).to.equal(2);
  });

  for (const [name, changes, exitCode] of [
    ['is done', { state: 'done' }, 0],
    ['was aborted', { state: 'aborted' }, 1],
    ['has stopped', { state: 'stopped' }, 5],
    ['waits for an approval', { waves: [{ name: 'rest', canary: false, state: 'awaiting-approval', pools: [] }] }, 5],
  ] as const) {
    it(`watch ends with ${exitCode} when the rollout ${name}`, async () => {
      await start({ ...rolloutPicture(), ...changes } as ReturnType<typeof rolloutPicture>);

      expect((await run('watch', 'rollout-1')).exitCode).to.equal(exitCode);
    });
  }

  it('report is written with mode 0600', async () => {
    await start();

    const out = join(folder, 'report.md');
    expect((await run('report', '--output', out)).exitCode).to.equal(0);
    expect(readFileSync(out, 'utf8')).to.equal('# Rollout autumn\n');
    expect(statSync(out).mode & 0o777).to.equal(0o600);
  });

  it('a line is said for what has changed, and for nothing else', () => {
    const before = rolloutPicture();
    const [wave] = before.waves;
    if (wave === undefined) throw new Error('no wave');
    const pools = wave.pools.map((pool) => ({ ...pool, hosts: { total: 3, finished: 2 } }));
    expect(changedLines(before, before)).to.deep.equal([]);
    expect(changedLines(before, { ...before, waves: [{ ...wave, pools }] })).to.deep.equal([
      'lab: running, 2 of 3 hosts: started by ann',
    ]);
  });
});
