/** The commands of a run against a controller that answers from a script, over its real socket. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { startControlServer, type ControlServer } from '../../src/contract/control-server.js';
import type { RunState } from '../../src/contract/run-status.js';
import type { RunsReply } from '../../src/contract/runs-page.js';
import { scriptedController, type ScriptedController } from '../support/cli-control-api.js';
import { hostStatus, runStatus } from '../support/cli-runs.js';
import { runCli, type CommandLineResult } from '../support/cli-surroundings.js';

describe('upgrade commands', () => {
  let folder: string;
  let server: ControlServer;
  let controller: ScriptedController;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'drydock-upgrade-'));
    mkdirSync(join(folder, 'drydock-state'));
  });

  afterEach(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(...pictures: Parameters<typeof scriptedController>): Promise<void> {
    controller = scriptedController(...pictures);
    server = await startControlServer(controller, join(folder, 'drydock-state', 'controller.sock'));
  }

  function run(...argv: readonly string[]): Promise<CommandLineResult> {
    return runCli(['upgrade', ...argv], { workingFolder: folder });
  }

  it('plan prints findings, plan and the command that starts it', async () => {
    await start();

    const result = await run('plan', 'lab', '--media', 'm', '--fix');

    expect(result.exitCode).to.equal(0);
    expect(result.stdout).to.include('xs-1 goes first').and.to.include('drydock upgrade start run-1 --watch');
  });

  it('plan refuses --reboot-by without Manual mode rather than ignoring it', async () => {
    await start();

    const { exitCode, stderr } = await run('plan', 'lab', '--media', 'm', '--reboot-by', 'drydock');

    expect(exitCode).to.equal(2);
    expect(stderr).to.include('--reboot-by with --mode manual');
  });

  it('plan ends with 4 when the assessments block', async () => {
    await start();

    const plain = await run('plan', 'lab', '--media', 'm');
    const json = await run('plan', 'lab', '--media', 'm', '--json');

    expect([plain.exitCode, json.exitCode]).to.deep.equal([4, 4]);
    expect(plain.stdout).to.include('FAILURE ha-off@lab').and.to.include('no go');
    expect(JSON.parse(json.stdout)).to.deep.include({ run: null }).and.to.have.nested.property('check.blocked', true);
  });

  it('status prints the document of the contract for the only open run', async () => {
    await start();

    expect(JSON.parse((await run('status', '--json')).stdout)).to.deep.equal(runStatus());
    expect((await run('status')).stdout).to.include('waits for its turn');
  });

  it('list shows the name under which the pool was added, and its own where that is another', async () => {
    await start([runStatus({ addedAs: 'site-a' })]);

    expect((await run('list')).stdout).to.include('site-a (lab)');
  });

  it('start, pause, retry and skip reach the controller with who and why', async () => {
    await start();

    await run('start');
    await run('pause', 'run-1', '--reason', 'backup window');
    await run('retry', '--host', 'xs-1');
    await run('skip', '--host', 'xs-1', '--reason', 'to be replaced');

    const by = 'operator@jumpbox';
    expect(controller.commands.map(({ command }) => command)).to.deep.equal([
      { command: 'start', by },
      { command: 'pause', by, reason: 'backup window' },
      { command: 'retry', by, host: 'xs-1' },
      { command: 'skip', by, host: 'xs-1', reason: 'to be replaced' },
    ]);
  });

  it('skip and give-up demand a host and a reason', async () => {
    await start();

    expect((await run('skip', '--host', 'xs-1')).exitCode).to.equal(2);
    expect((await run('give-up', '--reason', 'dead')).exitCode).to.equal(2);
    expect(controller.commands).to.deep.equal([]);
  });

  it('an unknown run is the error of the controller', async () => {
    await start();

    const result = await run('status', 'run-7', '--json');

    expect(JSON.parse(result.stdout)).to.include({ code: 'RUN_UNKNOWN', subject: 'run-7' });
  });

  const ends: readonly [RunState, number][] = [
    ['done', 0],
    ['aborted', 1],
    ['stopped', 5],
    ['paused', 5],
  ];
  for (const [state, exitCode] of ends) {
    it(`watch ends with ${exitCode} when the run is ${state}, and says each change once`, async () => {
      const installing = runStatus({ hosts: [hostStatus({ state: 'installing', reason: 'fetches packages' })] });
      await start([runStatus(), installing, installing, runStatus({ state, reason: 'that is all' })]);

      const result = await run('watch', 'run-1');

      expect(result.exitCode).to.equal(exitCode);
      expect(result.stderr.match(/xs-1: installing/g)).to.have.length(1);
      expect(result.stderr).to.include(`run run-1: ${state}: that is all`);
      expect(result.stdout).to.equal('');
    });
  }

  it('watch --json prints the last picture only', async () => {
    await start([runStatus(), runStatus({ state: 'done', reason: 'all hosts are upgraded' })]);

    const result = await run('watch', 'run-1', '--json');

    expect(result.stderr).to.equal('');
    expect(JSON.parse(result.stdout)).to.include({ state: 'done' });
  });

  it('report is Markdown, or JSON, or a file that only its owner may read', async () => {
    await start();
    const file = join(folder, 'report.md');

    expect((await run('report')).stdout).to.equal('# run-1\n');
    expect(JSON.parse((await run('report', '--format', 'json', '--json')).stdout)).to.deep.equal({ run: 'run-1' });
    expect((await run('report', '--output', file)).exitCode).to.equal(0);
    expect(readFileSync(file, 'utf8')).to.equal('# run-1\n');
    expect(statSync(file).mode & 0o777).to.equal(0o600);
  });

  it('list shows the runs that ended last, says that there are older ones, and reads all of them when told to', async () => {
    await start();
    const pages: Record<string, RunsReply> = {
      newest: { runs: [runStatus({ run: 'run-3' })], next: 'run-3' },
      'run-3': { runs: [runStatus({ run: 'run-2' })], next: 'run-2' },
      'run-2': { runs: [runStatus({ run: 'run-1' })], next: null },
    };
    controller.runs = ({ before = 'newest' } = {}) => Promise.resolve(pages[before] ?? { runs: [], next: null });

    const short = await run('list');
    const all = await run('list', '--all', '--json');

    expect(short.stdout).to.include('run-3').and.to.include('older runs that have ended: drydock upgrade list --all');
    expect(short.stdout).not.to.include('run-2');
    const { runs, next } = JSON.parse(all.stdout) as RunsReply;
    expect([runs.map((one) => one.run), next]).to.deep.equal([['run-3', 'run-2', 'run-1'], null]);
  });

  it('list and explain say what there is', async () => {
    await start();

    expect((await run('list')).stdout).to.include('run-1');
    expect((await run('explain')).stdout).to.equal('It waits.\n');
  });

  it('need the id of a run when there is none that is open', async () => {
    await start([runStatus({ state: 'done' })]);

    const result = await run('pause', '--json');

    expect(result.exitCode).to.equal(2);
    expect(JSON.parse(result.stdout)).to.include({ code: 'RUN_AMBIGUOUS' });
    expect((await run('status')).exitCode).to.equal(0);
  });
});
