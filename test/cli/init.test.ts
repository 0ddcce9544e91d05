import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { init } from '../../src/cli/commands/init.js';
import { loadSettings } from '../../src/daemon/config/load.js';
import { runCli, type CommandLineOptions } from '../support/cli-surroundings.js';

describe('init', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drydock-init-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const run = (argv: readonly string[], options: Partial<CommandLineOptions> = {}) =>
    runCli(['init', ...argv], { workingFolder: folder, specs: [init], ...options });
  const file = (): string => join(folder, 'drydock.yaml');
  const everything = [
    '--address',
    '192.0.2.10',
    '--http-port',
    '80',
    '--ftp',
    '21',
    '--folder',
    'data',
    '--networks',
    '192.0.2.0/24,198.51.100.7',
  ];

  it('writes what the options say, valid by the schema, with a comment for each setting, and says what comes next', async () => {
    const { exitCode, stdout, stderr } = await run(everything);
    expect([exitCode, stderr]).to.deep.equal([0, '']);
    const { media, state, servers } = await loadSettings(file());
    expect([media.cache, state]).to.deep.equal([
      join(folder, 'data', 'media-cache'),
      join(folder, 'data', 'drydock-state'),
    ]);
    expect(servers.http).to.deep.equal([{ address: '192.0.2.10', port: 80 }]);
    expect(servers.ftp).to.deep.equal([{ address: '192.0.2.10', port: 21 }]);
    expect(servers.access.addresses).to.deep.equal(['192.0.2.0/24', '198.51.100.7']);
    expect((await stat(file())).mode & 0o777).to.equal(0o644);
    const lines = (await readFile(file(), 'utf8')).split('\n');
    const settings = lines.flatMap((line, index) =>
      /^\s*[a-z][A-Za-z]*:/.test(line) && !/^ {6}/.test(line) ? [index] : [],
    );
    expect(settings.length).to.be.greaterThan(6);
    for (const index of settings) expect(lines[index - 1], lines[index]).to.match(/^\s*#/);
    expect(stdout).to.match(/hosts will be given http:\/\/192\.0\.2\.10:80\//);
    for (const next of ['export DRYDOCK_CONFIG=', 'drydock doctor', 'drydock media import', 'drydock serve'])
      expect(stdout).to.include(next);
  });

  it('asks the five questions at a terminal; an empty answer takes what is proposed, a wrong one is asked again', async () => {
    const { exitCode, stderr } = await run([], {
      answers: ['jump.example', '192.0.2.10', '', 'yes', '2121', 'data', ''],
    });
    expect(exitCode).to.equal(0);
    expect(stderr).to.match(/jump\.example: must be an IPv4 address/);
    expect(stderr).to.match(/yes: must be a port between 1 and 65535, or no/);
    const { servers } = await loadSettings(file());
    expect([servers.http[0]?.port, servers.ftp[0]?.port, servers.access.addresses]).to.deep.equal([8080, 2121, []]);
  });

  it('asks only for what no option says', async () => {
    const { exitCode } = await run(everything.slice(0, 8), { answers: ['198.51.100.0/24'] });
    expect(exitCode).to.equal(0);
    expect((await loadSettings(file())).servers.access.addresses).to.deep.equal(['198.51.100.0/24']);
  });

  it('asks nothing with --yes', async () => {
    const { exitCode, stdout } = await run(['--yes', '--address', '127.0.0.1', '--json']);
    expect(exitCode).to.equal(0);
    expect(JSON.parse(stdout)).to.deep.equal({
      ...{ file: file(), address: '127.0.0.1', httpPort: 8080, ftpPort: null, folder, networks: [] },
    });
  });

  it('says without a terminal which options would answer', async () => {
    const { exitCode, stderr } = await run([]);
    expect(exitCode).to.equal(2);
    expect(stderr).to.match(/no terminal to ask at[\s\S]*--address[\s\S]*--yes/);
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('gives up after three answers that are none, and writes nothing', async () => {
    const { exitCode } = await run([], { answer: 'nonsense' });
    expect(exitCode).to.equal(2);
    expect(await readdir(folder)).to.deep.equal([]);
  });

  const wrong: readonly (readonly [string, string, RegExp])[] = [
    ['--address', 'fe80::1', /IPv4/],
    ['--http-port', '0', /between/],
    ['--http-port', 'http', /between 1 and 65535/],
    ['--ftp', '70000', /between 1 and 65535/],
    ['--folder', '', /folder/],
    ['--networks', '192.0.2.1/24', /network/],
  ];
  for (const [option, value, expected] of wrong) {
    it(`refuses ${option} ${JSON.stringify(value)}`, async () => {
      const { exitCode, stderr } = await run(['--yes', option, value]);
      expect([exitCode, stderr.includes(option)]).to.deep.equal([2, true]);
      expect(stderr).to.match(expected);
      expect(await readdir(folder)).to.deep.equal([]);
    });
  }

  it('never replaces a file, but with --force, and asks nothing before it says so', async () => {
    await writeFile(file(), 'log: {level: warn}\n');
    const refused = await run(['--yes'], { answers: [] });
    expect(refused.exitCode).to.equal(3);
    expect(refused.stderr).to.match(/CONFIG_EXISTS/);
    expect(await readFile(file(), 'utf8')).to.equal('log: {level: warn}\n');
    expect((await run(['--yes', '--force'])).exitCode).to.equal(0);
    expect((await loadSettings(file())).log.level).to.equal('info');
  });

  it('writes where --config says, else DRYDOCK_CONFIG, though there is no such file yet', async () => {
    const environment = { DRYDOCK_CONFIG: 'etc/from-environment.yaml' };
    expect((await run(['--yes'], { environment })).exitCode).to.equal(0);
    expect((await run(['--yes', '--config', 'given.yaml'], { environment })).exitCode).to.equal(0);
    expect(await readdir(folder)).to.have.members(['etc', 'given.yaml']);
    expect(await readdir(join(folder, 'etc'))).to.deep.equal(['from-environment.yaml']);
  });
});
