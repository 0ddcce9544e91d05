/** The page for newcomers, walked from top to bottom: its commands are run as they stand there, by a shell, in three terminals. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { CliProcess } from '../support/cli-process.js';
import { commandsOf, type PageBlock } from '../support/page-commands.js';

const page = fileURLToPath(new URL('../../docs/getting-started.md', import.meta.url));
const demo = fileURLToPath(new URL('../../demo', import.meta.url));
const program = fileURLToPath(new URL('../../bin/drydock.js', import.meta.url));
const prelude = `shopt -s expand_aliases\nalias drydock="node ${program}"\n`;

describe('getting started', function () {
  this.timeout(600_000);
  let folder: string;
  const terminals = new Map<string, CliProcess>();

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drydock-started-'));
    await symlink(demo, join(folder, 'demo'));
  });

  after(async () => {
    for (const name of [...terminals.keys()]) await interrupt(name);
    await runInFirst({ line: 0, commands: 'drydock stop --force test', exitCode: 0 });
    await rm(folder, { recursive: true, force: true });
  });

  async function interrupt(name: string): Promise<void> {
    const running = terminals.get(name);
    terminals.delete(name);
    if (running === undefined) return;
    running.child.kill('SIGINT');
    await running.exitCode();
  }

  async function leaveRunning(block: PageBlock, terminal: string): Promise<void> {
    // Without a shell between them, so that Ctrl-C reaches the program.
    const line = block.commands.trim().replace(/^drydock /, '');
    const started = new CliProcess(['-c', `${prelude}exec node ${program} ${line}`], folder, {}, ['bash']);
    terminals.set(terminal, started);
    await started.says(block.until ?? '', 60_000);
  }

  async function runInFirst({ commands, exitCode, line }: PageBlock): Promise<string> {
    const shell = spawn('bash', ['-e', '-c', `${prelude}${commands}`], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [shell.stdout, shell.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const [code] = (await once(shell, 'close')) as [number | null];
    if (line > 0) expect(code, `line ${line} of the page:\n${commands}\n${said}`).to.equal(exitCode);
    return said;
  }

  it('works as it is written, and tells what it says it tells', async () => {
    const said: string[] = [];
    for (const block of commandsOf(readFileSync(page, 'utf8'))) {
      if (block.end !== undefined) await interrupt(block.end);
      if (block.terminal !== undefined) await leaveRunning(block, block.terminal);
      else said.push(await runInFirst(block));
    }
    const all = said.join('\n');

    expect(all)
      .to.match(/every host of the plan is done/)
      .and.to.match(/never-fetched/);
    expect(all, 'the verdict of the check').to.match(/^go: nothing stands in the way/m);
    const report = readFileSync(join(folder, 'report.md'), 'utf8');
    expect(report).to.match(/left as (it was )?found/i);
  });
});
