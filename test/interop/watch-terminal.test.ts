/** `upgrade watch` on a real terminal (a pseudo-terminal of the kernel), with the built program and keys that are pressed. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { z } from 'zod';
import { startControlServer, type ControlServer } from '../../src/contract/control-server.js';
import type { RunStatus } from '../../src/contract/run-status.js';
import { stateLayout } from '../../src/daemon/state-layout.js';
import { scriptedController, type ScriptedController } from '../support/cli-control-api.js';
import { hostStatus, runStatus } from '../support/cli-runs.js';
import { requirePrograms } from '../support/media-interop.js';

const program = fileURLToPath(new URL('../../bin/drydock.js', import.meta.url));
const terminal = fileURLToPath(new URL('../support/terminal.py', import.meta.url));
const seenSchema = z.strictObject({ output: z.string(), exit: z.number(), restored: z.boolean() });

const borrowed = '\u001b[?1049h';
const givenBack = '\u001b[?1049l';

describe('upgrade watch on a terminal', function () {
  this.timeout(60_000);
  let folder: string;
  let server: ControlServer | undefined;

  before(function () {
    requirePrograms(this, ['python3']);
  });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drydock-watch-'));
  });

  afterEach(async () => {
    await server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function controllerWith(pictures: readonly RunStatus[]): Promise<ScriptedController> {
    const controller = scriptedController(pictures);
    const layout = stateLayout(folder);
    await mkdir(layout.controller, { recursive: true });
    server = await startControlServer(controller, layout.controllerSocket);
    return controller;
  }

  async function watch(
    steps: readonly (readonly [string, string])[],
    { words = [], rows = 24, env = [] }: { words?: readonly string[]; rows?: number; env?: readonly string[] } = {},
  ): Promise<z.infer<typeof seenSchema>> {
    const argv = [
      'env',
      'TERM=xterm',
      ...env,
      process.execPath,
      program,
      'upgrade',
      'watch',
      '--state',
      folder,
      ...words,
    ];
    const task = JSON.stringify({ argv, rows, columns: 100, steps, seconds: 40 });
    const text = await new Promise<string>((resolve, reject) => {
      const child = execFile('python3', [terminal], (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(stderr, { cause: error }));
      });
      child.stdin?.end(task);
    });
    return seenSchema.parse(JSON.parse(text));
  }

  const running = runStatus({ hosts: [hostStatus({ state: 'evacuating', reason: '2 VMs left' })] });
  const done = runStatus({ state: 'done', reason: 'every host is done', hosts: [hostStatus({ state: 'done' })] });

  it('borrows the screen, gives the commands that were confirmed, and leaves the terminal as it was', async () => {
    const controller = await controllerWith([running]);
    const { output, exit, restored } = await watch([
      ['2 VMs left', 'p'],
      ['Pause before the next step?', 'n'],
      ['pause: not given', 'p'],
      ['Pause before the next step?', 'y'],
      ['pause: asked for', 'q'],
    ]);

    expect(exit).to.equal(0);
    expect(restored, 'the modes of the terminal').to.equal(true);
    expect(controller.commands.map(({ command }) => command.command)).to.deep.equal(['pause']);
    expect([output.split(borrowed).length, output.split(givenBack).length]).to.deep.equal([2, 2]);
    expect(output.slice(output.indexOf(givenBack)), 'the last picture stays').to.include('2 VMs left');
  });

  it('ends by itself when the run is done', async () => {
    await controllerWith([running, running, done]);
    const { output, exit, restored } = await watch([]);

    expect([exit, restored]).to.deep.equal([0, true]);
    expect(output.slice(output.indexOf(givenBack))).to.include('done: every host is done');
  });

  it('stays with a run that waits for a person, and leaves with its exit code', async () => {
    await controllerWith([runStatus({ state: 'paused', reason: 'paused by ann' })]);
    const { exit, restored } = await watch([['paused by ann', 'q']]);

    expect([exit, restored]).to.deep.equal([5, true]);
  });

  it('gives the screen back on Ctrl-C', async () => {
    await controllerWith([running]);
    const { output, exit, restored } = await watch([['2 VMs left', '\u0003']]);

    expect([exit, restored]).to.deep.equal([130, true]);
    expect(output).to.include(givenBack);
  });

  for (const [where, options] of [
    ['with --lines', { words: ['--lines'] }],
    ['on a terminal that cannot be steered', { env: ['TERM=dumb'] }],
    ['on a small one', { rows: 8 }],
  ] as const) {
    it(`prints a picture that stays ${where}`, async () => {
      await controllerWith([running, done]);
      const { output, exit } = await watch([], options);

      expect(exit).to.equal(0);
      expect(output).not.to.include(borrowed);
      expect(output).to.include('done: every host is done');
    });
  }

  it('knows no colours where NO_COLOR is set', async () => {
    await controllerWith([running, done]);
    const { output } = await watch([], { env: ['NO_COLOR=1'] });

    expect(output).not.to.match(/\u001b\[[0-9;]*m/);
  });
});
