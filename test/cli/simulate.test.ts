/** `simulate` as somebody uses it who has never done an upgrade: what it prints is enough to go on. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { commandSpecs } from '../../src/cli/commands/index.js';
import { runCommandLine } from '../../src/cli/main.js';
import { importMedia } from '../../src/media/import-media.js';
import { systemClock } from '../../src/shared/clock.js';
import { waitUntil } from '../../src/shared/wait-until.js';
import { runCli, type CommandLineResult } from '../support/cli-surroundings.js';

interface Printed {
  readonly addresses: readonly string[];
  readonly user: string;
  readonly password: string;
  readonly fingerprints: Readonly<Record<string, string>>;
  readonly add: string;
}

describe('simulate', () => {
  let folder: string;
  let ending: AbortController;
  let ended: Promise<number>;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'drydock-simulate-'));
    const image = 'demo/drydock-demo-8.3.0.iso';
    await importMedia({ source: image, mediaCache: join(folder, 'media'), signal: new AbortController().signal });
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  afterEach(async () => {
    ending.abort(new Error('enough'));
    await ended;
    // Known to those tests alone that have made it so.
    await run('pool', 'remove', 'practice');
  });

  const environment = (): Record<string, string> => ({
    DRYDOCK_MEDIA_CACHE: join(folder, 'media'),
    DRYDOCK_STATE: join(folder, 'state'),
  });

  function run(...argv: string[]): Promise<CommandLineResult> {
    return runCli(argv, { workingFolder: folder, environment: environment() });
  }

  /** What it has printed once it is ready. */
  async function simulate(...argv: string[]): Promise<string> {
    ending = new AbortController();
    let printed = '';
    const write = (text: string): unknown => (printed += text);
    const surroundings = {
      ...{ stdout: { write }, stderr: { write }, environment: environment(), workingFolder: folder },
      ...{ clock: systemClock, signal: ending.signal, ask: () => Promise.resolve(undefined), user: 'ann' },
      keyboard: () => undefined,
    };
    ended = runCommandLine(['simulate', ...argv], surroundings, commandSpecs);
    const ready = argv.includes('--json') ? '}' : 'Ctrl-C';
    const look = (): true | undefined => (printed.includes(ready) ? true : undefined);
    await waitUntil(look, { clock: systemClock, deadline: 30_000, every: 20, waitingFor: 'the practice pool' });
    return printed;
  }

  it('prints addresses, user, password, fingerprints and the command that makes it known, which then works', async () => {
    const printed = await simulate('--hosts', '2', '--vms', '2');

    const add = /^ {2}drydock (pool add .*)$/m.exec(printed)?.[1] ?? '';
    expect((await run(...add.split(' '))).exitCode).to.equal(0);
    const shown = await run('pool', 'show', 'practice', '--json');
    const { pool } = JSON.parse(shown.stdout) as { pool: { name: string; hosts: readonly object[] } };
    expect([pool.name, pool.hosts.length]).to.deep.equal(['practice', 2]);
    expect(printed)
      .to.match(/log in as root with \S{8,}/)
      .and.to.contain('Ctrl-C ends the pool');
  });

  it('gives the same as one JSON document', async () => {
    const document = JSON.parse(await simulate('--hosts', '2', '--json')) as Printed;

    expect(document.user).to.equal('root');
    expect(document.password).to.match(/^\S{8,}$/);
    expect(Object.keys(document.fingerprints)).to.deep.equal(document.addresses);
    for (const fingerprint of Object.values(document.fingerprints)) expect(fingerprint).to.match(/^[0-9a-f]{64}$/);
  });

  it('has what stands in the way of real upgrades, by name, and `check` finds it', async () => {
    const special = ['--local-disks', '1', '--without-tools', '1', '--suspended', '1', '--ha', '--wlb'];
    const document = JSON.parse(await simulate('--hosts', '2', '--vms', '4', ...special, '--json')) as Printed;
    await run(...document.add.split(' ').slice(1));

    const { exitCode, stdout } = await run('check', 'practice', '--media', 'synth-ng-8.3.0');

    expect(exitCode).to.equal(4);
    expect(stdout).to.contain('ha-off@practice').and.to.contain('wlb-off@practice');
    expect(stdout).to.contain('evacuable@no-tools-1').and.to.contain('suspended-1');
  });

  it('may be half upgraded from the start', async () => {
    const document = JSON.parse(await simulate('--hosts', '2', '--half-upgraded', 'xcp-ng-8.3', '--json')) as Printed;
    await run(...document.add.split(' ').slice(1));

    const { stdout } = await run('pool', 'show', 'practice', '--json');

    const { pool } = JSON.parse(stdout) as {
      pool: {
        hosts: readonly { coordinator: boolean; versions: { product: string } }[];
        rollingUpgrade: boolean;
      };
    };
    expect(pool.rollingUpgrade).to.equal(true);
    expect(pool.hosts.find(({ coordinator }) => coordinator)?.versions.product).to.equal('8.3.0');
    expect(pool.hosts.find(({ coordinator }) => !coordinator)?.versions.product).to.equal('8.2.1');
  });

  for (const [option, value, found] of [
    ['--hosts', '255', 'hosts must be at most 254'],
    ['--port', '65536', 'port must be at most 65535'],
    ['--user', 'root=read-only', 'must be another than root'],
    ['--user', 'alice', 'must be NAME=ROLE'],
  ] as const) {
    it(`refuses ${option} ${value} as wrong usage, before any socket is opened`, async () => {
      const { exitCode, stderr } = await run('simulate', option, value);

      expect(exitCode).to.equal(2);
      expect(stderr).to.contain(found);
    });
  }

  it('refuses more special VMs than there are', async () => {
    const { exitCode, stderr } = await run('simulate', '--vms', '1', '--local-disks', '2');

    expect(exitCode).to.equal(2);
    expect(stderr).to.contain('2 special ones of 1');
  });
});
