/** What every command line has in common: help, wrong usage, JSON, exit codes, interruption. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { z } from 'zod';
import { defineCommand, done, type CommandSpec } from '../../src/cli/command.js';
import { commandSpecs } from '../../src/cli/commands/index.js';
import { DrydockError } from '../../src/shared/errors/drydock-error.js';
import { runCli } from '../support/cli-surroundings.js';

function command(act: Parameters<typeof defineCommand>[0]['act']): CommandSpec {
  return defineCommand({
    name: 'try it',
    summary: 'a command of the test',
    arguments: [],
    options: [],
    example: 'drydock try it',
    input: z.strictObject({}),
    act,
  });
}

const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync('package.json', 'utf8')));

describe('command line', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'drydock-cli-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const usage: readonly [string, readonly string[], RegExp][] = [
    ['nothing at all', [], /no command is named.*drydock --help/s],
    ['a noun alone', ['upgrade'], /no command is named.*drydock upgrade --help/s],
    ['an unknown noun', ['upgrde'], /Did you mean upgrade/],
    ['an unknown verb', ['upgrade', 'plam'], /Did you mean plan/],
    ['an unknown option', ['upgrade', 'status', '--jsno'], /Did you mean --json/],
    ['a missing argument', ['pool', 'show'], /missing required argument 'name'.*drydock pool show --help/s],
    ['one argument too many', ['pool', 'list', 'lab'], /too many arguments/],
    ['a missing option', ['upgrade', 'plan', 'lab'], /--media/],
    ['an option without its value', ['media', 'import', 'x.iso', '--id'], /argument missing/],
    [
      'a value of the wrong form',
      ['upgrade', 'plan', 'lab', '--media', 'm', '--soak', 'long'],
      /soak must be a number/,
    ],
    ['a value below the least', ['upgrade', 'plan', 'lab', '--media', 'm', '--soak', '-1'], /soak must be at least 0/],
    ['a choice that there is not', ['upgrade', 'report', '--format', 'pdf'], /markdown, json/],
    [
      'two options that exclude each other',
      ['pool', 'add', 'a', '--host', 'h', '--password-file', 'f', '--password-env', 'E'],
      /cannot be used with/,
    ],
  ];
  for (const [name, argv, expected] of usage) {
    it(`is wrong usage with ${name}: exit 2, in words and in JSON`, async () => {
      const plain = await runCli(argv, { workingFolder: folder });
      const json = await runCli([...argv, '--json'], { workingFolder: folder });

      expect(plain.exitCode).to.equal(2);
      expect(plain.stderr)
        .to.match(expected)
        .and.to.match(/^error: .*\n {2}why: .*\n {2}do: {2}.*\n$/);
      expect(plain.stdout).to.equal('');
      // An option at the very end takes what follows it for its value.
      if (argv.at(-1) !== '--id') {
        expect(json.exitCode).to.equal(2);
        expect(JSON.parse(json.stdout)).to.include({ code: 'USAGE' });
      }
    });
  }

  for (const spec of commandSpecs) {
    it(`shows help with an example for ${spec.name}`, async () => {
      const { exitCode, stdout, stderr } = await runCli([...spec.name.split(' '), '--help'], { workingFolder: folder });

      expect({ exitCode, stderr }).to.deep.equal({ exitCode: 0, stderr: '' });
      expect(stdout)
        .to.include(`Usage: drydock ${spec.name}`)
        .and.to.include(`Example:\n  ${spec.example}`)
        .and.to.include('--json');
    });

    it(`has an example for ${spec.name} that is a right command line`, async () => {
      const words = [...spec.example.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? '').slice(1);
      let called = false;
      const probe: CommandSpec = {
        ...spec,
        run: async () => {
          await Promise.resolve();
          called = true;
          return done({}, []);
        },
      };

      const result = await runCli(words, { workingFolder: folder, specs: [probe] });

      expect(result.stderr).to.equal('');
      expect(called).to.equal(true);
    });
  }

  it('shows its version', async () => {
    expect(await runCli(['--version'], { workingFolder: folder })).to.include({ exitCode: 0, stdout: `${version}\n` });
  });

  it('prints exactly one JSON document with --json, and words without', async () => {
    const specs = [command(() => Promise.resolve(done({ a: 1 }, ['one', 'two'])))];

    expect((await runCli(['try', 'it', '--json'], { workingFolder: folder, specs })).stdout).to.equal('{"a":1}\n');
    expect((await runCli(['try', 'it'], { workingFolder: folder, specs })).stdout).to.equal('one\ntwo\n');
  });

  it('ends with the exit code of the error, and shows no stack', async () => {
    const refused = [
      command(() => Promise.reject(new DrydockError('POOL_UNKNOWN', { attempted: 'x', subject: 'lab' }))),
    ];
    const broken = [command(() => Promise.reject(new TypeError('planted')))];

    expect(await runCli(['try', 'it'], { workingFolder: folder, specs: refused })).to.include({ exitCode: 3 });
    const result = await runCli(['try', 'it'], { workingFolder: folder, specs: broken });
    expect(result.exitCode).to.equal(1);
    expect(result.stderr).to.include('INTERNAL_FAULT').and.to.include('planted').and.not.include('    at ');
  });

  it('ends with 130 when it was interrupted, whatever fell over because of it', async () => {
    const interruption = new AbortController();
    const specs = [
      command(() => {
        interruption.abort();
        return Promise.reject(new Error('socket hang up'));
      }),
    ];

    const result = await runCli(['try', 'it', '--json'], { workingFolder: folder, specs, signal: interruption.signal });

    expect(result.exitCode).to.equal(130);
    expect(JSON.parse(result.stdout)).to.include({ code: 'INTERRUPTED' });
  });

  it('refuses a wrong configuration file with exit 3, before anything else', async () => {
    writeFileSync(join(folder, 'c.yaml'), 'satte: x\nlog: { level: loud }\n');

    const result = await runCli(['pool', 'list', '--config', 'c.yaml', '--json'], { workingFolder: folder });

    expect(result.exitCode).to.equal(3);
    const document = JSON.parse(result.stdout) as { code: string; data: { problems: { path: string }[] } };
    expect(document.code).to.equal('CONFIG_INVALID');
    expect(document.data.problems.map(({ path }) => path)).to.have.members(['satte', 'log.level']);
  });
});
